#include "google_benchmark.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "foreign_results.hpp"

namespace moebench::io {
namespace {

/// What a row says beside its user counters.
constexpr std::array<std::string_view, 23> k_row_keys{"name",
                                                      "family_index",
                                                      "per_family_instance_index",
                                                      "run_name",
                                                      "run_type",
                                                      "repetitions",
                                                      "threads",
                                                      "iterations",
                                                      "repetition_index",
                                                      "real_time",
                                                      "cpu_time",
                                                      "time_unit",
                                                      "label",
                                                      "skipped",
                                                      "error_occurred",
                                                      "error_message",
                                                      "skip_message",
                                                      "aggregate_name",
                                                      "aggregate_unit",
                                                      "big_o",
                                                      "rms",
                                                      "cpu_coefficient",
                                                      "real_coefficient"};

/// The rows of one benchmark.
struct Group {
  std::string name;
  std::vector<std::pair<std::uint64_t, JsonField>> rows;  // by repetition
  std::vector<std::string> skipped;                       // why, for each row that measured nothing
};

bool is_skipped(const JsonField& row) {
  return row["error_occurred"].boolean().value_or(false) || row["skipped"].boolean().value_or(false);
}

std::string skip_reason(const JsonField& row) {
  const auto error = row["error_message"].text();
  return error ? *error : row["skip_message"].text().value_or("no reason given");
}

bool is_sample(const JsonField& row) {
  return row["run_type"].text().value_or("iteration") == "iteration" && !row["big_o"].is_given() &&
         !row["rms"].is_given();
}

std::vector<Group> groups_of(const JsonField& rows) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  std::vector<Group> groups;
  std::unordered_map<std::string, std::size_t> places;
  for (const JsonField& row : rows.elements()) {
    if (!is_sample(row)) {
      continue;
    }
    const auto run_name = row["run_name"].text();
    const std::string name = run_name ? *run_name : row["name"].required_text();
    const auto [place, is_new] = places.try_emplace(name, groups.size());
    if (is_new) {
      groups.push_back({.name = name, .rows = {}, .skipped = {}});
    }
    Group& group = groups[place->second];
    if (is_skipped(row)) {
      group.skipped.push_back(skip_reason(row));
    } else {
      group.rows.emplace_back(row["repetition_index"].whole_number(0, most).value_or(0), row);
    }
  }
  for (Group& group : groups) {
    std::ranges::stable_sort(group.rows, {}, &std::pair<std::uint64_t, JsonField>::first);
  }
  return groups;
}

TimeUnit unit_of(const JsonField& row) {
  const JsonField field = row["time_unit"];
  const auto unit = time_unit(field.text().value_or("ns"));
  if (!unit) {
    field.refuse_unless("\"ns\", \"us\", \"ms\" or \"s\"");
  }
  return unit.value_or(k_nanoseconds);
}

std::vector<double> times_of(const Group& group, std::string_view key) {
  std::vector<double> times;
  for (const auto& [repetition, row] : group.rows) {
    const JsonField field = row[key];
    times.push_back(us_of(field.required_number(), unit_of(row), field));
  }
  return times;
}

std::vector<std::uint64_t> iterations_of(const Group& group) {
  constexpr std::uint64_t most = std::uint64_t{1} << 53U;
  std::vector<std::uint64_t> iterations;
  for (const auto& [repetition, row] : group.rows) {
    iterations.push_back(row["iterations"].whole_number(1, most).value_or(1));
  }
  return iterations;
}

core::Series time_series(std::string metric) {
  return {.metric = std::move(metric), .unit = "us", .better = core::Better::lower, .runs = {}};
}

std::string counter_unit(std::string_view name) {
  constexpr std::string_view suffix = "_per_second";
  return name.ends_with(suffix) ? fmt::format("{}/s", name.substr(0, name.size() - suffix.size())) : std::string{name};
}

/// The user counters of a benchmark, in the order in which its rows name them.
struct Counter {
  std::string name;
  std::vector<double> values;
  std::string not_finite;  // the path of a value that is NaN or Infinity
};

bool is_non_number(const JsonField& field) {
  const std::string text = field.is_text() ? *field.text() : "";
  return text == "NaN" || text == "-NaN" || text == "Infinity" || text == "-Infinity" || text == "nan" ||
         text == "-nan" || text == "inf" || text == "-inf";
}

std::vector<Counter> counters_of(const Group& group) {
  std::vector<Counter> counters;
  std::unordered_map<std::string, std::size_t> places;
  for (const auto& [repetition, row] : group.rows) {
    for (const auto& [key, field] : row.members()) {
      const bool is_counter = std::ranges::find(k_row_keys, key) == k_row_keys.end();
      if (!is_counter || (!field.is_number() && !is_non_number(field))) {
        continue;
      }
      const auto [place, is_new] = places.try_emplace(key, counters.size());
      if (is_new) {
        counters.push_back({.name = key, .values = {}, .not_finite = {}});
      }
      Counter& counter = counters[place->second];
      if (field.is_number()) {
        counter.values.push_back(field.required_number());
      } else if (counter.not_finite.empty()) {
        counter.not_finite = fmt::format("{} is {}", field.path(), *field.text());
      }
    }
  }
  return counters;
}

core::Attributes params_of(const Group& group) {
  core::Attributes params;
  const core::Attributes row = group.rows.front().second.scalars();
  for (const std::string_view key : {"threads", "repetitions", "label"}) {
    set_if_given(params, key, row.find(key));
  }
  return params;
}

class GoogleReader {
 public:
  void add(const Group& group) {
    if (group.rows.empty()) {
      return;
    }
    params_ = params_of(group);
    batches_ = iterations_of(group);
    const std::size_t time = results_.size();
    add(group.name, time_series("real time"), times_of(group, "real_time"));
    if (!group.skipped.empty()) {
      doubt_not_read(results_[time], fmt::format("{} of {} repetitions measured nothing: {}", group.skipped.size(),
                                                 group.skipped.size() + group.rows.size(), group.skipped.front()));
    }
    add_cpu_time(group);
    for (Counter& counter : counters_of(group)) {
      if (!counter.not_finite.empty()) {
        doubt_not_read(results_[time], fmt::format("the counter \"{}\" was left out, because {}; expected numbers",
                                                   counter.name, counter.not_finite));
        continue;
      }
      const core::Better better = is_rate(counter.name) ? core::Better::higher : core::Better::lower;
      add(fmt::format("{} {}", group.name, counter.name),
          {.metric = counter.name, .unit = counter_unit(counter.name), .better = better, .runs = {}},
          std::move(counter.values));
    }
  }

