#include "moebench/io/tables_csv.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "csv_cell.hpp"
#include "figures.hpp"

namespace moebench::io {
namespace {

std::string line(const core::BenchmarkResult& result, const core::Summary& summary) {
  const Figures shown = figures(result, summary);
  const auto& interval = summary.mean_interval;
  const core::BetweenRuns* between = summary.between_runs ? &*summary.between_runs : nullptr;
  const core::Interval* of_runs = between != nullptr && between->mean.interval ? &*between->mean.interval : nullptr;
  const std::array cells{
      text_cell(result.name),
      text_cell(result.scenario),
      std::to_string(summary.n),
      std::to_string(summary.operations),
      number_cell(summary.mean),
      number_cell(summary.sd),
      number_cell(interval ? std::optional{interval->level} : std::nullopt),
      number_cell(interval ? std::optional{interval->lower} : std::nullopt),
      number_cell(interval ? std::optional{interval->upper} : std::nullopt),
      number_cell(shown.p50),
      number_cell(shown.p95),
      number_cell(shown.p99),
      number_cell(shown.min),
      number_cell(shown.max),
      number_cell(shown.throughput_per_sec),
      std::to_string(result.series.runs.size()),
      number_cell(between == nullptr ? std::nullopt : std::optional{between->mean.value}),
      number_cell(of_runs == nullptr ? std::nullopt : std::optional{of_runs->lower}),
      number_cell(of_runs == nullptr ? std::nullopt : std::optional{of_runs->upper}),
  };
  return fmt::format("{}\n", fmt::join(cells, ","));
}

template <class T>
const T* pointer(const std::optional<T>& value) {
  return value ? &*value : nullptr;
}

/// A member as a cell, empty where there is no holder.
template <class Holder, class Member>
std::string cell_of(const Holder* holder, Member member) {
  return number_cell(holder == nullptr ? std::nullopt : std::optional<double>{std::invoke(member, *holder)});
}

/// The estimate and Fieller's limits.
std::string ratio_cells(const core::Ratio* ratio) {
  const core::Fieller* fieller = ratio == nullptr ? nullptr : pointer(ratio->fieller);
  return fmt::format("{},{},{}", cell_of(ratio, &core::Ratio::estimate),
                     number_cell(fieller == nullptr ? std::nullopt : fieller->lower),
                     number_cell(fieller == nullptr ? std::nullopt : fieller->upper));
}

std::string line(const core::Comparison& comparison) {
  const core::ComparedSide& candidate = comparison.candidate;
  const core::ComparedSide& baseline = comparison.baseline;
  const core::Welch* welch = pointer(comparison.main_welch());
  const core::Estimate* d = pointer(comparison.effect_sizes.cohens_d_pooled);
  const core::MannWhitney* ranks = pointer(comparison.mann_whitney);
  const core::Interval* d_limits = d == nullptr ? nullptr : pointer(d->interval);
  const std::array cells{
      text_cell(comparison.name),
      text_cell(candidate.name),
      text_cell(baseline.name),
      text_cell(candidate.unit),
      std::string{comparison.between_runs ? "runs" : "samples"},
      std::to_string(comparison.main_candidate().n),
      std::to_string(comparison.main_baseline().n),
      number_cell(comparison.main_candidate().mean),
      number_cell(comparison.main_baseline().mean),
      number_cell(candidate.p50),
      number_cell(baseline.p50),
      ratio_cells(pointer(comparison.main_speedup())),
      ratio_cells(pointer(comparison.main_ratio())),
      cell_of(welch, &core::Welch::t),
      cell_of(welch, &core::Welch::df),
      cell_of(welch, &core::Welch::p_value),
      cell_of(welch, &core::Welch::log10_p),
      number_cell(comparison.holm),
      number_cell(comparison.bh),
      cell_of(d, &core::Estimate::value),
      cell_of(d_limits, &core::Interval::lower),
      cell_of(d_limits, &core::Interval::upper),
      cell_of(pointer(comparison.dominance), &core::Dominance::cles),
      number_cell(ranks == nullptr ? std::nullopt : ranks->p_value),
      std::string{core::name(comparison.verdict.outcome)},
      std::string{comparison.verdict.replicated ? "true" : "false"},
  };
  return fmt::format("{}\n", fmt::join(cells, ","));
}

/// Value and limits of the quantile at `p`.
std::string quantile_cells(const core::Summary& summary, double p) {
  const core::Quantile* quantile = summary.quantile(p);
  return fmt::format("{},{},{}", cell_of(quantile, &core::Quantile::value),
                     number_cell(quantile == nullptr ? std::nullopt : quantile->lower),
                     number_cell(quantile == nullptr ? std::nullopt : quantile->upper));
}

std::string line(const core::Description& description) {
  const core::Summary& summary = description.summary;
  const core::MeanInterval* interval = pointer(summary.mean_interval);
  const core::Hierarchical* runs = pointer(description.hierarchical);
  const core::Interval* of_runs = runs == nullptr ? nullptr : pointer(runs->interval);
  const core::RobustFigures* robust = pointer(description.robust);
  const core::Outliers* outliers = pointer(description.outliers);
  const core::Autocorrelation* dependence = pointer(description.autocorrelation);
  std::string codes;
  for (const core::Warning& warning : description.warnings) {
    codes.append(codes.empty() ? "" : " ").append(core::name(warning.code));
  }
  const std::array cells{
      text_cell(description.name),
      text_cell(description.unit),
      std::string{description.from_samples ? "samples" : "summary"},
      std::to_string(summary.n),
      number_cell(summary.mean),
      cell_of(interval, &core::MeanInterval::lower),
      cell_of(interval, &core::MeanInterval::upper),
      std::to_string(description.runs),
      cell_of(runs, &core::Hierarchical::mean),
      cell_of(of_runs, &core::Interval::lower),
      cell_of(of_runs, &core::Interval::upper),
      number_cell(summary.sd),
      number_cell(summary.min),
      number_cell(summary.max),
      number_cell(description.median),
      number_cell(robust == nullptr ? std::nullopt : robust->mad),
      number_cell(robust == nullptr ? std::nullopt : robust->iqr),
      quantile_cells(summary, 0.95),
      quantile_cells(summary, 0.99),
      outliers == nullptr ? std::string{} : std::to_string(outliers->severe()),
      cell_of(dependence, &core::Autocorrelation::lag1),
      number_cell(dependence == nullptr ? std::nullopt
                                        : std::optional{std::min(dependence->ess_ar1, dependence->ess_ips)}),
      codes,
  };
  return fmt::format("{}\n", fmt::join(cells, ","));
}

}  // namespace

std::string results_csv(const core::ResultSet& set, std::span<const core::Summary> summaries) {
  assert(summaries.size() == set.results.size());
  std::string out =
      "name,scenario,n,iterations,mean_us,sd_us,ci_level,ci_lower_us,ci_upper_us,p50_us,p95_us,p99_us,min_us,max_us,"
      "throughput_per_sec,runs,runs_mean_us,runs_ci_lower_us,runs_ci_upper_us\n";
  for (std::size_t i = 0; i < set.results.size(); ++i) {
    out += line(set.results[i], summaries[i]);
  }
  return out;
}

std::string comparison_csv(const core::ComparisonSet& set) {
  std::string out =
      "name,candidate,baseline,unit,basis,candidate_n,baseline_n,candidate_mean_us,baseline_mean_us,candidate_p50_us,"
      "baseline_p50_us,speedup,speedup_lower,speedup_upper,ratio,ratio_lower,ratio_upper,welch_t,welch_df,p_value,"
      "log10_p,holm,bh,cohens_d,cohens_d_lower,cohens_d_upper,cles,mann_whitney_p,verdict,replicated\n";
  for (const core::Comparison& comparison : set.comparisons) {
    out += line(comparison);
  }
  return out;
}

std::string descriptions_csv(const core::DescriptionSet& set) {
  std::string out =
      "name,unit,source,n,mean,ci_lower,ci_upper,runs,runs_mean,runs_ci_lower,runs_ci_upper,sd,min,max,median,mad,iqr,"
      "p95,"
      "p95_lower,p95_upper,p99,p99_lower,p99_upper,severe_outliers,lag1,effective_n,doubts\n";
  for (const core::Description& description : set.descriptions) {
    out += line(description);
  }
  return out;
}

std::string model_csv(const core::ModelDescription& description) {
  std::string out = "section,key,value\n";
  const auto add = [&out](std::string_view section, std::string_view key, std::string_view value) {
    out += fmt::format("{},{},{}\n", section, text_cell(key), text_cell(value));
  };
  add("file", "file", description.file);
  add("file", "file_bytes", std::to_string(description.file_bytes));
  add("file", "format", description.format);
  add("file", "model", description.model);
  add("file", "served", description.served ? "true" : "false");
  for (const auto& [key, value] : description.header.entries()) {
    add("header", key, core::to_text(value));
  }
  for (const std::string& flag : description.flags) {
    add("flag", flag, "set");
  }
  for (const core::StoredChecksum& checksum : description.checksums) {
    add("crc32", checksum.name, fmt::format("{:08X}", checksum.value));
  }
  for (const core::ParameterArray& array : description.parameters) {
    add("parameters", array.name + ".type", array.type);
    add("parameters", array.name + ".shape", fmt::format("{}", fmt::join(array.shape, " ")));
    add("parameters", array.name + ".count", std::to_string(array.count));
    add("parameters", array.name + ".min", array.min ? fmt::format("{}", *array.min) : "");
    add("parameters", array.name + ".max", array.max ? fmt::format("{}", *array.max) : "");
    add("parameters", array.name + ".first", fmt::format("{}", fmt::join(array.first, " ")));
    add("parameters", array.name + ".last", fmt::format("{}", fmt::join(array.last, " ")));
    add("parameters", array.name + ".not_finite", std::to_string(array.not_finite));
  }
  for (const auto& [key, value] : description.hyperparameters.entries()) {
    add("hyperparameter", key, core::to_text(value));
  }
  for (const auto& [key, value] : description.metadata.entries()) {
    add("metadata", key, core::to_text(value));
  }
  for (const core::Warning& warning : description.warnings) {
    add("warning", core::name(warning.code), warning.message);
  }
  return out;
}

std::string environment_csv(const core::Environment& environment) {
  std::string out = "key,value\n";
  for (const auto& [key, value] : environment.facts.entries()) {
    out += fmt::format("{},{}\n", text_cell(key), text_cell(core::to_text(value)));
  }
  for (const core::Hazard& hazard : environment.hazards) {
    out += fmt::format("hazard:{},{}\n", core::name(hazard.code), text_cell(hazard.message + " " + hazard.remedy));
  }
  return out;
}

}  // namespace moebench::io
