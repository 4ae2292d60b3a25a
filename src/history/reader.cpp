#include "reader.hpp"

#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "moebench/core/utc_time.hpp"

namespace moebench::history {
namespace {

using core::Measurement;

constexpr const char* k_select_measurements =
    "SELECT m.id, m.commit_id, m.commit_time, m.branch, m.dirty, m.name, m.scenario, m.framework, m.metric, m.unit, "
    "m.better, m.samples, m.mean, m.sd_between_runs, m.p50, m.p95, m.p99, m.throughput_per_sec, m.parameters, "
    "m.digest, s.file, s.measured_at, s.added_at, s.config, c.facts, s.id IS NOT NULL AND c.id IS NOT NULL "
    "FROM measurement m LEFT JOIN source s ON s.id = m.source LEFT JOIN machine c ON c.id = s.machine ORDER BY m.id";

constexpr int k_columns_before_source = 20;

Measurement measurement_in(const Statement& row) {
  Measurement found{
      .id = row.integer(0),
      .commit = {.id = row.text(1), .branch = row.text(3), .time = row.integer(2), .dirty = row.integer(4) != 0},
      .name = row.text(5),
      .scenario = row.text(6),
      .framework = row.text(7),
      .metric = row.text(8),
      .unit = row.text(9),
      .better = row.text(10) == "lower" ? core::Better::lower : core::Better::higher,
      .samples = static_cast<std::uint64_t>(row.integer(11)),
      .run_means = {},
      .mean = row.number(12),
      .sd_between_runs = row.optional_number(13),
      .p50 = row.optional_number(14),
      .p95 = row.optional_number(15),
      .p99 = row.optional_number(16),
      .throughput_per_sec = row.optional_number(17),
      .machine = {},
      .parameters = row.text(18),
      .config = {},
      .source = {},
      .measured_at = {},
      .added_at = {},
      .digest = row.text(19)};
  int column = k_columns_before_source;
  for (std::string* text : {&found.source, &found.measured_at, &found.added_at, &found.config, &found.machine}) {
    *text = row.text(column++);
  }
  return found;
}

/// What the tables' own rules cannot hold.
bool is_sound(const Measurement& measurement) {
  const auto finite = [](const std::optional<double>& figure) { return !figure || std::isfinite(*figure); };
  return std::isfinite(measurement.mean) && finite(measurement.sd_between_runs) && finite(measurement.p50) &&
         finite(measurement.p95) && finite(measurement.p99) && finite(measurement.throughput_per_sec) &&
         core::is_utc_time(measurement.commit.time) && !measurement.commit.id.empty() && !measurement.name.empty();
}

core::Result<std::vector<Measurement>> measurements_in(const Database& database) {
  auto rows = database.prepare(k_select_measurements);
  if (!rows) {
    return std::unexpected(rows.error());
  }
  std::vector<Measurement> found;
  for (;;) {
    const auto row = rows->step();
    if (!row) {
      return std::unexpected(row.error());
    }
    if (!*row) {
      return found;
    }
    found.push_back(measurement_in(*rows));
    if (rows->integer(k_columns_before_source + 5) == 0 || !is_sound(found.back())) {
      return database.damaged(fmt::format("measurement {} is none that could have been added", found.back().id));
    }
  }
}

/// Gives each measurement the means of its runs; both ascend by id.
core::Result<void> read_runs(const Database& database, std::vector<Measurement>& measurements) {
  auto rows = database.prepare("SELECT measurement, mean FROM run ORDER BY measurement, position");
  if (!rows) {
    return std::unexpected(rows.error());
  }
  auto owner = measurements.begin();
  for (;;) {
    const auto row = rows->step();
    if (!row) {
      return std::unexpected(row.error());
    }
    if (!*row) {
      return {};
    }
    while (owner != measurements.end() && owner->id < rows->integer(0)) {
      ++owner;
    }
    const double mean = rows->number(1);
    if (owner == measurements.end() || owner->id != rows->integer(0) || !std::isfinite(mean)) {
      return database.damaged(
          fmt::format("a run of measurement {} is none that could have been added", rows->integer(0)));
    }
    owner->run_means.push_back(mean);
  }
}

}  // namespace

core::Result<std::vector<Measurement>> read_measurements(const Database& database) {
  auto measurements = measurements_in(database);
  if (measurements) {
    if (const auto runs = read_runs(database, *measurements); !runs) {
      return std::unexpected(runs.error());
    }
  }
  return measurements;
}

}  // namespace moebench::history
