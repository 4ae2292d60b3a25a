#include "moebench/io/calculation_json.hpp"

#include <cmath>
#include <optional>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "json_text.hpp"
#include "json_values.hpp"
#include "number_text.hpp"

namespace moebench::io {
namespace {

Json value_json(const core::NamedFigure::Value& value) {
  return std::visit(
      [](const auto& alternative) {
        if constexpr (std::is_same_v<decltype(alternative), const std::optional<double>&>) {
          return json_of(alternative);
        } else {
          return Json(alternative);
        }
      },
      value);
}

std::string cell(double value) {
  std::string text;
  if (std::isfinite(value)) {
    append_number(text, value);
  }
  return text;
}

std::string cell(const std::optional<double>& value) {
  return value ? cell(*value) : "";
}

std::string cell(std::uint64_t count) {
  return std::to_string(count);
}

}  // namespace

std::string to_json(const core::Calculation& calculation) {
  Json figures = Json::object();
  for (const core::NamedFigure& figure : calculation.figures) {
    figures[figure.name] = value_json(figure.value);
  }
  Json document = Json::object();
  Json& result = document["result"] = Json::object();
  if (calculation.group.empty()) {
    result = std::move(figures);
  } else {
    result[calculation.group] = std::move(figures);
  }
  for (const core::Warning& warning : calculation.warnings) {
    document["warnings"].push_back(
        {{"code", name(warning.code)}, {"name", warning.subject}, {"message", warning.message}});
  }
  return to_text(document);
}

std::string calculation_csv(const core::Calculation& calculation) {
  std::string out = "name,value\n";
  for (const core::NamedFigure& figure : calculation.figures) {
    std::visit(
        [&](const auto& value) {
          if constexpr (requires { value.size(); }) {
            for (std::size_t i = 0; i < value.size(); ++i) {
              out += fmt::format("{}[{}],{}\n", figure.name, i, cell(value[i]));
            }
          } else {
            out += fmt::format("{},{}\n", figure.name, cell(value));
          }
        },
        figure.value);
  }
  return out;
}

}  // namespace moebench::io
