#include "moebench_layout.hpp"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace moebench::io {
namespace {

using core::ReportedSummary;

constexpr std::uint64_t k_max_whole = std::uint64_t{1} << 53U;

/// No batch is longer, and a file that passes holds too few samples to overflow the count of its operations.
constexpr std::uint64_t k_max_batch = std::uint64_t{1} << 32U;

constexpr std::pair<const char*, std::optional<double> ReportedSummary::*> k_reported_figures[] = {
    {"ci_95_lower", &ReportedSummary::ci_lower}, {"ci_95_upper", &ReportedSummary::ci_upper},
    {"p50_us", &ReportedSummary::p50},           {"p95_us", &ReportedSummary::p95},
    {"p99_us", &ReportedSummary::p99},           {"min_us", &ReportedSummary::min},
    {"max_us", &ReportedSummary::max},           {"throughput_per_sec", &ReportedSummary::throughput_per_sec},
};

JsonField first_given(const JsonField& object, std::string_view key, std::string_view otherwise) {
  JsonField field = object[key];
  JsonField other = object[otherwise];
  return field.is_given() || !other.is_given() ? std::move(field) : std::move(other);
}

std::string read_name(const JsonField& field, const std::string& framework, const core::Attributes& params) {
  const JsonField given = field["name"];
  if (given.is_given()) {
    std::string name = given.text().value_or("");
    if (name.empty()) {
      given.refuse_unless("a name that is not empty");
    }
    return name;
  }
  const std::string dataset = params.text("dataset");
  const std::string batch = params.text("batch_size");
  if (framework.empty() || dataset.empty() || batch.empty()) {
    given.refuse_unless("a name, or framework, dataset and batch_size to build one from");
  }
  return fmt::format("{} {} batch {}", framework, dataset, batch);
}

core::Attributes read_params(const JsonField& field) {
  core::Attributes params = field["params"].scalars();
  if (std::optional<std::string> dataset = field["dataset"].text()) {
    params.set("dataset", core::Scalar{std::move(*dataset)});
  }
  if (const std::optional<std::uint64_t> batch = field["batch_size"].whole_number(1, k_max_batch)) {
    params.set("batch_size", *batch);
  }
  return params;
}

std::vector<std::string> read_baselines(const JsonField& field) {
  std::vector<std::string> names;
  for (const JsonField& name : field.elements()) {
    names.push_back(name.required_text());
  }
  return names;
}

std::vector<core::Count> read_counts(const JsonField& field) {
  std::vector<core::Count> counts;
  for (auto& [name, values] : field.members()) {
    core::Count& count = counts.emplace_back(std::move(name));
    for (const JsonField& value : values.elements()) {
      if (!value.is_given()) {
        value.refuse_unless("a whole number");
      }
      count.values.push_back(value.whole_number(0, k_max_whole).value_or(0));
    }
  }
  return counts;
}

core::Run read_run(const JsonField& field) {
  return {
      .batch = field["batch"].whole_number(1, k_max_batch).value_or(1),
      .samples = first_given(field, "samples_us", "latencies_us").numbers(),
      .counts = read_counts(field["counts"]),
  };
}

core::Better read_better(const JsonField& field) {
  const std::string better = field.text().value_or("lower");
  if (better != "lower" && better != "higher") {
    field.refuse_unless("\"lower\" or \"higher\"");
  }
  return better == "higher" ? core::Better::higher : core::Better::lower;
}

core::Series read_series(const JsonField& field) {
  core::Series series;
  series.metric = field["metric"].text().value_or(series.metric);
  series.unit = field["unit"].text().value_or(series.unit);
  series.better = read_better(field["better"]);
  const JsonField runs = field["runs"];
  const JsonField samples = first_given(field, "samples_us", "latencies_us");
  if (runs.is_given()) {
    for (const JsonField& run : runs.elements()) {
      series.runs.push_back(read_run(run));
    }
    if (series.runs.empty()) {
      runs.refuse_unless("one run or more");
    }
  } else if (samples.is_given()) {
    series.runs.push_back({.batch = 1, .samples = samples.numbers(), .counts = {}});
  }
  return series;
}

double mean_of(const core::Series& series) {
  const auto count = static_cast<double>(series.sample_count());
  double mean = 0;
  for (const core::Run& run : series.runs) {
    for (const double sample : run.samples) {
      mean += sample / count;  // the sum itself may overflow
    }
  }
  return mean;
}

std::optional<double> read_sd(const JsonField& result) {
  const JsonField field = first_given(result, "std_us", "std_dev_us");
  const std::optional<double> sd = field.number();
  if (sd && *sd < 0) {
    field.refuse_unless("a standard deviation, which is never negative");
  }
  return sd;
}

/// What the file itself says about the result; empty when it gives samples and nothing else.
std::optional<ReportedSummary> read_reported(const JsonField& field, const core::Series& series) {
  const JsonField iterations_field = field["iterations"];
  const JsonField mean_field = field["mean_us"];
  const std::optional<std::uint64_t> iterations = iterations_field.whole_number(1, k_max_whole);
  const std::optional<double> mean = mean_field.number();
  ReportedSummary reported;
  reported.sd = read_sd(field);
  bool any = iterations || mean || reported.sd;
  for (const auto& [key, figure] : k_reported_figures) {
    reported.*figure = field[key].number();
    any = any || reported.*figure;
  }
  const bool has_samples = !series.runs.empty();
  if (!has_samples && !mean) {
    mean_field.refuse_unless("a mean, or samples in \"runs\" or \"samples_us\"");
  }
  if (!has_samples && !iterations) {
    iterations_field.refuse_unless("how many operations the mean stands for, or samples");
  }
  if (!any) {
    return std::nullopt;
  }
  reported.iterations = iterations.value_or(series.operation_count());
  reported.mean = mean.value_or(mean_of(series));
  return reported;
}

std::vector<core::Check> read_checks(const JsonField& field) {
  std::vector<core::Check> checks;
  for (const JsonField& check : field.elements()) {
    const JsonField ok = check["ok"];
    if (!ok.is_given()) {
      ok.refuse_unless("true or false");
    }
    checks.push_back({.name = check["name"].required_text(),
                      .expected = check["expected"].text().value_or(""),
                      .actual = check["actual"].text().value_or(""),
                      .ok = ok.boolean().value_or(false)});
  }
  return checks;
}

core::WarningCode read_code(const JsonField& field) {
  const std::string text = field.required_text();
  for (std::uint8_t value = 0;; ++value) {
    const core::WarningCode code{value};
    if (name(code) == "unknown") {  // past the last one
      field.refuse_unless("a warning code that this version knows; read the file with the moebench that wrote it");
      return core::WarningCode{};
    }
    if (name(code) == text) {
      return code;
    }
  }
}

std::vector<core::Warning> read_warnings(const JsonField& field, const std::string& result) {
  std::vector<core::Warning> warnings;
  for (const JsonField& warning : field.elements()) {
    warnings.push_back({.code = read_code(warning["code"]),
                        .subject = warning["subject"].text().value_or(result),
                        .message = warning["message"].required_text()});
  }
  return warnings;
}

core::Environment read_environment(const JsonField& field) {
  core::Environment environment{.facts = field.scalars(), .hazards = {}};
  for (const JsonField& hazard : field["hazards"].elements()) {
    environment.hazards.push_back({.code = read_code(hazard["code"]),
                                   .message = hazard["message"].required_text(),
                                   .remedy = hazard["remedy"].text().value_or("")});
  }
  return environment;
}

core::BenchmarkResult read_result(const JsonField& field, const std::string& framework) {
  core::BenchmarkResult result;
  result.framework = field["framework"].text().value_or(framework);
  result.params = read_params(field);
  result.name = read_name(field, result.framework, result.params);
  result.scenario = field["scenario"].text().value_or("");
  result.baselines = read_baselines(field["baselines"]);
  result.series = read_series(field);
  result.reported = read_reported(field, result.series);
  result.checks = read_checks(field["checks"]);
  result.warnings = read_warnings(field["warnings"], result.name);
  return result;
}

void check_schema(const JsonField& field) {
  const std::string schema = field.text().value_or("moebench/1");
  if (schema.starts_with("moebench.")) {
    field.refuse_unless("a result file (\"moebench/1\"), not an analysis; name the file that was analysed");
  } else if (schema.starts_with("moebench/") && schema != "moebench/1") {
    field.refuse_unless("\"moebench/1\"; read it with the moebench that wrote it, or update this one");
  } else if (schema != "moebench/1") {
    field.refuse_unless("\"moebench/1\", or no schema for the PyTorch layout");
  }
}

void check_names_are_unique(const std::vector<core::BenchmarkResult>& results, const JsonField& field) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto [first, is_new] = seen.try_emplace(results[i].name, i);
    if (!is_new) {
      field.elements()[i].refuse(fmt::format("has the name of {}[{}], \"{}\"; names must be unique, rename one of them",
                                             field.path(), first->second, results[i].name));
      return;
    }
  }
}

}  // namespace

bool is_moebench_layout(const Json& document) {
  return document.is_object() && (document.contains("results") || document.contains("schema"));
}

core::ResultSet read_moebench_layout(const JsonField& document) {
  core::ResultSet set;
  const JsonField schema = document["schema"];
  const JsonField config = document["config"];
  check_schema(schema);
  set.config = config.is_given() || schema.is_given() ? config.scalars() : document.scalars();
  set.environment = read_environment(document["environment"]);
  const std::string framework = document["framework"].text().value_or("");
  const JsonField results = document["results"];
  for (const JsonField& field : results.elements()) {
    set.results.push_back(read_result(field, framework));
  }
  if (set.results.empty()) {
    results.refuse_unless("one result or more; name a file that moebench or the PyTorch baseline wrote");
  }
  check_names_are_unique(set.results, results);
  return set;
}

}  // namespace moebench::io
