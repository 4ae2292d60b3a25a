#include "metadata_map.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace moebench::apr {
namespace {

constexpr std::array<std::string_view, 2> k_required{"created_at", "aprender_version"};

Json map_of_values(const Json& values) {
  Json map = Json::object();
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string key = i < k_required.size() ? std::string{k_required[i]} : fmt::format("field_{}", i);
    map.get_ref<Json::object_t&>().emplace_back(std::move(key), values[i]);
  }
  return map;
}

}  // namespace

core::Result<Json> parse_metadata(const Payload& part) {
  auto value = parse_msgpack(part, "the metadata");
  if (!value) {
    return value;
  }
  if (!value->is_object() && !value->is_array()) {
    return refuse(
        part, 0,
        fmt::format("the metadata is {}; a map, or the early form's array, was expected; save the model again",
                    kind(*value)));
  }
  Json found = value->is_array() ? map_of_values(*value) : *std::move(value);
  Json map = Json::object();
  for (const std::string_view key : k_required) {
    const auto at = found.find(key);
    if (at == found.end()) {
      return refuse(part, 0,
                    fmt::format("the metadata lacks the required key \"{}\"; save the model again with a release that "
                                "writes it",
                                key));
    }
    if (!at->is_string()) {
      return refuse(
          part, 0,
          fmt::format("the metadata's \"{}\" is {}; a string was expected; save the model again", key, kind(*at)));
    }
    map[std::string{key}] = *at;
  }
  for (auto& [key, member] : found.get_ref<Json::object_t&>()) {
    if (std::ranges::find(k_required, std::string_view{key}) == k_required.end()) {
      map.get_ref<Json::object_t&>().emplace_back(key, std::move(member));
    }
  }
  return map;
}

Metadata metadata_of(const Json& map) {
  Metadata metadata{.created_at = map.at("created_at"), .aprender_version = map.at("aprender_version")};
  Json further = map;
  for (const std::string_view key : k_required) {
    further.erase(std::string{key});
  }
  if (!further.empty()) {
    const std::vector<std::uint8_t> packed = Json::to_msgpack(further);
    metadata.further.resize(packed.size());
    std::memcpy(metadata.further.data(), packed.data(), packed.size());
  }
  return metadata;
}

Json map_of(const Metadata& metadata) {
  Json map{{"created_at", metadata.created_at}, {"aprender_version", metadata.aprender_version}};
  if (!metadata.further.empty()) {
    const auto further = parse_msgpack({metadata.further, 0, "metadata"}, "the metadata");
    assert(further && further->is_object());
    for (const auto& [key, value] : further->items()) {
      map.get_ref<Json::object_t&>().emplace_back(key, value);
    }
  }
  return map;
}

}  // namespace moebench::apr