  std::vector<core::BenchmarkResult> take() { return std::move(results_); }

 private:
  void add(std::string name, core::Series series, std::vector<double> samples) {
    core::BenchmarkResult& result =
        results_.emplace_back(single_run(unique_(std::move(name)), std::move(series), std::move(samples)));
    result.params = params_;
    set_batches(result, batches_);
  }

  /// Zeros say that the writer had no such clock: a process that ran has used the processor.
  void add_cpu_time(const Group& group) {
    const bool is_given =
        std::ranges::all_of(group.rows, [](const auto& row) { return row.second["cpu_time"].is_given(); });
    if (!is_given) {
      return;
    }
    std::vector<double> times = times_of(group, "cpu_time");
    if (std::ranges::any_of(times, [](double time) { return time != 0; })) {
      add(group.name + " cpu_time", time_series("CPU time"), std::move(times));
    }
  }

  UniqueNames unique_;
  core::Attributes params_;
  std::vector<std::uint64_t> batches_;
  std::vector<core::BenchmarkResult> results_;
};

core::Environment environment_of(const JsonField& context) {
  core::Environment environment;
  const core::Attributes given = context.scalars();
  set_if_given(environment.facts, "cpu_logical_cores", given.find("num_cpus"));
  set_if_given(environment.facts, "cpu_mhz", given.find("mhz_per_cpu"));
  const std::vector<JsonField> load = context["load_avg"].elements();
  if (!load.empty() && load.front().is_number()) {
    environment.facts.set("load_average_1m", load.front().required_number());
  }
  if (given.text("cpu_scaling_enabled") == "true") {
    environment.hazards.push_back({.code = core::WarningCode::governor_not_performance,
                                   .message = "The processor's clock was scaled while Google Benchmark measured.",
                                   .remedy = "Set the governor to performance and measure again."});
  }
  return environment;
}

std::string skipped_text(const std::vector<Group>& groups) {
  std::vector<std::string> names;
  for (const Group& group : groups) {
    if (group.rows.empty()) {
      names.push_back(fmt::format("{} ({})", group.name, group.skipped.front()));
    }
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

bool is_google_benchmark(const Json& document) {
  if (!document.is_object() || !document.contains("benchmarks")) {
    return false;
  }
  const Json& rows = document["benchmarks"];
  const bool has_rows = rows.is_array() && !rows.empty() && rows.front().is_object();
  return has_rows ? rows.front().contains("real_time") || rows.front().contains("run_type") ||
                        rows.front().contains("run_name")
                  : document.contains("context");
}

core::ResultSet read_google_benchmark(const JsonField& document) {
  core::ResultSet set;
  set.config = document["context"].scalars();
  if (const core::Scalar* date = set.config.find("date")) {
    set.config.set("timestamp", core::Scalar{*date});
  }
  set.environment = environment_of(document["context"]);
  const JsonField rows = document["benchmarks"];
  const std::vector<Group> groups = groups_of(rows);
  GoogleReader reader;
  for (const Group& group : groups) {
    reader.add(group);
  }
  set.results = reader.take();
  const std::string skipped = skipped_text(groups);
  if (set.results.empty()) {
    rows.refuse(skipped.empty()
                    ? "holds no row of run_type \"iteration\", so nothing that was measured; run the program "
                      "without --benchmark_report_aggregates_only, and let its filter match something"
                    : fmt::format("every row was skipped: {}; mend the benchmarks and run them again",
                                  skipped.substr(0, 1000)));
  } else if (!skipped.empty()) {
    set.config.set("skipped", skipped);
  }
  return set;
}

}  // namespace moebench::io
