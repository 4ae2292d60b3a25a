#include "moebench/report/model_report.hpp"

#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

/// The shortest text that reads back the same f32.
std::string exact(const std::optional<float>& value) {
  return value ? fmt::format("{}", *value) : "n/a";
}

std::string list(std::span<const float> values) {
  return fmt::format("{}", fmt::join(values, ", "));
}

std::string shape(const core::ParameterArray& array) {
  return array.shape.empty() ? "scalar" : fmt::format("[{}]", fmt::join(array.shape, ", "));
}

std::string facts(const core::ModelDescription& description) {
  Table table{{{"Fact"}, {"Value"}}};
  table.add({"Format", description.format});
  table.add({"Model", description.model.empty() ? "not told" : description.model});
  table.add({"Loads as a logistic regression", description.served ? "yes" : "no"});
  table.add({"File size", with_thousands(description.file_bytes) + " bytes"});
  for (const auto& [key, value] : description.header.entries()) {
    table.add({key, core::to_text(value)});
  }
  table.add({"Flags", description.flags.empty() ? "none" : fmt::format("{}", fmt::join(description.flags, ", "))});
  for (const core::StoredChecksum& checksum : description.checksums) {
    table.add({fmt::format("CRC-32 of the {}", checksum.name), fmt::format("{:08X}, holds", checksum.value)});
  }
  return table.markdown();
}

std::string parameters(const core::ModelDescription& description) {
  Table table{{{"Parameters"},
               {"Type"},
               {"Shape"},
               {"Count", Align::right},
               {"Smallest", Align::right},
               {"Largest", Align::right},
               {"First"},
               {"Last"}}};
  for (const core::ParameterArray& array : description.parameters) {
    table.add({array.name, array.type, shape(array), with_thousands(array.count), exact(array.min), exact(array.max),
               list(array.first), list(array.last)});
  }
  return table.markdown();
}

std::string attributes(std::string_view title, const core::Attributes& given) {
  Table table{{{std::string{title}}, {"Value"}}};
  for (const auto& [key, value] : given.entries()) {
    table.add({key, core::to_text(value)});
  }
  return table.markdown();
}

}  // namespace

std::string model_report(const core::ModelDescription& description) {
  std::string out = fmt::format("## {}\n\n{}", inline_text(description.file), facts(description));
  if (!description.parameters.empty()) {
    out += "\n" + parameters(description);
  }
  if (!description.hyperparameters.entries().empty()) {
    out += "\n" + attributes("Hyperparameter", description.hyperparameters);
  }
  if (!description.metadata.entries().empty()) {
    out += "\n" + attributes("Metadata", description.metadata);
  }
  if (!description.warnings.empty()) {
    out += "\nDoubts:\n\n";
    for (const core::Warning& warning : description.warnings) {
      out += fmt::format("- **{}**: {}\n", core::name(warning.code), inline_text(warning.message));
    }
  }
  return out;
}

}  // namespace moebench::report
