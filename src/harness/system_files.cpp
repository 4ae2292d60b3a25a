#include "system_files.hpp"

#include <algorithm>
#include <fstream>
#include <ranges>
#include <sstream>

namespace moebench::harness {

namespace fs = std::filesystem;

bool SystemFiles::exists(const fs::path& file) const {
  std::error_code ignored;
  return fs::exists(root_ / file, ignored);
}

std::optional<std::string> SystemFiles::text(const fs::path& file) const {
  const std::ifstream in{root_ / file};
  std::ostringstream out;
  if (!in || !(out << in.rdbuf())) {
    return std::nullopt;
  }
  return std::move(out).str();
}

std::optional<std::string> SystemFiles::word(const fs::path& file) const {
  const auto whole = text(file);
  const auto inner = whole ? trimmed(*whole) : std::string_view{};
  return inner.empty() ? std::nullopt : std::optional<std::string>{inner};
}

std::optional<double> SystemFiles::number(const fs::path& file) const {
  const auto digits = word(file);
  return digits ? leading_number<double>(*digits) : std::nullopt;
}

std::vector<fs::path> SystemFiles::numbered(const fs::path& folder, std::string_view prefix) const {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at{root_ / folder, error}; !error && at != fs::directory_iterator{};
       at.increment(error)) {
    const std::string name = at->path().filename();
    const bool has_prefix = name.starts_with(prefix) && name.size() > prefix.size();
    if (has_prefix && name.find_first_not_of("0123456789", prefix.size()) == std::string::npos) {
      found.push_back(folder / name);
    }
  }
  return found;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (const auto part : text | std::views::split(separator)) {
    parts.emplace_back(part.begin(), part.end());
  }
  return parts;
}

bool has_word(std::string_view text, std::string_view word) {
  return std::ranges::count(split(text, ' '), word) != 0;
}

std::optional<std::string_view> field(std::string_view text, std::string_view key, char separator) {
  for (const auto line : split(text, '\n')) {
    const auto at = line.find(separator);
    if (at != std::string_view::npos && trimmed(line.substr(0, at)) == key) {
      return trimmed(line.substr(at + 1));
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> size_in_bytes(std::string_view text) {
  const auto number = leading_number<std::int64_t>(text);
  if (!number) {
    return std::nullopt;
  }
  switch (text.back()) {
    case 'K': return *number << 10;
    case 'M': return *number << 20;
    case 'G': return *number << 30;
    default: return *number;
  }
}

std::optional<std::int64_t> count_listed(std::string_view list) {
  std::int64_t count = 0;
  for (const auto range : split(trimmed(list), ',')) {
    const auto first = leading_number<std::int64_t>(range);
    const auto dash = range.find('-');
    const auto last = dash == std::string_view::npos ? first : leading_number<std::int64_t>(range.substr(dash + 1));
    if (!first || !last || *last < *first) {
      return std::nullopt;
    }
    count += *last - *first + 1;
  }
  return count == 0 ? std::nullopt : std::optional{count};
}

}  // namespace moebench::harness
