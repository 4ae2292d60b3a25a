#include "foreign_results.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace moebench::io {

std::optional<TimeUnit> time_unit(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, TimeUnit>, 7> units{{{"ns", k_nanoseconds},
                                                                               {"us", {1, 1}},
                                                                               {"ms", {1e3, 1}},
                                                                               {"s", k_seconds},
                                                                               {"min", {60e6, 1}},
                                                                               {"hr", {3600e6, 1}},
                                                                               {"day", {86400e6, 1}}}};
  const auto at = std::ranges::find(units, name, &std::pair<std::string_view, TimeUnit>::first);
  return at == units.end() ? std::nullopt : std::optional{at->second};
}

bool is_rate(std::string_view name) {
  return name.ends_with("/s") || name.ends_with("/sec") || name.starts_with("ops/") || name.ends_with("_per_second");
}

double us_of(double value, TimeUnit unit, const JsonField& field) {
  const double time = unit.us(value);
  if (!std::isfinite(time)) {
    field.refuse("is a time beyond what a 64-bit float holds in microseconds; correct or drop it");
    return 0;
  }
  return time;
}

std::vector<double> numbers_us(const JsonField& field, TimeUnit unit) {
  std::vector<double> times = field.numbers();
  for (double& time : times) {
    time = us_of(time, unit, field);
  }
  return times;
}

core::BenchmarkResult single_run(std::string name, core::Series series, std::vector<double> samples) {
  core::BenchmarkResult result;
  result.name = std::move(name);
  result.series = std::move(series);
  result.series.runs.push_back({.batch = 1, .samples = std::move(samples), .counts = {}});
  return result;
}

void set_batches(core::BenchmarkResult& result, std::span<const std::uint64_t> batches) {
  constexpr std::uint64_t most = std::uint64_t{1} << 32U;  // as result files have it
  if (batches.empty()) {
    return;
  }
  double mean = 0;
  for (const std::uint64_t batch : batches) {
    mean += static_cast<double>(batch) / static_cast<double>(batches.size());
  }
  const double rounded = std::clamp(std::round(mean), 1.0, static_cast<double>(most));
  result.series.runs.front().batch = static_cast<std::uint64_t>(rounded);
  const auto [least, largest] = std::ranges::minmax(batches);
  if (least != largest || largest > most) {
    result.params.set("iterations_per_sample", fmt::format("{} to {}", least, largest));
  }
}

void doubt_not_read(core::BenchmarkResult& result, std::string message) {
  result.warnings.push_back(
      {.code = core::WarningCode::not_computed, .subject = result.name, .message = std::move(message)});
}

std::string UniqueNames::operator()(std::string name) {
  name = name.empty() ? "unnamed" : std::move(name);
  std::string unique = name;
  for (std::size_t number = 2; !taken_.insert(unique).second; ++number) {
    unique = fmt::format("{} ({})", name, number);
  }
  return unique;
}

void set_if_given(core::Attributes& into, std::string_view key, const core::Scalar* value) {
  if (value != nullptr) {
    into.set(key, *value);
  }
}

}  // namespace moebench::io
