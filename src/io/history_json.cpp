#include "moebench/io/history_json.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "json_text.hpp"
#include "json_values.hpp"
#include "moebench/core/utc_time.hpp"

namespace moebench::io {
namespace {

using core::HistoryChange;
using core::HistoryLevel;
using core::HistoryPoint;
using core::HistorySeries;
using core::Measurement;

/// An object of the lines "key=value".
Json object_of(std::string_view lines) {
  Json object = Json::object();
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const std::size_t equals = std::min(line.find('='), line.size());
    object[std::string{line.substr(0, equals)}] = line.substr(std::min(equals + 1, line.size()));
  }
  return object;
}

Json commit_json(const core::Commit& commit) {
  return {{"id", commit.id},
          {"branch", commit.branch},
          {"time", core::utc_time_text(commit.time)},
          {"dirty", commit.dirty}};
}

std::string_view text_of(core::Better better) {
  return better == core::Better::lower ? "lower" : "higher";
}

Json measurement_json(const Measurement& one) {
  return {{"id", one.id},
          {"commit", commit_json(one.commit)},
          {"name", one.name},
          {"scenario", one.scenario},
          {"framework", one.framework},
          {"metric", one.metric},
          {"unit", one.unit},
          {"better", text_of(one.better)},
          {"samples", one.samples},
          {"mean", one.mean},
          {"sd_between_runs", json_of(one.sd_between_runs)},
          {"p50", json_of(one.p50)},
          {"p95", json_of(one.p95)},
          {"p99", json_of(one.p99)},
          {"throughput_per_sec", json_of(one.throughput_per_sec)},
          {"run_means", one.run_means},
          {"source", one.source},
          {"measured_at", one.measured_at},
          {"added_at", one.added_at},
          {"digest", one.digest},
          {"machine", object_of(one.machine)},
          {"parameters", object_of(one.parameters)},
          {"config", object_of(one.config)}};
}

Json history_point_json(const HistoryPoint& point) {
  return {{"measurement", point.measurement}, {"commit", commit_json(point.commit)}, {"value", point.value}};
}

Json level_json(const HistoryLevel& level) {
  return {{"from", level.from}, {"to", level.to}, {"mean", level.moments.mean}, {"sd", json_of(level.moments.sd)}};
}

Json ratio_json(const std::optional<core::Ratio>& ratio) {
  if (!ratio) {
    return nullptr;
  }
  const bool known = ratio->fieller.has_value();
  return {{"estimate", ratio->estimate},
          {"method", "fieller"},
          {"lower", known ? json_of(ratio->fieller->lower) : Json(nullptr)},
          {"upper", known ? json_of(ratio->fieller->upper) : Json(nullptr)}};
}

Json change_json(const HistorySeries& series, std::size_t number) {
  const HistoryChange& change = series.changes[number];
  return {{"at", change.at},
          {"commit_before", commit_json(series.points[change.at - 1].commit)},
          {"commit_at", commit_json(series.points[change.at].commit)},
          {"level_before", series.levels[number].moments.mean},
          {"level_at", series.levels[number + 1].moments.mean},
          {"ratio", ratio_json(change.ratio)},
          {"p_value", change.p_value},
          {"status", name(change.status)},
          {"effect", name(change.effect)},
          {"parameters", change.parameters}};
}

template <class Values, class Form>
Json list_of(const Values& values, const Form& form) {
  Json list = Json::array();
  for (const auto& value : values) {
    list.push_back(form(value));
  }
  return list;
}

Json series_json(const HistorySeries& series) {
  Json changes = Json::array();
  for (std::size_t i = 0; i < series.changes.size(); ++i) {
    changes.push_back(change_json(series, i));
  }
  return {{"name", series.name},
          {"metric", series.metric},
          {"unit", series.unit},
          {"better", text_of(series.better)},
          {"machine", object_of(series.machine)},
          {"tested", series.tested},
          {"left_out", series.left_out},
          {"too_small", series.too_small},
          {"points", list_of(series.points, history_point_json)},
          {"levels", list_of(series.levels, level_json)},
          {"changes", std::move(changes)}};
}

Json machine_change_json(const core::MachineChange& change) {
  return {{"name", change.name},
          {"commit_before", commit_json(change.before)},
          {"commit_at", commit_json(change.at)},
          {"differences", change.differences},
          {"machine_before", object_of(change.machine_before)},
          {"machine_at", object_of(change.machine_at)}};
}

Json options_of(const core::HistoryChanges& found) {
  const core::HistoryChangesOptions& options = found.options;
  return {{"alpha", options.alpha},
          {"alpha_of_a_test", found.alpha_of_a_test},
          {"tested_series", found.tested_series},
          {"least_measurements", found.least_measurements},
          {"permutations", found.permutations},
          {"seed", options.seed},
          {"exponent", options.exponent},
          {"min_segment", options.min_segment},
          {"min_change", options.min_change},
          {"persistence", options.persistence},
          {"level", options.level}};
}

}  // namespace

std::string to_json(const core::HistoryAddition& addition) {
  return to_text({{"schema", "moebench.history_added/1"},
                  {"file", addition.file},
                  {"commit", commit_json(addition.commit)},
                  {"added", addition.added},
                  {"already_there", addition.already_there}});
}

std::string to_json(std::span<const Measurement> measurements, const std::string& file) {
  return to_text(
      {{"schema", "moebench.history/1"}, {"file", file}, {"measurements", list_of(measurements, measurement_json)}});
}

std::string to_json(const core::HistoryChanges& found) {
  return to_text({{"schema", "moebench.changes/1"},
                  {"figure", name(found.options.metric)},
                  {"options", options_of(found)},
                  {"series", list_of(found.series, series_json)},
                  {"machine_changes", list_of(found.machine_changes, machine_change_json)}});
}

}  // namespace moebench::io
