#include "moebench/report/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"

namespace moebench::report {
namespace {

constexpr std::size_t k_run_columns = 60;   // of a run that has a line of its own
constexpr std::size_t k_line_columns = 30;  // of all runs of a result in one line, where there is room
constexpr std::size_t k_least_columns = 10;
constexpr std::size_t k_all_columns = 80;
constexpr std::size_t k_most_lines = 20;

/// Of all medians; {0, 0} without any.
SparkRange range_of(const std::vector<std::vector<double>>& runs) {
  SparkRange range{.low = INFINITY, .high = -INFINITY};
  for (const std::vector<double>& run : runs) {
    for (const double value : run) {
      range.low = std::min(range.low, value);
      range.high = std::max(range.high, value);
    }
  }
  return range.low <= range.high ? range : SparkRange{.low = 0, .high = 0};
}

std::vector<std::vector<double>> medians_of_runs(const core::Series& series, std::size_t columns) {
  std::vector<std::vector<double>> runs;
  for (const core::Run& run : series.runs) {
    runs.push_back(medians_over_time(run.samples, columns));
  }
  return runs;
}

/// All runs in one line of at most so many columns, with a bar between two, or without where they are too many for it.
std::string joined_runs(const core::Series& series, std::size_t columns, SparkRange& range) {
  const std::size_t runs = series.runs.size();
  if (2 * runs - 1 > columns) {
    std::vector<double> medians;
    for (const core::Run& run : series.runs) {
      std::ranges::copy(medians_over_time(run.samples, 1), std::back_inserter(medians));
    }
    medians = medians_over_time(medians, columns);
    range = range_of({medians});
    return sparkline(medians, range, false);
  }
  const auto medians = medians_of_runs(series, (columns - (runs - 1)) / runs);
  range = range_of(medians);
  std::string line;
  for (const std::vector<double>& run : medians) {
    line += (line.empty() ? "" : "|") + sparkline(run, range, false);
  }
  return line;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::vector<double> medians_over_time(std::span<const double> samples, std::size_t columns) {
  const std::size_t count = std::min(columns, samples.size());
  std::vector<double> medians;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = i * samples.size() / count;
    const std::size_t end = (i + 1) * samples.size() / count;
    std::vector<double> part(samples.begin() + static_cast<std::ptrdiff_t>(begin),
                             samples.begin() + static_cast<std::ptrdiff_t>(end));
    const auto middle = part.begin() + static_cast<std::ptrdiff_t>(part.size() / 2);
    std::ranges::nth_element(part, middle);
    const double upper = *middle;
    medians.push_back(part.size() % 2 == 1 ? upper : *std::max_element(part.begin(), middle) / 2 + upper / 2);
  }
  return medians;
}

std::string sparkline(std::span<const double> values, const SparkRange& range, bool ascii) {
  constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<std::string_view, 8> signs{".", ":", "-", "=", "+", "*", "%", "#"};
  const double height = range.high - range.low;
  std::string out;
  for (const double value : values) {
    const double share = height > 0 ? std::clamp((value - range.low) / height, 0.0, 1.0) : 0;
    if (std::isnan(share)) {
      out += '?';
      continue;
    }
    const auto level = std::min(static_cast<std::size_t>(share * 8), std::size_t{7});
    out += ascii ? signs[level] : blocks[level];
  }
  return out;
}

std::string runs_over_time(const core::BenchmarkResult& result, bool ascii) {
  const std::vector<std::vector<double>> runs = medians_of_runs(result.series, k_run_columns);
  const SparkRange range = range_of(runs);
  if (!result.has_samples()) {
    return "";
  }
  std::string out = fmt::format("Samples over time ({}, medians of consecutive samples, from {} to {}):\n\n```text\n",
                                inline_text(result.series.unit), significant(range.low), significant(range.high));
  for (std::size_t i = 0; i < std::min(runs.size(), k_most_lines); ++i) {
    out += fmt::format("run {:<4} {}\n", i + 1, sparkline(runs[i], range, ascii));
  }
  if (runs.size() > k_most_lines) {
    out += fmt::format("and {} more runs\n", runs.size() - k_most_lines);
  }
  return out + "```\n\n";
}

std::string samples_over_time(const core::ResultSet& set) {
  std::vector<const core::BenchmarkResult*> shown;
  std::size_t name_width = 0;
  std::size_t unit_width = 0;
  for (const core::BenchmarkResult& result : set.results) {
    if (result.has_samples()) {
      shown.push_back(&result);
      name_width = std::max(name_width, characters_in(inline_text(result.name)));
      unit_width = std::max(unit_width, characters_in(inline_text(result.series.unit)));
    }
  }
  if (shown.empty()) {
    return "";
  }
  // Name, blanks, line, blanks, "1.234 to 1,234,567 us"; a long name has a line of its own.
  constexpr std::size_t k_range_width = 22;
  const std::size_t beside = 4 + k_range_width + unit_width;
  const bool own_lines = name_width + beside + k_least_columns > k_all_columns;
  const std::size_t taken = beside + (own_lines ? 0 : name_width);
  const std::size_t columns =
      std::clamp(k_all_columns - std::min(k_all_columns, taken), k_least_columns, k_line_columns);
  std::string out =
      "\nSamples over time, each line on its own scale, runs apart by bars; the lowest and the highest median of "
      "consecutive samples:\n\n```text\n";
  for (std::size_t i = 0; i < std::min(shown.size(), k_most_lines); ++i) {
    SparkRange range{};
    const std::string line = joined_runs(shown[i]->series, columns, range);
    const std::string name = inline_text(shown[i]->name);
    const std::string padding(own_lines ? 0 : name_width - characters_in(name), ' ');
    out += fmt::format("{}{}{}  {}{}  {} to {} {}\n", name, own_lines ? "\n" : "", padding, line,
                       std::string(columns - std::min(columns, characters_in(line)), ' '), significant(range.low),
                       significant(range.high), inline_text(shown[i]->series.unit));
  }
  if (shown.size() > k_most_lines) {
    out += fmt::format("and {} more\n", shown.size() - k_most_lines);
  }
  return out + "```\n";
}

}  // namespace moebench::report
