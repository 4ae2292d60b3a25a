#include "moebench/io/measurement_plan_json.hpp"

#include <fmt/format.h>

#include "csv_cell.hpp"
#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {

std::string to_json(const core::MeasurementPlan& plan) {
  Json document = {{"schema", "moebench.plan/1"},
                   {"source", plan.source},
                   {"effect", plan.effect},
                   {"power", plan.power},
                   {"alpha", plan.alpha},
                   {"margin", plan.margin},
                   {"comparisons", plan.comparisons},
                   {"interleaved", plan.interleaved}};
  Json rows = Json::array();
  for (const core::PlannedRow& row : plan.rows) {
    rows.push_back({{"name", row.name},
                    {"metric", name(row.metric)},
                    {"sd", row.sd},
                    {"needed", row.needed ? Json(*row.needed) : Json(nullptr)},
                    {"seconds", json_of(row.seconds)},
                    {"within_share", json_of(row.within_share)}});
  }
  document["rows"] = std::move(rows);
  return to_text(document);
}

std::string measurement_plan_csv(const core::MeasurementPlan& plan) {
  std::string out = "name,metric,sd,needed,seconds,within_share\n";
  for (const core::PlannedRow& row : plan.rows) {
    out += fmt::format("{},{},{},{},{},{}\n", text_cell(row.name), name(row.metric), row.sd,
                       row.needed ? std::to_string(*row.needed) : "", number_cell(row.seconds),
                       number_cell(row.within_share));
  }
  return out;
}

}  // namespace moebench::io
