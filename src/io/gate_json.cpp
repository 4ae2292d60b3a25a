#include "moebench/io/gate_json.hpp"

#include <fmt/format.h>

#include "csv_cell.hpp"
#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

using core::Outcome;

struct Limits {
  std::optional<double> lower, upper;
};

Limits limits_of(const core::GateRow& row) {
  return row.ratio && row.ratio->interval ? Limits{row.ratio->interval->lower, row.ratio->interval->upper} : Limits{};
}

std::optional<double> figure_of(const core::GateSide& side) {
  return side.figure > 0 ? std::optional{side.figure} : std::nullopt;
}

std::optional<double> adjusted(const std::optional<core::GateEvidence>& evidence) {
  return evidence ? std::optional{evidence->adjusted_p} : std::nullopt;
}

std::optional<double> ratio_of(const core::GateRow& row) {
  return row.ratio ? std::optional{row.ratio->value} : std::nullopt;
}

Json side_json(const core::GateSide& side) {
  return {{"name", side.name}, {"runs", side.runs}, {"figure", json_of(figure_of(side))}};
}

Json evidence_json(const std::optional<core::GateEvidence>& evidence) {
  return evidence ? Json{{"p", evidence->p}, {"adjusted_p", evidence->adjusted_p}} : Json(nullptr);
}

Json row_json(const core::GateRow& row) {
  const Limits limits = limits_of(row);
  return {{"name", row.candidate.name},
          {"metric", name(row.metric)},
          {"outcome", name(row.verdict.outcome)},
          {"reason", row.verdict.reason},
          {"replicated", row.verdict.replicated},
          {"unit", row.unit},
          {"better", row.better == core::Better::lower ? "lower" : "higher"},
          {"candidate", side_json(row.candidate)},
          {"baseline", side_json(row.baseline)},
          {"ratio", json_of(ratio_of(row))},
          {"ci_lower", json_of(limits.lower)},
          {"ci_upper", json_of(limits.upper)},
          {"margin", {{"low", row.verdict.margin.low}, {"high", row.verdict.margin.high}}},
          {"claims_beyond", {{"low", row.claims.low}, {"high", row.claims.high}}},
          {"slower", evidence_json(row.slower)},
          {"faster", evidence_json(row.faster)},
          {"runs_needed", row.runs_needed ? Json(*row.runs_needed) : Json(nullptr)}};
}

}  // namespace

std::string to_json(const core::GateReport& report) {
  Json document = {
      {"schema", "moebench.gate/1"},          {"candidate", report.candidate}, {"baseline", report.baseline},
      {"interleaved", report.interleaved},    {"alpha", report.alpha},         {"level", report.level},
      {"adjustment", name(report.adjustment)}};
  document["schedule"] = report.schedule ? Json{{"looks", report.schedule->looks},
                                                {"taken", report.schedule->taken},
                                                {"stopped", report.schedule->stopped},
                                                {"shortage", report.schedule->shortage}}
                                         : Json(nullptr);
  document["blocks"] = report.blocks;
  document["seconds"] = report.seconds;
  document["seed"] = report.seed;
  for (const Outcome outcome : {Outcome::regressed, Outcome::improved, Outcome::equivalent, Outcome::inconclusive}) {
    document[std::string{name(outcome)}] = report.count(outcome);
  }
  document["confirmed"] = report.confirmed;
  document["interrupted"] = report.interrupted;
  Json rows = Json::array();
  for (const core::GateRow& row : report.rows) {
    rows.push_back(row_json(row));
  }
  document["rows"] = std::move(rows);
  Json failed = Json::array();
  for (const core::FailedRun& run : report.failed_runs) {
    failed.push_back({{"side", run.side}, {"block", run.block}, {"reason", run.reason}});
  }
  document["failed_runs"] = std::move(failed);
  document["without_partner"] = report.without_partner;
  document["differences"] = report.differences;
  return to_text(document);
}

std::string gate_csv(const core::GateReport& report) {
  std::string out =
      "name,metric,outcome,unit,candidate,baseline,candidate_runs,baseline_runs,ratio,ci_lower,ci_upper,margin_low,"
      "margin_high,adjusted_p_slower,adjusted_p_faster,runs_needed,reason\n";
  for (const core::GateRow& row : report.rows) {
    const Limits limits = limits_of(row);
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", text_cell(row.candidate.name),
                       name(row.metric), name(row.verdict.outcome), text_cell(row.unit),
                       number_cell(figure_of(row.candidate)), number_cell(figure_of(row.baseline)), row.candidate.runs,
                       row.baseline.runs, number_cell(ratio_of(row)), number_cell(limits.lower),
                       number_cell(limits.upper), row.verdict.margin.low, row.verdict.margin.high,
                       number_cell(adjusted(row.slower)), number_cell(adjusted(row.faster)),
                       row.runs_needed ? std::to_string(*row.runs_needed) : "", text_cell(row.verdict.reason));
  }
  return out;
}

}  // namespace moebench::io
