#include "moebench/core/nearest_names.hpp"

#include <algorithm>
#include <utility>

namespace moebench::core {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Row i holds the distances of a's first i letters to b's first j; a swap reaches two rows back.
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::string nearest_names(std::string_view word, std::vector<std::string> names) {
  constexpr std::size_t most = 10;
  std::ranges::stable_sort(names, {}, [word](const std::string& name) {
    return std::pair{!name.contains(word), edit_distance(word, name)};
  });
  std::string lines;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
    lines += "\n  " + names[i];
  }
  return names.size() > most ? lines + "\n  and " + std::to_string(names.size() - most) + " more" : lines;
}

}  // namespace moebench::core
