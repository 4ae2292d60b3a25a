#include "moebench/core/attributes.hpp"

#include <algorithm>
#include <charconv>

namespace moebench::core {

void Attributes::set(std::string_view key, Scalar value) {
  const auto at = std::ranges::find(entries_, key, &Entry::first);
  if (at != entries_.end()) {
    at->second = std::move(value);
  } else {
    entries_.emplace_back(key, std::move(value));
  }
}

const Scalar* Attributes::find(std::string_view key) const {
  const auto at = std::ranges::find(entries_, key, &Entry::first);
  return at == entries_.end() ? nullptr : &at->second;
}

std::string Attributes::text(std::string_view key, std::string_view otherwise) const {
  const Scalar* value = find(key);
  return value == nullptr ? std::string{otherwise} : to_text(*value);
}

std::optional<double> Attributes::number(std::string_view key) const {
  const Scalar* value = find(key);
  return value == nullptr ? std::nullopt : number_of(*value);
}

std::optional<std::uint64_t> Attributes::count(std::string_view key) const {
  const Scalar* value = find(key);
  const auto* whole = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
  return whole == nullptr || *whole < 0 ? std::nullopt : std::optional{static_cast<std::uint64_t>(*whole)};
}

std::optional<bool> Attributes::flag(std::string_view key) const {
  const Scalar* value = find(key);
  const auto* flag = value == nullptr ? nullptr : std::get_if<bool>(value);
  return flag == nullptr ? std::nullopt : std::optional{*flag};
}

std::optional<double> number_of(const Scalar& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*whole);
  }
  const auto* real = std::get_if<double>(&value);
  return real == nullptr ? std::nullopt : std::optional{*real};
}

namespace {

template <class Number>
std::string shortest(Number number) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  return {buffer, end};
}

struct ToText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return shortest(value); }
  std::string operator()(double value) const { return shortest(value); }
  std::string operator()(const std::string& value) const { return value; }
};

}  // namespace

std::string to_text(const Scalar& value) {
  return std::visit(ToText{}, value);
}

}  // namespace moebench::core
