#include "comparison_samples.hpp"

#include <fmt/format.h>

#include "comparison_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::Comparison;

const char* name(core::NullDistribution method) {
  return method == core::NullDistribution::exact ? "exact" : "asymptotic";
}

std::string mann_whitney_text(const core::MannWhitney& test, const std::optional<core::Dominance>& dominance) {
  std::string text =
      fmt::format("- Mann-Whitney test: U = {:.12g}, {} ({})", test.u,
                  test.p_value ? p_text(*test.p_value, test.log10_p) : "p not computable", name(test.method));
  if (dominance) {
    text += fmt::format("; P(A > B) + P(A = B) / 2 = {}, Cliff's delta {}", fixed(dominance->cles, 4),
                        fixed(dominance->cliffs_delta, 4));
  }
  return text + "\n";
}

std::string log_t_text(const core::LogT& test, double level) {
  std::string text = "- Ratio of geometric means A / B (Welch on logarithms): " + fixed(test.gmr, 4);
  if (test.interval) {
    text +=
        fmt::format(", {} interval {}", percentage(level), interval_text(test.interval->lower, test.interval->upper));
  }
  return text + (test.p_value ? ", " + p_text(*test.p_value) : "") + "\n";
}

struct FigureCells {
  std::string value;
  std::string interval;
};

FigureCells cells(double value, const std::optional<core::Interval>& interval) {
  const FigureText text = figure({.value = value, .interval = interval});
  return {text.value, text.interval};
}

void add_row(Table& table, double p, const std::string& basis, const core::QuantileContrast& contrast) {
  const auto [difference, of_difference] = cells(contrast.difference.estimate, contrast.difference.interval);
  const auto [ratio, of_ratio] =
      contrast.ratio ? cells(contrast.ratio->value, contrast.ratio->interval) : FigureCells{"n/a", "n/a"};
  table.add({fmt::format("p{:g}", 100 * p), basis, significant(contrast.candidate), significant(contrast.baseline),
             difference, of_difference, ratio, of_ratio});
}

}  // namespace

std::string equivalence_text(const std::optional<core::Tost>& of_difference,
                             const std::optional<core::TostRatio>& of_ratio, double alpha) {
  const auto line = [alpha](const char* what, double low, double high, bool equivalent, double p) {
    return fmt::format("- Equivalence, {} within [{:g}, {:g}] (two one-sided tests, alpha {:g}): {}, {}\n", what, low,
                       high, alpha, equivalent ? "shown" : "not shown", p_text(p));
  };
  std::string out;
  if (of_difference) {
    out += line("A - B", of_difference->low, of_difference->high, of_difference->equivalent, of_difference->p_value);
  }
  if (of_ratio) {
    out += line("ratio A / B", of_ratio->low, of_ratio->high, of_ratio->equivalent, of_ratio->p_value);
  }
  return out;
}

std::string sample_tests_text(const Comparison& comparison) {
  std::string out;
  if (comparison.mann_whitney) {
    out += mann_whitney_text(*comparison.mann_whitney, comparison.dominance);
  }
  if (const auto& test = comparison.brunner_munzel) {
    out += fmt::format("- Brunner-Munzel test: statistic {}, df = {}, {}\n", fixed(test->statistic, 4),
                       fixed(test->df, 2), p_text(test->p_value, test->log10_p));
  }
  if (const auto& test = comparison.kolmogorov_smirnov) {
    out += fmt::format("- Kolmogorov-Smirnov test: D = {}, {} ({})\n", fixed(test->d, 4),
                       p_text(test->p_value, test->log10_p), name(test->method));
  }
  if (comparison.log_t) {
    out += log_t_text(*comparison.log_t, comparison.level);
  }
  if (const auto& interval = comparison.ratio_bootstrap) {
    out += fmt::format("- Bootstrap of the ratio of means A / B: {} interval {}\n", percentage(comparison.level),
                       interval_text(interval->lower, interval->upper));
  }
  return out;
}

std::string dependence_text(const Comparison& comparison) {
  const auto& corrected = comparison.dependence_corrected;
  if (!corrected) {
    return "";
  }
  std::string text =
      fmt::format("- Dependent samples counted as what they are worth (candidate {}, baseline {}): ratio of means ",
                  with_thousands(corrected->worth_candidate), with_thousands(corrected->worth_baseline));
  const auto& speedup = corrected->speedup;
  text += speedup ? fixed(speedup->estimate, 4) : "not computable";
  if (speedup && speedup->fieller && speedup->fieller->bounded) {
    text += fmt::format(", {} interval {} (Fieller)", percentage(comparison.level),
                        interval_text(*speedup->fieller->lower, *speedup->fieller->upper));
  }
  if (corrected->welch) {
    text += ", " + p_text(corrected->welch->p_value, corrected->welch->log10_p);
  }
  return text + "\n";
}

std::string quantile_table(const Comparison& comparison) {
  if (comparison.quantiles.empty()) {
    return "";
  }
  const std::string interval = percentage(comparison.level) + " interval";
  Table table{{{"Quantile"},
               {"Basis"},
               {"Candidate (A)", Align::right},
               {"Baseline (B)", Align::right},
               {"A - B", Align::right},
               {interval, Align::right},
               {"A / B", Align::right},
               {interval, Align::right}}};
  for (const core::ComparedQuantile& quantile : comparison.quantiles) {
    if (quantile.of_runs) {
      add_row(table, quantile.p, "runs", *quantile.of_runs);
    }
    add_row(table, quantile.p, "all samples", quantile.pooled);
  }
  return table.markdown() + "\n";
}

}  // namespace moebench::report
