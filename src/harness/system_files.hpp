// The kernel's text files under a root folder, and the few shapes that their text has. Interprets nothing.
// Included by the sources that collect facts.
#pragma once

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::harness {

class SystemFiles {
 public:
  explicit SystemFiles(std::filesystem::path root) : root_{std::move(root)} {}

  bool exists(const std::filesystem::path& file) const;

  /// Everything in the file; empty when it cannot be read.
  std::optional<std::string> text(const std::filesystem::path& file) const;

  /// The file without white space at its ends; empty when it cannot be read or nothing is left.
  std::optional<std::string> word(const std::filesystem::path& file) const;

  std::optional<double> number(const std::filesystem::path& file) const;

  /// The entries of `folder` named `prefix` and a number, in no order: cpu0, cpu10, cpu1.
  std::vector<std::filesystem::path> numbered(const std::filesystem::path& folder, std::string_view prefix) const;

 private:
  std::filesystem::path root_;
};

std::string_view trimmed(std::string_view text);

std::vector<std::string_view> split(std::string_view text, char separator);

/// The words of a text between single spaces hold `word`.
bool has_word(std::string_view text, std::string_view word);

/// The value of the first line "key<white space><separator> value"; empty when there is none.
std::optional<std::string_view> field(std::string_view text, std::string_view key, char separator = ':');

/// The number at the start of `text`; empty when there is none.
template <class Number>
std::optional<Number> leading_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} ? std::optional{number} : std::nullopt;
}

/// "32K", "8M", "512" in bytes; empty when it is not such a size.
std::optional<std::int64_t> size_in_bytes(std::string_view text);

/// How many numbers a list like "0-3,8,10-11" holds; empty when it is not such a list.
std::optional<std::int64_t> count_listed(std::string_view list);

}  // namespace moebench::harness
