#include "likely_meant.hpp"

#include <algorithm>
#include <iterator>

#include "moebench/core/nearest_names.hpp"

namespace moebench::cli {
namespace {

constexpr std::size_t k_most_suggestions = 3;

/// A short word is near to many others by chance, so that it may hold fewer errors.
std::size_t most_edits(std::string_view word) {
  return word.size() < 2 ? 0 : std::max<std::size_t>(1, word.size() / 3);
}

}  // namespace

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
    const std::size_t distance = core::edit_distance(word, one);
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
