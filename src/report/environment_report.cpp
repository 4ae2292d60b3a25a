#include "moebench/report/environment_report.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

std::string label_without_unit(std::string_view label) {
  return std::string{label.substr(0, label.ends_with(" (bytes)") ? label.size() - 8 : label.size())};
}

}  // namespace

std::string fact_text(std::string_view key, const core::Scalar& value) {
  const auto* count = std::get_if<std::int64_t>(&value);
  if (count != nullptr && key.ends_with("_bytes")) {
    constexpr double kib = 1024;
    const auto bytes = static_cast<double>(*count);
    return bytes >= kib * kib * kib ? fmt::format("{:.4g} GiB", bytes / (kib * kib * kib))
           : bytes >= kib * kib     ? fmt::format("{:.4g} MiB", bytes / (kib * kib))
                                    : fmt::format("{:.4g} KiB", bytes / kib);
  }
  if (const auto* number = std::get_if<double>(&value)) {
    return significant(*number);
  }
  if (const auto* flag = std::get_if<bool>(&value)) {
    return *flag ? "on" : "off";
  }
  return core::to_text(value);
}

std::string environment_table(const core::Environment& environment) {
  Table table{{{"Fact"}, {"Value"}}};
  std::string absent;
  for (const core::FactName& fact : core::environment_facts()) {
    if (const core::Scalar* value = environment.facts.find(fact.key)) {
      table.add({label_without_unit(fact.label), fact_text(fact.key, *value)});
    } else {
      absent += (absent.empty() ? "" : ", ") + label_without_unit(fact.label);
    }
  }
  std::string out = table.markdown();
  if (!absent.empty()) {
    out += "\nNot told by this machine: " + absent + ".\n";
  }
  return out;
}

std::string hazard_list(const core::Environment& environment) {
  if (environment.hazards.empty() && environment.facts.find("load_average_1m") == nullptr) {
    return "Not known: the file does not tell the state of its machine.\n";
  }
  if (environment.hazards.empty()) {
    return "Nothing was found that spoils measurements.\n";
  }
  std::string out;
  for (const core::Hazard& hazard : environment.hazards) {
    out += fmt::format("- **{}**: {} {}\n", core::name(hazard.code), hazard.message, hazard.remedy);
  }
  return out;
}

}  // namespace moebench::report
