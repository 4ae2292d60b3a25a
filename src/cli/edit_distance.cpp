#include "edit_distance.hpp"

#include <algorithm>
#include <iterator>

namespace moebench::cli {
namespace {

constexpr std::size_t k_most_suggestions = 3;

/// A short word is near to many others by chance, so that it may hold fewer errors.
std::size_t most_edits(std::string_view word) {
  return word.size() < 2 ? 0 : std::max<std::size_t>(1, word.size() / 3);
}

}  // namespace

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

std::vector<std::string> likely_meant(std::string_view word, const std::vector<std::string>& known) {
  std::vector<std::string> meant;
  if (word.empty()) {
    return meant;
  }
  std::ranges::copy_if(known, std::back_inserter(meant), [&](const std::string& one) { return one.starts_with(word); });
  if (meant.size() == 1) {
    return meant;
  }
  meant.clear();
  std::size_t nearest = most_edits(word);
  for (const std::string& one : known) {
    const std::size_t distance = edit_distance(word, one);
    if (distance < nearest) {
      meant.clear();
      nearest = distance;
    }
    if (distance == nearest) {
      meant.push_back(one);
    }
  }
  if (meant.size() > k_most_suggestions) {
    meant.clear();
  }
  return meant;
}

std::string did_you_mean(const std::vector<std::string>& meant, std::string_view quote) {
  std::string text;
  for (const std::string& one : meant) {
    text += text.empty() ? "; did you mean " : " or ";
    text.append(quote).append(one).append(quote);
  }
  return text.empty() ? "; " : text + "? ";
}

}  // namespace moebench::cli
