#include "moebench/report/description_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/report/histogram_chart.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sparkline.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::Description;

/// "95 %", "99.9 %".
std::string level_text(double level) {
  return fmt::format("{:.6g} %", 100 * level);
}

std::string optional_text(const std::optional<double>& value) {
  return value ? significant(*value, 5) : "n/a";
}

std::string rounded_interval_text(double lower, double upper, double value) {
  return figure({.value = value, .interval = core::Interval{lower, upper}}).interval;
}

std::string test_p_text(const std::optional<double>& p) {
  return !p ? "p not known at this n" : *p < 1e-300 ? "p < 10^-300" : p_value_text(*p, std::log10(*p));
}

std::string count_text(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", with_thousands(count), noun, count == 1 ? "" : "s");
}

/// The mean with the interval to quote, and what that interval rests on.
struct Headline {
  FigureText mean;
  std::string basis;
};

/// Where the file holds several runs: theirs is the interval to quote.
Headline headline_of(const Description& description) {
  const core::Summary& summary = description.summary;
  if (description.hierarchical) {
    const core::Hierarchical& found = *description.hierarchical;
    return {.mean = figure({.value = found.mean, .interval = found.interval}), .basis = count_text(found.runs, "run")};
  }
  core::Estimate mean{.value = summary.mean, .interval = {}};
  std::string basis = "samples counted as independent";
  if (description.widened_mean) {
    mean.interval = core::Interval{description.widened_mean->lower, description.widened_mean->upper};
    basis =
        fmt::format("samples depend on each other and count as {:.0f}", description.widened_mean->effective_samples);
  } else if (summary.mean_interval) {
    mean.interval = core::Interval{summary.mean_interval->lower, summary.mean_interval->upper};
  }
  return {.mean = figure(mean), .basis = basis};
}

std::string headline_over_runs(const Description& description) {
  const core::Hierarchical& found = *description.hierarchical;
  const Headline headline = headline_of(description);
  return fmt::format(
      "Mean **{} {}**, {} interval {}: Student's t over the means of {} (df {:.0f}), the run as the unit of "
      "replication.\n",
      headline.mean.value, inline_text(description.unit), level_text(found.level), headline.mean.interval,
      headline.basis, found.df);
}

std::string headline_within_run(const Description& description) {
  const core::Summary& summary = description.summary;
  const Headline headline = headline_of(description);
  const std::string interval =
      headline.mean.interval == "n/a"
          ? ", no interval"
          : fmt::format(", {} interval {} ({})", level_text(summary.level), headline.mean.interval, headline.basis);
  return fmt::format("Mean **{} {}**{}, from {}.\n", headline.mean.value, inline_text(description.unit), interval,
                     count_text(summary.n, description.from_samples ? "sample" : "iteration"));
}

/// A row for each result.
std::string overview(const core::DescriptionSet& set) {
  Table table{{{"Result"},
               {"Mean", Align::right},
               {level_text(set.descriptions.front().summary.level) + " interval", Align::right},
               {"p50", Align::right},
               {"p99", Align::right},
               {"Unit"},
               {"Interval over"},
               {"Doubts", Align::right}}};
  const auto quantile = [](const Description& description, double p) {
    const core::Quantile* const found = description.summary.quantile(p);
    return found != nullptr ? significant(found->value) : "n/a";
  };
  for (const Description& description : set.descriptions) {
    const Headline headline = headline_of(description);
    table.add({description.name, headline.mean.value, headline.mean.interval, quantile(description, 0.5),
               quantile(description, 0.99), description.unit,
               description.hierarchical ? headline.basis : "**samples of one process**",
               fmt::format("{}", description.warnings.size())});
  }
  return table.markdown() + "\n";
}

std::string replication(const Description& description) {
  if (description.hierarchical) {
    return "";
  }
  if (!description.from_samples) {
    return "\n**NOT KNOWN TO BE REPLICATED**: the file does not tell how many processes were measured; what a rerun "
           "would "
           "give may differ by more than this interval.\n";
  }
  return "\n**NOT REPLICATED**: one process was measured. The interval says where the mean of more samples from this "
         "process would lie, not where that of a rerun would: measure 5 or more fresh processes (`--runs 5`).\n";
}

