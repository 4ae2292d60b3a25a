#include "moebench/io/history_csv.hpp"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "csv_cell.hpp"
#include "moebench/core/utc_time.hpp"

namespace moebench::io {
namespace {

std::string boolean_cell(bool value) {
  return value ? "true" : "false";
}

std::string commit_cells(const core::Commit& commit) {
  return fmt::format("{},{},{},{}", text_cell(commit.id), text_cell(commit.branch), core::utc_time_text(commit.time),
                     boolean_cell(commit.dirty));
}

std::string line(const core::Measurement& one) {
  const std::array cells{
      std::to_string(one.id),      commit_cells(one.commit),
      text_cell(one.name),         text_cell(one.metric),
      text_cell(one.unit),         std::string{one.better == core::Better::lower ? "lower" : "higher"},
      std::to_string(one.samples), std::to_string(one.run_means.size()),
      number_cell(one.mean),       number_cell(one.sd_between_runs),
      number_cell(one.p50),        number_cell(one.p95),
      number_cell(one.p99),        number_cell(one.throughput_per_sec),
      text_cell(one.source),       text_cell(one.measured_at),
      text_cell(one.added_at),     text_cell(one.machine)};
  return fmt::format("{}\n", fmt::join(cells, ","));
}

std::string line(const core::HistorySeries& series, std::size_t number) {
  const core::HistoryChange& change = series.changes[number];
  const core::Fieller* fieller = change.ratio && change.ratio->fieller ? &*change.ratio->fieller : nullptr;
  const std::array cells{
      text_cell(series.name),
      text_cell(series.unit),
      text_cell(series.points[change.at - 1].commit.id),
      text_cell(series.points[change.at].commit.id),
      core::utc_time_text(series.points[change.at].commit.time),
      number_cell(series.levels[number].moments.mean),
      number_cell(series.levels[number + 1].moments.mean),
      number_cell(change.ratio ? std::optional{change.ratio->estimate} : std::nullopt),
      number_cell(fieller == nullptr ? std::nullopt : fieller->lower),
      number_cell(fieller == nullptr ? std::nullopt : fieller->upper),
      number_cell(change.p_value),
      std::string{name(change.effect)},
      std::string{name(change.status)},
      text_cell(series.machine),
  };
  return fmt::format("{}\n", fmt::join(cells, ","));
}

}  // namespace

std::string history_addition_csv(const core::HistoryAddition& addition) {
  return fmt::format("file,commit,branch,commit_time,dirty,added,already_there\n{},{},{},{}\n",
                     text_cell(addition.file), commit_cells(addition.commit), addition.added, addition.already_there);
}

std::string history_csv(std::span<const core::Measurement> measurements) {
  std::string out =
      "id,commit,branch,commit_time,dirty,name,metric,unit,better,samples,runs,mean,sd_between_runs,p50,p95,p99,"
      "throughput_per_sec,source,measured_at,added_at,machine\n";
  for (const core::Measurement& one : measurements) {
    out += line(one);
  }
  return out;
}

std::string history_changes_csv(const core::HistoryChanges& found) {
  std::string out =
      "name,unit,commit_before,commit_at,commit_time,level_before,level_at,ratio,ratio_lower,ratio_upper,p_value,"
      "effect,"
      "status,machine\n";
  for (const core::HistorySeries& series : found.series) {
    for (std::size_t i = 0; i < series.changes.size(); ++i) {
      out += line(series, i);
    }
  }
  return out;
}

std::string history_points_csv(const core::HistoryChanges& found) {
  std::string out = "name,unit,measurement,commit,branch,commit_time,dirty,value,level,machine\n";
  for (const core::HistorySeries& series : found.series) {
    for (const core::HistoryLevel& level : series.levels) {
      for (std::size_t i = level.from; i < level.to; ++i) {
        const core::HistoryPoint& point = series.points[i];
        out += fmt::format("{},{},{},{},{},{},{}\n", text_cell(series.name), text_cell(series.unit), point.measurement,
                           commit_cells(point.commit), number_cell(point.value), number_cell(level.moments.mean),
                           text_cell(series.machine));
      }
    }
  }
  return out;
}

}  // namespace moebench::io
