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
  struct Candidate {
    bool lacks_word;
    std::size_t distance;
    std::string name;
  };
  std::vector<Candidate> candidates;
  for (std::string& name : names) {
    const std::size_t distance = word.empty() ? 0 : edit_distance(word, name);
    candidates.push_back({!name.contains(word), distance, std::move(name)});
  }
  std::ranges::stable_sort(candidates, {}, [](const Candidate& one) {
    return std::pair{one.lacks_word, one.distance};
  });
  std::string lines;
  for (std::size_t i = 0; i < std::min(most, candidates.size()); ++i) {
    lines += "\n  " + candidates[i].name;
  }
  return candidates.size() > most ? lines + "\n  and " + std::to_string(candidates.size() - most) + " more" : lines;
}

}  // namespace moebench::core