/// Every result with samples: "p99 | 9.1 | [8.7, 9.9] | 95.3 %"; with "needs 368 samples" for the side that is missing.
std::string quantile_table(const Description& description) {
  const core::Summary& summary = description.summary;
  if (summary.quantiles.empty()) {
    return "";
  }
  Table table{{{"Quantile"},
               {fmt::format("Value ({})", inline_text(description.unit)), Align::right},
               {level_text(summary.level) + " interval", Align::right},
               {"Covers", Align::right},
               {"Note"}}};
  for (const core::Quantile& quantile : summary.quantiles) {
    const std::string name = fmt::format("p{:.6g}", 100 * quantile.p);
    if (!description.from_samples) {
      table.add({name, significant(quantile.value, 5), "n/a", "", "as the file tells it"});
      continue;
    }
    const double lower = quantile.lower.value_or(*summary.min);
    const double upper = quantile.upper.value_or(*summary.max);
    const int decimals = std::max(upper > lower ? decimals_for((upper - lower) / 2, 2) : 0,
                                  std::max(decimals_for(quantile.value, 3), 0));
    const auto limit = [&](const std::optional<double>& value) { return value ? rounded(*value, decimals) : "?"; };
    const std::string note = quantile.samples_needed
                                 ? fmt::format("{} needs {} samples, {} given",
                                               quantile.lower   ? "upper limit"
                                               : quantile.upper ? "lower limit"
                                                                : "interval",
                                               with_thousands(*quantile.samples_needed), with_thousands(summary.n))
                                 : "";
    table.add({name, rounded(quantile.value, decimals),
               fmt::format("[{}, {}]", limit(quantile.lower), limit(quantile.upper)),
               fmt::format("{:.1f} %", 100 * quantile.coverage), note});
  }
  const char* basis =
      description.from_samples
          ? description.hierarchical
                ? "Quantiles of all samples pooled (type 7; intervals from order statistics, within-run: they "
                  "count samples as independent):\n\n"
                : "Quantiles (type 7; intervals from order statistics, within this run):\n\n"
          : "Quantiles:\n\n";
  return basis + table.markdown() + "\n";
}

std::string shape_chart(const Description& description, bool ascii) {
  if (!description.histogram) {
    return "";
  }
  std::vector<Marker> markers;
  for (const double p : {0.5, 0.95, 0.99}) {
    if (const core::Quantile* quantile = description.summary.quantile(p)) {
      markers.push_back({.at = quantile->value, .label = fmt::format("p{:g}", 100 * p)});
    }
  }
  return fmt::format("Shape ({}, lower edge of each bin):\n\n```text\n{}```\n\n", inline_text(description.unit),
                     histogram_chart(*description.histogram, markers, ascii));
}

void add_figure(Table& table, std::string_view name, const std::optional<double>& value, std::string_view note = "") {
  table.add({std::string{name}, optional_text(value), std::string{note}});
}

std::string figure_table(const Description& description) {
  const core::Summary& summary = description.summary;
  Table table{{{"Within runs, all samples pooled"},
               {fmt::format("Value ({})", inline_text(description.unit)), Align::right},
               {"Note"}}};
  table.add({"samples", with_thousands(summary.n), fmt::format("{} operations", with_thousands(summary.operations))});
  const std::string interval =
      summary.mean_interval
          ? fmt::format("{} {} if samples were independent", level_text(summary.level),
                        rounded_interval_text(summary.mean_interval->lower, summary.mean_interval->upper, summary.mean))
          : "";
  add_figure(table, "mean", summary.mean, interval);
  add_figure(table, "sd", summary.sd, "divisor n - 1");
  add_figure(table, "standard error", description.sem, "sd / sqrt(n)");
  add_figure(table, "min", summary.min);
  add_figure(table, "max", summary.max);
  if (const auto& robust = description.robust) {
    add_figure(table, "median", robust->median);
    add_figure(table, "MAD", robust->mad, "x 1.4826, comparable with sd");
    add_figure(table, "IQR", robust->iqr, "of type-7 quartiles");
    add_figure(table, "trimmed mean", robust->trimmed_mean_10, "without a tenth at each end");
    add_figure(table, "geometric mean", robust->geometric_mean, robust->geometric_mean ? "" : "needs samples above 0");
    add_figure(table, "harmonic mean", robust->harmonic_mean, robust->harmonic_mean ? "" : "needs samples above 0");
  }
  if (description.skewness) {
    table.add({"skewness", fmt::format("{:.2f}", *description.skewness), "0 where symmetric"});
  }
  return table.markdown() + "\n";
}

