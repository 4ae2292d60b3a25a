#include "moebench/gate/rows.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/core/name_pattern.hpp"
#include "moebench/core/nearest_names.hpp"
#include "moebench/gate/log_ratio.hpp"
#include "moebench/gate/run_figures.hpp"
#include "moebench/gate/schedule.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/match.hpp"
#include "moebench/stats/p_adjust.hpp"

namespace moebench::gate {
namespace {

using core::GateRow;
using core::Outcome;

/// A row before the p values of all rows are adjusted together.
struct OpenRow {
  GateRow row;
  std::optional<core::Interval> logs;  // the interval of log(candidate / baseline)
  double estimate = 0;                 // of the same
  std::string cannot;                  // why the row cannot be judged, or empty
};

double geometric_mean(std::span<const double> figures) {
  double sum = 0;
  for (const double figure : figures) {
    sum += std::log(figure);
  }
  return std::exp(sum / static_cast<double>(figures.size()));
}

bool all_above_0(std::span<const double> figures) {
  return std::ranges::all_of(figures, [](double figure) { return figure > 0 && std::isfinite(figure); });
}

/// Why there is no ratio of these, or empty.
std::string without_ratio(const RunFigures& a, const RunFigures& b, Design design) {
  const std::string_view metric = core::name(a.metric);
  if (a.values.empty() || b.values.empty()) {
    return fmt::format("the {} does not hold its {}", a.values.empty() ? "candidate" : "baseline", metric);
  }
  if (a.unit != b.unit || a.better != b.better) {
    return fmt::format("the sides are in different units or directions ({}, {})", a.unit, b.unit);
  }
  if (!all_above_0(a.values) || !all_above_0(b.values)) {
    return "a run's figure is not above 0, so there is no ratio";
  }
  if (design == Design::pairs && a.values.size() != b.values.size()) {
    return "the sides have different numbers of runs, so they are no pairs";
  }
  return "";
}

/// Why this much cannot be judged, or empty.
std::string too_little(const OpenRow& open, const RunFigures& a, const RunFigures& b) {
  if (a.values.size() < 2 || b.values.size() < 2) {
    return "not replicated: one run on a side says nothing of what another would give, and no gate fails on it";
  }
  if (!open.logs) {
    return fmt::format("{} pairs are too few for an interval at this level", a.values.size());
  }
  const bool step_known = a.step > 0 || b.step > 0;
  if (open.row.unit == "us" && open.logs->lower == open.logs->upper && !step_known) {
    return "no run's time differs from another's: they were rounded, and by how much is not known";
  }
  return "";
}

/// By how much, as a logarithm, the clock alone may move a median: a step where that is more than the margin, otherwise
/// 0, since a step inside the margin claims nothing.
double coarse_step(const GateRow& row, const RunFigures& a, const RunFigures& b) {
  const double step = std::max(a.step, b.step) / std::min(row.candidate.figure, row.baseline.figure);
  return row.unit == "us" && step > row.verdict.margin.high - 1 ? std::log1p(step) : 0;
}

OpenRow open_row(const stats::MatchedPair& pair, core::GateMetric metric, Design design, const RowOptions& options) {
  const RunFigures a = run_figures(*pair.candidate, metric);
  const RunFigures b = run_figures(*pair.baseline, metric);
  const core::Margin margin = margin_of(options.margins.of(pair.candidate->name, metric));
  OpenRow open{.row = {.metric = metric,
                       .unit = a.unit,
                       .better = a.better,
                       .candidate = {.name = pair.candidate->name, .runs = a.values.size()},
                       .baseline = {.name = pair.baseline->name, .runs = b.values.size()},
                       .ratio = {},
                       .slower = {},
                       .faster = {},
                       .verdict = {.outcome = Outcome::inconclusive,
                                   .replicated = a.values.size() > 1 && b.values.size() > 1,
                                   .margin = margin,
                                   .reason = {}},
                       .claims = margin,
                       .runs_needed = {}},
               .logs = {},
               .estimate = 0,
               .cannot = without_ratio(a, b, design)};
  if (!open.cannot.empty()) {
    return open;
  }
  GateRow& row = open.row;
  row.candidate.figure = geometric_mean(a.values);
  row.baseline.figure = geometric_mean(b.values);
  if (options.margins.calibration) {
    const double floor = noise_floor(*options.margins.calibration, row.candidate.name, metric, design == Design::pairs,
                                     a.values.size(), b.values.size());
    row.claims = floor > margin.high - 1 ? margin_of(floor) : margin;
  }
  const LogRatio ratio =
      design == Design::pairs ? LogRatio::of_pairs(a.values, b.values) : LogRatio::of_independent(a.values, b.values);
  open.estimate = ratio.estimate();
  open.logs = ratio.interval(1 - options.alpha);
  const double step = coarse_step(row, a, b);
  if (open.logs) {
    open.logs = core::Interval{open.logs->lower - step, open.logs->upper + step};
  }
  row.ratio = core::Estimate{.value = std::exp(open.estimate), .interval = {}};
  if (open.logs) {
    row.ratio->interval = core::Interval{std::exp(open.logs->lower), std::exp(open.logs->upper)};
  }
  open.cannot = too_little(open, a, b);
  if (open.cannot.empty()) {
    const auto above = ratio.p_above(std::log(row.claims.high) + step);
    const auto below = ratio.p_below(std::log(row.claims.low) - step);
    const bool lower_is_better = row.better == core::Better::lower;
    row.slower = core::GateEvidence{*(lower_is_better ? above : below), 1};
    row.faster = core::GateEvidence{*(lower_is_better ? below : above), 1};
  }
  return open;
}

void adjust(std::vector<OpenRow>& open, std::optional<core::GateEvidence> GateRow::*evidence,
            core::Adjustment adjustment) {
  stats::PValues p_values;
  for (const OpenRow& each : open) {
    const auto& one = each.row.*evidence;
    p_values.push_back(one ? std::optional{one->p} : std::nullopt);
  }
  const stats::PValues adjusted =
      adjustment == core::Adjustment::holm ? stats::holm(p_values) : stats::benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (auto& one = open[i].row.*evidence) {
      one->adjusted_p = *adjusted[i];
    }
  }
}

/// With how many runs on each side an interval of this width, narrowed as the noise floor is, would leave the limit of
/// the margin that is nearest to the estimate out in four tries of five; for equivalence both limits. `rows` are judged
/// together. At most a million: so many, or more.
std::uint64_t runs_needed(const OpenRow& open, double alpha, std::size_t rows) {
  constexpr double beyond_all_patience = 1e6;
  const double low = std::log(open.row.verdict.margin.low);
  const double high = std::log(open.row.verdict.margin.high);
  const bool inside = open.estimate > low && open.estimate < high;
  const double distance = std::min(std::abs(open.estimate - low), std::abs(open.estimate - high));
  const auto family = inside ? 1.0 : static_cast<double>(rows);
  const double width = open.logs->upper - open.logs->lower;
  const auto runs = static_cast<double>(std::min(open.row.candidate.runs, open.row.baseline.runs));
  // Of few runs the interval is about as wide as Student's.
  const double standard_error = width / 2 / stats::student_t_upper_quantile(alpha / 2, std::max(runs - 1, 1.0));
  const double power = stats::normal_quantile(inside ? 0.9 : 0.8);
  const double half_width = (stats::normal_quantile(1 - alpha / 2 / family) + power) * standard_error;
  const double floor = std::log(open.row.claims.high);
  const bool in_the_noise = !inside && floor > high;
  const double factor =
      std::max(half_width / distance, in_the_noise ? (half_width + floor) / std::abs(open.estimate) : 0.0);
  const auto least = static_cast<double>(least_pairs(alpha, rows));
  const double needed = std::ceil(std::max({runs + 1, least, runs * factor * factor}));
  return static_cast<std::uint64_t>(std::min(needed, beyond_all_patience));
}

std::string adjusted_away(const core::GateEvidence& evidence, const RowOptions& options) {
  return fmt::format(
      "the interval lies beyond the margin, but with every row counted (p = {:.2g}, {}) that may be chance",
      evidence.adjusted_p, core::name(options.adjustment));
}

void conclude(OpenRow& open, const RowOptions& options, std::size_t rows) {
  core::Verdict& verdict = open.row.verdict;
  if (!open.cannot.empty()) {
    verdict.reason = open.cannot;
    return;
  }
  const double low = std::log(verdict.margin.low);
  const double high = std::log(verdict.margin.high);
  const bool above = open.logs->lower > std::log(open.row.claims.high);
  if (above || open.logs->upper < std::log(open.row.claims.low)) {
    const bool worse = above == (open.row.better == core::Better::lower);
    const core::GateEvidence& evidence = *(worse ? open.row.slower : open.row.faster);
    if (evidence.adjusted_p <= options.alpha / 2) {
      verdict.outcome = worse ? Outcome::regressed : Outcome::improved;
      verdict.reason = "the whole interval lies beyond the margin";
      return;
    }
    verdict.reason = adjusted_away(evidence, options);
  } else if (open.logs->lower > low && open.logs->upper < high) {
    verdict.outcome = Outcome::equivalent;
    verdict.reason = "the whole interval lies inside the margin";
    return;
  } else {
    const bool beyond = open.logs->lower > high || open.logs->upper < low;
    verdict.reason = beyond ? "the interval lies beyond the margin, but not beyond this machine's noise floor"
                            : "the interval reaches across a limit of the margin";
  }
  open.row.runs_needed = runs_needed(open, options.alpha, rows);
}

bool wanted(const core::BenchmarkResult& result, const std::vector<std::string>& only) {
  return only.empty() ||
         std::ranges::any_of(only, [&](const std::string& each) { return core::fits_pattern(each, result.name); });
}

/// Why there is no row, with the names that could have been meant.
std::string nothing_to_judge(const stats::Matching& matching, const std::vector<std::string>& only) {
  if (!matching.pairs.empty()) {
    std::vector<std::string> names;
    for (const stats::MatchedPair& pair : matching.pairs) {
      names.push_back(pair.candidate->name);
    }
    return fmt::format("nothing that has a partner in the baseline fits --only {}. These have one:{}",
                       fmt::join(only, " or "), core::nearest_names(only.front(), std::move(names)));
  }
  const std::vector<std::string>& own = matching.unmatched_candidate;
  return fmt::format(
      "no result of it has a partner in the baseline, so there is nothing to judge; pair them with --match 'candidate "
      "name=baseline name'.\nIt has:{}\nThe baseline has:{}",
      core::nearest_names("", own), core::nearest_names(own.empty() ? "" : own.front(), matching.unmatched_baseline));
}

}  // namespace

core::Result<Rows> judge(const core::ResultSet& candidate, const core::ResultSet& baseline, Design design,
                         const RowOptions& options) {
  auto matching = stats::match_results(candidate, baseline, options.matches);
  if (!matching) {
    return std::unexpected(std::move(matching).error());
  }
  std::vector<OpenRow> open;
  for (const stats::MatchedPair& pair : matching->pairs) {
    if (wanted(*pair.candidate, options.only)) {
      for (const core::GateMetric metric : options.metrics) {
        open.push_back(open_row(pair, metric, design, options));
      }
    }
  }
  if (open.empty()) {
    return core::input_error(candidate.source.empty() ? "the candidate" : candidate.source,
                             nothing_to_judge(*matching, options.only));
  }
  adjust(open, &GateRow::slower, options.adjustment);
  adjust(open, &GateRow::faster, options.adjustment);
  Rows rows;
  for (OpenRow& each : open) {
    conclude(each, options, open.size());
    rows.rows.push_back(std::move(each.row));
  }
  rows.without_partner = std::move(matching->unmatched_candidate);
  std::ranges::move(matching->unmatched_baseline, std::back_inserter(rows.without_partner));
  return rows;
}

}  // namespace moebench::gate
