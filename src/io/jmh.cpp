#include "jmh.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "foreign_results.hpp"

namespace moebench::io {
namespace {

constexpr std::uint64_t k_most_samples = 20'000'000;

/// A metric's unit: what its numbers become, and what they are multiplied by.
struct Scale {
  core::Series series;  // without runs
  TimeUnit unit;
};

Scale scale_of(const JsonField& metric, std::string name) {
  const std::string text = metric["scoreUnit"].required_text();
  constexpr std::string_view per_operation = "/op";
  const auto time =
      text.ends_with(per_operation) ? time_unit(text.substr(0, text.size() - per_operation.size())) : time_unit(text);
  const core::Better better = text.starts_with("ops/") ? core::Better::higher : core::Better::lower;
  return {.series = {.metric = std::move(name), .unit = time ? "us" : text, .better = better, .runs = {}},
          .unit = time.value_or(TimeUnit{1, 1})};
}

class JmhReader {
 public:
  void add(const JsonField& field, std::string name) {
    const JsonField primary = field["primaryMetric"];
    if (!primary.is_given()) {
      primary.refuse_unless("an object with \"rawData\"");
    }
    const std::string benchmark = unique_(std::move(name));
    core::BenchmarkResult& result = results_.emplace_back();
    result.name = benchmark;
    result.params = jmh_params(field);
    result.series = read_series(primary, field["mode"].text().value_or("") == "thrpt" ? "throughput" : "time");
    const std::size_t place = results_.size() - 1;
    for (const auto& [key, metric] : field["secondaryMetrics"].members()) {
      add_secondary(place, key, metric);
    }
  }

  std::vector<core::BenchmarkResult> take() { return std::move(results_); }

 private:
  static core::Attributes jmh_params(const JsonField& field) {
    core::Attributes params = field["params"].scalars();
    const core::Attributes given = field.scalars();
    for (const std::string_view key : {"mode", "threads", "forks", "warmupIterations", "warmupTime",
                                       "measurementIterations", "measurementTime", "measurementBatchSize"}) {
      set_if_given(params, key, given.find(key));
    }
    return params;
  }

  core::Series read_series(const JsonField& metric, std::string name) {
    Scale scale = scale_of(metric, std::move(name));
    const JsonField histogram = metric["rawDataHistogram"];
    const JsonField data = histogram.is_given() ? histogram : metric["rawData"];
    for (const JsonField& fork : data.elements()) {
      core::Run& run = scale.series.runs.emplace_back();
      run.samples = histogram.is_given() ? histogram_samples(fork, scale.unit) : numbers_us(fork, scale.unit);
      if (run.samples.empty()) {
        fork.refuse_unless("one iteration or more");
      }
    }
    if (scale.series.runs.empty()) {
      data.refuse_unless("an array with the iterations of each fork");
    }
    return std::move(scale.series);
  }

  /// The samples of a fork: [iteration][[value, count], ..].
  std::vector<double> histogram_samples(const JsonField& fork, TimeUnit unit) {
    std::vector<double> samples;
    for (const JsonField& iteration : fork.elements()) {
      for (const JsonField& bar : iteration.elements()) {
        const std::vector<JsonField> pair = bar.elements();
        if (pair.size() != 2) {
          bar.refuse_unless("a pair of value and count");
          return samples;
        }
        const double value = us_of(pair[0].required_number(), unit, pair[0]);
        const std::uint64_t count = pair[1].whole_number(0, k_most_samples - expanded_).value_or(0);
        expanded_ += count;
        samples.insert(samples.end(), count, value);
      }
    }
    return samples;
  }

  void add_secondary(std::size_t primary, const std::string& key, const JsonField& metric) {
    const bool has_data = metric["rawData"].has_elements() || metric["rawDataHistogram"].has_elements();
    if (!has_data) {
      doubt_not_read(results_[primary], fmt::format("the secondary metric \"{}\" has no raw data", key));
      return;
    }
    if (const std::string path = not_a_number(metric["rawData"]); !path.empty()) {
      doubt_not_read(results_[primary],
                     fmt::format("the secondary metric \"{}\" was left out, because {} is NaN", key, path));
      return;
    }
    core::BenchmarkResult result;
    result.name = unique_(fmt::format("{} {}", results_[primary].name, key));
    result.params = results_[primary].params;
    result.series = read_series(metric, key);
    results_.push_back(std::move(result));
  }

  /// The path of the first "NaN"; empty where there is none.
  static std::string not_a_number(const JsonField& data) {
    for (const JsonField& fork : data.elements()) {
      for (const JsonField& value : fork.elements()) {
        if (value.is_text() && *value.text() == "NaN") {
          return value.path();
        }
      }
    }
    return "";
  }

  UniqueNames unique_;
  std::uint64_t expanded_ = 0;
  std::vector<core::BenchmarkResult> results_;
};

std::string jmh_name(const JsonField& field) {
  std::string name = field["benchmark"].required_text();
  const core::Attributes params = field["params"].scalars();
  for (const auto& [key, value] : params.entries()) {
    name += fmt::format(" {}={}", key, core::to_text(value));
  }
  return name;
}

core::Attributes jmh_config(const JsonField& first) {
  core::Attributes config;
  const core::Attributes given = first.scalars();
  for (const std::string_view key : {"jmhVersion", "jdkVersion", "vmName", "vmVersion"}) {
    set_if_given(config, key, given.find(key));
  }
  return config;
}

}  // namespace

bool is_jmh(const Json& document) {
  return document.is_array() && !document.empty() && document.front().is_object() &&
         document.front().contains("benchmark") && document.front().contains("primaryMetric");
}

core::ResultSet read_jmh(const JsonField& document) {
  core::ResultSet set;
  const std::vector<JsonField> benchmarks = document.elements();
  set.config = jmh_config(benchmarks.front());
  std::unordered_map<std::string, std::size_t> count;
  for (const JsonField& field : benchmarks) {
    ++count[jmh_name(field)];
  }
  JmhReader reader;
  for (const JsonField& field : benchmarks) {
    std::string name = jmh_name(field);
    if (count[name] > 1) {
      name += fmt::format(" {}", field["mode"].text().value_or(""));
    }
    reader.add(field, std::move(name));
  }
  set.results = reader.take();
  return set;
}

}  // namespace moebench::io