std::string run_text(const Description& description) {
  if (!description.hierarchical) {
    return "";
  }
  const core::Hierarchical& found = *description.hierarchical;
  std::string out = fmt::format("Runs ({}, {} samples):\n\n", found.runs, with_thousands(found.samples));
  out += fmt::format(
      "- sd of the runs' means {}, sd of samples within a run {}\n", optional_text(found.run_mean_sd),
      optional_text(found.within_variance ? std::optional{std::sqrt(*found.within_variance)} : std::nullopt));
  if (found.icc) {
    const bool clamped = found.between_variance_raw && *found.between_variance_raw < 0;
    out += fmt::format("- {} of the variance of a sample lies between runs{}\n", percent(*found.icc),
                       clamped ? " (the estimate is below 0 and counts as 0)" : "");
  }
  if (found.anova_f) {
    out += fmt::format("- do runs differ by more than their samples do? F = {}, {}\n", significant(*found.anova_f, 4),
                       test_p_text(found.anova_p));
  }
  if (const auto& budget = description.budget) {
    out += fmt::format("- for an interval of ± {} of the mean: about {}, each with {:.0f} samples as here\n",
                       level_text(budget->target_share), count_text(budget->runs_for_target, "run"),
                       budget->samples_per_run);
    out += budget->best_samples_at_equal_cost
               ? fmt::format(
                     "- best samples per run: {} x sqrt(cost of starting a run / cost of a sample), the root of within "
                     "over "
                     "between variance; more than that in one run buys less than another run\n",
                     significant(std::max(1.0, *budget->best_samples_at_equal_cost), 3))
               : "- runs do not differ by more than their samples explain: more samples per run help as much as more "
                 "runs\n";
  }
  if (const auto& runs = description.summary.between_runs) {
    Table table{{{"Over runs"},
                 {"Mean of the runs' own", Align::right},
                 {level_text(found.level) + " interval", Align::right}}};
    for (const auto& [name, estimate] : {std::pair{"p50", runs->p50}, {"p95", runs->p95}, {"p99", runs->p99}}) {
      const FigureText text = figure(estimate);
      table.add({name, text.value, text.interval});
    }
    out += "\n" + table.markdown();
  }
  return out + "\n";
}

std::string test_text(const char* name, const char* symbol, const std::optional<core::TestResult>& test) {
  return test ? fmt::format("- {}: {} = {}, {}\n", name, symbol, significant(test->statistic, 5),
                            test_p_text(test->p_value))
              : fmt::format("- {}: not computed\n", name);
}

std::string dependence_text(const Description& description) {
  std::string out;
  if (const auto& found = description.autocorrelation) {
    out += fmt::format(
        "- lag-1 autocorrelation {:.3f}; {} samples are worth {:.0f} (first-order model) or {:.0f} (Geyer)\n",
        found->lag1, with_thousands(description.summary.n), found->ess_ar1, found->ess_ips);
  }
  if (const auto& test = description.ljung_box) {
    out += fmt::format("- Ljung-Box over {}: Q = {}, {}\n", count_text(test->df, "lag"),
                       significant(test->statistic, 4), test_p_text(test->p_value));
  }
  if (const auto& outliers = description.outliers) {
    out += fmt::format("- outliers by Tukey's fences, all kept: {} mild, {} severe ({} below, {} above)\n",
                       with_thousands(outliers->all() - outliers->severe()), with_thousands(outliers->severe()),
                       with_thousands(outliers->low_mild + outliers->low_severe),
                       with_thousands(outliers->high_mild + outliers->high_severe));
  }
  return out.empty() ? out : "Dependence and outliers (within runs):\n\n" + out + "\n";
}

