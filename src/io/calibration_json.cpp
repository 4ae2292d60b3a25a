#include "moebench/io/calibration_json.hpp"

#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "csv_cell.hpp"
#include "json_field.hpp"
#include "json_text.hpp"
#include "json_values.hpp"
#include "moebench/io/atomic_file.hpp"

namespace moebench::io {
namespace {

constexpr std::string_view k_schema = "moebench.calibration/1";
constexpr std::uint64_t k_most_exact = std::uint64_t{1} << 53U;

Json rate_json(const core::Rate& rate) {
  return {{"times", rate.times}, {"of", rate.of}, {"ci_lower", rate.interval.lower}, {"ci_upper", rate.interval.upper}};
}

std::size_t count(const JsonField& field, std::uint64_t least) {
  if (!field.is_given()) {
    field.refuse_unless("a whole number");
  }
  return static_cast<std::size_t>(field.whole_number(least, k_most_exact).value_or(least));
}

/// At least 0.
double measure(const JsonField& field) {
  const auto value = field.number();
  if (!value || *value < 0) {
    field.refuse_unless("a number of at least 0");
    return 0;
  }
  return *value;
}

core::Rate rate(const JsonField& field) {
  core::Rate read{.times = count(field["times"], 0), .of = count(field["of"], 1), .interval = {}};
  read.interval = {measure(field["ci_lower"]), measure(field["ci_upper"])};
  return read;
}

core::GateMetric metric(const JsonField& field) {
  const std::string text = field.text().value_or("");
  for (const core::GateMetric known : core::k_gate_metrics) {
    if (text == core::name(known)) {
      return known;
    }
  }
  field.refuse_unless("mean, p50, p95, p99 or throughput");
  return core::GateMetric::p50;
}

core::CalibratedRow row(const JsonField& field) {
  return {.name = field["name"].text().value_or(""),
          .metric = metric(field["metric"]),
          .sd_of_pairs = measure(field["sd_of_pairs"]),
          .lag1 = field["lag1"].number().value_or(0),
          .sd_of_runs = measure(field["sd_of_runs"]),
          .noise_floor = measure(field["noise_floor"]),
          .smallest_effect = measure(field["smallest_effect"]),
          .regressed = rate(field["regressed"]),
          .changed_at_0 = rate(field["changed_at_0"])};
}

}  // namespace

std::string to_json(const core::Calibration& calibration) {
  Json document = {{"schema", k_schema},
                   {"command", calibration.command},
                   {"timestamp", calibration.timestamp},
                   {"machine", json_of(calibration.machine)},
                   {"gates", calibration.gates},
                   {"blocks", calibration.blocks},
                   {"seconds_per_block", calibration.seconds_per_block},
                   {"alpha", calibration.alpha},
                   {"margin", calibration.margin}};
  Json rows = Json::array();
  for (const core::CalibratedRow& each : calibration.rows) {
    rows.push_back({{"name", each.name},
                    {"metric", name(each.metric)},
                    {"sd_of_pairs", each.sd_of_pairs},
                    {"lag1", each.lag1},
                    {"sd_of_runs", each.sd_of_runs},
                    {"noise_floor", each.noise_floor},
                    {"smallest_effect", each.smallest_effect},
                    {"regressed", rate_json(each.regressed)},
                    {"changed_at_0", rate_json(each.changed_at_0)}});
  }
  document["rows"] = std::move(rows);
  return to_text(document);
}

std::string calibration_csv(const core::Calibration& calibration) {
  std::string out =
      "name,metric,sd_of_pairs,lag1,sd_of_runs,noise_floor,smallest_effect,gates,regressed,changed_at_0\n";
  for (const core::CalibratedRow& each : calibration.rows) {
    out += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", text_cell(each.name), name(each.metric), each.sd_of_pairs,
                       each.lag1, each.sd_of_runs, each.noise_floor, each.smallest_effect, each.regressed.of,
                       each.regressed.times, each.changed_at_0.times);
  }
  return out;
}

bool is_calibration(std::string_view text) {
  constexpr std::size_t k_beginning = 200;
  return text.substr(0, k_beginning).contains("\"moebench.calibration/");
}

core::Result<core::Calibration> parse_calibration(std::string_view text, std::string_view subject) {
  const core::Result<Json> document = parse_json(text, subject);
  if (!document) {
    return std::unexpected(document.error());
  }
  std::optional<Refusal> refusal;
  const JsonField root{*document, refusal};
  if (root["schema"].text() != std::string{k_schema}) {
    root["schema"].refuse_unless(fmt::format("\"{}\"; this program reads no other version", k_schema));
  }
  core::Calibration read{.machine = root["machine"].scalars(),
                         .command = root["command"].text().value_or(""),
                         .timestamp = root["timestamp"].text().value_or(""),
                         .gates = count(root["gates"], 1),
                         .blocks = count(root["blocks"], 1),
                         .seconds_per_block = measure(root["seconds_per_block"]),
                         .alpha = measure(root["alpha"]),
                         .margin = measure(root["margin"]),
                         .rows = {}};
  for (const JsonField& each : root["rows"].elements()) {
    read.rows.push_back(row(each));
  }
  if (refusal) {
    const std::string place = refusal->path.empty() ? "" : ": " + refusal->path;
    return core::input_error(std::string{subject} + place, refusal->message);
  }
  return read;
}

core::Result<core::Calibration> read_calibration(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text) {
    return std::unexpected(text.error());
  }
  return parse_calibration(*text, path.string());
}

}  // namespace moebench::io
