// Named plain values in the order in which they were set: a result's parameters, a file's configuration, a machine's
// facts.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace moebench::core {

/// A plain value.
using Scalar = std::variant<bool, std::int64_t, double, std::string>;

/// Values by name. Names are unique; their order is that of the first set().
class Attributes {
 public:
  /// A name and its value.
  using Entry = std::pair<std::string, Scalar>;

  /// Sets `key`, in place when it is there already, otherwise at the end.
  void set(std::string_view key, Scalar value);
  /// The same for text.
  void set(std::string_view key, std::string value) { set(key, Scalar{std::move(value)}); }
  /// The same for text.
  void set(std::string_view key, const char* value) { set(key, Scalar{std::string{value}}); }
  /// The same for text.
  void set(std::string_view key, std::string_view value) { set(key, Scalar{std::string{value}}); }
  /// The same for whole numbers.
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) void set(std::string_view key, Integer value) {
    set(key, Scalar{static_cast<std::int64_t>(value)});
  }

  /// The value of `key`, or null. Linear in the number of entries. Valid until the next set().
  const Scalar* find(std::string_view key) const;

  /// The text of `key` as to_text() gives it, or `otherwise`.
  std::string text(std::string_view key, std::string_view otherwise = "") const;

  /// The value of `key` where it is a number, whole or not.
  std::optional<double> number(std::string_view key) const;

  /// The value of `key` where it is a whole number of 0 or more.
  std::optional<std::uint64_t> count(std::string_view key) const;

  /// The value of `key` where it is true or false.
  std::optional<bool> flag(std::string_view key) const;

  /// All of them, in order.
  const std::vector<Entry>& entries() const { return entries_; }

  friend bool operator==(const Attributes&, const Attributes&) = default;

 private:
  std::vector<Entry> entries_;
};

/// The value where it is a number, whole or not.
std::optional<double> number_of(const Scalar& value);

/// "true", "42", "0.5" (shortest text that reads back the same), or the string itself.
std::string to_text(const Scalar& value);

}  // namespace moebench::core