std::string normality_text(const Description& description) {
  const core::Normality& tests = description.normality;
  if (!tests.shapiro_wilk && !tests.anderson_darling && !tests.jarque_bera) {
    return "";
  }
  return "Normality (reported, decides nothing; with many samples every real distribution fails):\n\n" +
         test_text("Shapiro-Wilk", "W", tests.shapiro_wilk) +
         test_text("Anderson-Darling", "A²", tests.anderson_darling) +
         test_text("Jarque-Bera", "JB", tests.jarque_bera) + "\n";
}

std::string bootstrap_text(const Description& description) {
  if (!description.bootstrap) {
    return "";
  }
  const core::Bootstrap& found = *description.bootstrap;
  const std::string bca =
      found.mean.bca ? rounded_interval_text(found.mean.bca->lower, found.mean.bca->upper, description.summary.mean)
                     : "not computable";
  return fmt::format(
      "Bootstrap ({} resamples, seed {}, {}, samples counted as independent):\n\n- mean: BCa {}, percentile {}, "
      "standard "
      "error {}\n- median: percentile {}\n\n",
      with_thousands(found.resamples), found.seed, level_text(found.level), bca,
      rounded_interval_text(found.mean.percentile.lower, found.mean.percentile.upper, description.summary.mean),
      significant(found.mean.se, 3),
      rounded_interval_text(found.median.lower, found.median.upper, description.median.value_or(0)));
}

std::string doubts(const Description& description) {
  std::string out;
  for (const core::Warning& warning : description.warnings) {
    out += fmt::format("- {}: {}\n", core::name(warning.code), inline_text(warning.message));
  }
  return out.empty() ? "Doubts: none.\n\n" : "Doubts:\n\n" + out + "\n";
}

/// "- name: drift, skewed": the codes, which the full report explains. Empty text where there are none.
std::string doubts_in_short(const core::DescriptionSet& set) {
  std::string out;
  for (const Description& description : set.descriptions) {
    std::vector<std::string_view> codes;
    for (const core::Warning& warning : description.warnings) {
      if (std::ranges::find(codes, core::name(warning.code)) == codes.end()) {
        codes.push_back(core::name(warning.code));
      }
    }
    out += codes.empty() ? "" : fmt::format("- {}: {}\n", inline_text(description.name), fmt::join(codes, ", "));
  }
  return out.empty() ? "Doubts: none.\n" : "Doubts (without `--summary` with their figures and remedies):\n\n" + out;
}

std::string section(const Description& description, const std::string& over_time, bool ascii) {
  return fmt::format("## {}\n\n", inline_text(description.name)) +
         (description.hierarchical ? headline_over_runs(description) : headline_within_run(description)) +
         replication(description) + "\n" + quantile_table(description) + shape_chart(description, ascii) + over_time +
         run_text(description) + figure_table(description) + dependence_text(description) +
         normality_text(description) + bootstrap_text(description) + doubts(description);
}

}  // namespace

std::string description_report(const core::DescriptionSet& set, const DescriptionReportOptions& options) {
  std::string out = fmt::format("# Samples of {}\n\n", inline_text(set.source));
  if (set.descriptions.size() > 1 || (options.summary && !set.descriptions.empty())) {
    out += overview(set);
  }
  if (options.summary) {
    return out + doubts_in_short(set);
  }
  for (std::size_t i = 0; i < set.descriptions.size(); ++i) {
    const std::string over_time =
        options.samples == nullptr ? "" : runs_over_time(options.samples->results[i], options.ascii);
    out += section(set.descriptions[i], over_time, options.ascii);
  }
  while (out.ends_with("\n\n")) {
    out.pop_back();
  }
  return out;
}

}  // namespace moebench::report
