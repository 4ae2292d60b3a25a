#include "json_values.hpp"

#include <string>
#include <variant>

namespace moebench::io {

Json json_of(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json limits(const std::optional<core::Interval>& interval) {
  return interval ? Json{{"lower", interval->lower}, {"upper", interval->upper}} : Json(nullptr);
}

Json json_of(const core::Attributes& attributes) {
  Json object = Json::object();
  for (const auto& [key, value] : attributes.entries()) {
    object[key] = std::visit([](const auto& alternative) { return Json(alternative); }, value);
  }
  return object;
}

Json json_of(const core::Environment& environment) {
  Json object = json_of(environment.facts);
  Json& hazards = object["hazards"] = Json::array();
  for (const core::Hazard& hazard : environment.hazards) {
    hazards.push_back({{"code", name(hazard.code)}, {"message", hazard.message}, {"remedy", hazard.remedy}});
  }
  return object;
}

}  // namespace moebench::io
