#include "flatten.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace moebench::apr {
namespace {

core::Scalar scalar(const Json& value) {
  switch (value.type()) {
    case Json::value_t::string: return value.get<std::string>();
    case Json::value_t::boolean: return value.get<bool>();
    case Json::value_t::number_integer: return value.get<std::int64_t>();
    case Json::value_t::number_float: return value.get<double>();
    case Json::value_t::number_unsigned:
      if (value.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return value.get<std::int64_t>();
      }
      return std::to_string(value.get<std::uint64_t>());
    case Json::value_t::binary: return fmt::format("<{} bytes>", value.get_binary().size());
    case Json::value_t::object: return std::string{"{}"};
    case Json::value_t::array: return std::string{"[]"};
    case Json::value_t::null:
    case Json::value_t::discarded: break;
  }
  return std::string{"null"};
}

// More than a person reads, and little enough for a list that is searched from its start.
constexpr std::size_t k_most_values = 1000;

void add(core::Attributes& into, std::size_t& left_over, const std::string& place, const Json& value) {
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, member] : value.items()) {
      add(into, left_over, place.empty() ? key : fmt::format("{}.{}", place, key), member);
    }
  } else if (value.is_array() && !value.empty()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      add(into, left_over, fmt::format("{}[{}]", place, i), value[i]);
    }
  } else if (into.entries().size() == k_most_values) {
    ++left_over;
  } else {
    into.set(place, scalar(value));
  }
}

}  // namespace

core::Attributes flatten(const Json& map) {
  core::Attributes attributes;
  std::size_t left_over = 0;
  if (!map.empty()) {
    add(attributes, left_over, "", map);
  }
  if (left_over > 0) {
    attributes.set("(further values)", left_over);
  }
  return attributes;
}

}  // namespace moebench::apr
