#include "moebench/io/model_json.hpp"

#include <optional>
#include <span>

#include <fmt/format.h>

#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

/// A float with its own digits: 0.1f is 0.1, not 0.10000000149011612.
Json json_of_f32(float value) {
  return std::stod(fmt::format("{}", value));
}

Json json_of_f32(const std::optional<float>& value) {
  return value ? json_of_f32(*value) : Json(nullptr);
}

Json list(std::span<const float> values) {
  Json array = Json::array();
  for (const float value : values) {
    array.push_back(json_of_f32(value));
  }
  return array;
}

Json parameter_json(const core::ParameterArray& array) {
  return {{"name", array.name},
          {"type", array.type},
          {"shape", array.shape},
          {"count", array.count},
          {"min", json_of_f32(array.min)},
          {"max", json_of_f32(array.max)},
          {"first", list(array.first)},
          {"last", list(array.last)},
          {"not_finite", array.not_finite}};
}

}  // namespace

std::string to_json(const core::ModelDescription& description) {
  Json checksums = Json::array();
  for (const core::StoredChecksum& checksum : description.checksums) {
    checksums.push_back({{"name", checksum.name}, {"crc32", fmt::format("{:08X}", checksum.value)}});
  }
  Json parameters = Json::array();
  for (const core::ParameterArray& array : description.parameters) {
    parameters.push_back(parameter_json(array));
  }
  Json warnings = Json::array();
  for (const core::Warning& warning : description.warnings) {
    warnings.push_back({{"code", core::name(warning.code)}, {"message", warning.message}});
  }
  const Json document{{"schema", "moebench.model/1"},
                      {"file", description.file},
                      {"file_bytes", description.file_bytes},
                      {"format", description.format},
                      {"model", description.model.empty() ? Json(nullptr) : Json(description.model)},
                      {"served", description.served},
                      {"header", json_of(description.header)},
                      {"flags", description.flags},
                      {"checksums", std::move(checksums)},
                      {"parameters", std::move(parameters)},
                      {"hyperparameters", json_of(description.hyperparameters)},
                      {"metadata", json_of(description.metadata)},
                      {"warnings", std::move(warnings)}};
  return to_text(document);
}

}  // namespace moebench::io
