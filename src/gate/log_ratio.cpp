#include "moebench/gate/log_ratio.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::gate {
namespace {

std::vector<double> logarithms(std::span<const double> figures) {
  std::vector<double> logs;
  logs.reserve(figures.size());
  for (const double figure : figures) {
    assert(figure > 0);
    logs.push_back(std::log(figure));
  }
  return logs;
}

/// Whether two sides without spread differ by no more than rounding does.
bool above(double difference, double bound) {
  constexpr double rounding = 1e-12;
  return difference > bound + rounding;
}

}  // namespace

LogRatio LogRatio::of_pairs(std::span<const double> candidate, std::span<const double> baseline) {
  assert(candidate.size() == baseline.size() && !candidate.empty());
  std::vector<double> logs;
  logs.reserve(candidate.size());
  for (std::size_t i = 0; i < candidate.size(); ++i) {
    logs.push_back(std::log(candidate[i]) - std::log(baseline[i]));
  }
  return LogRatio{stats::SignedRanks{logs}};
}

LogRatio LogRatio::of_independent(std::span<const double> candidate, std::span<const double> baseline) {
  const core::Moments a = stats::moments(logarithms(candidate));
  const core::Moments b = stats::moments(logarithms(baseline));
  return LogRatio{Independent{
      .difference = stats::difference_of_means(a, b), .replicated = a.n > 1 && b.n > 1, .welch = stats::welch(a, b)}};
}

double LogRatio::estimate() const {
  const auto* ranks = std::get_if<stats::SignedRanks>(&method_);
  return ranks != nullptr ? ranks->centre() : std::get<Independent>(method_).difference;
}

std::optional<core::Interval> LogRatio::interval(double level) const {
  if (const auto* ranks = std::get_if<stats::SignedRanks>(&method_)) {
    return ranks->interval(level);
  }
  const Independent& sides = std::get<Independent>(method_);
  if (!sides.replicated) {
    return std::nullopt;
  }
  const double half_width =
      sides.welch ? stats::student_t_two_sided_quantile(level, sides.welch->df) * sides.welch->se : 0;
  return core::Interval{sides.difference - half_width, sides.difference + half_width};
}

std::optional<double> LogRatio::p_above(double bound) const {
  if (const auto* ranks = std::get_if<stats::SignedRanks>(&method_)) {
    return ranks->p_above(bound);
  }
  return std::get<Independent>(method_).p_beyond(bound, 1);
}

std::optional<double> LogRatio::p_below(double bound) const {
  if (const auto* ranks = std::get_if<stats::SignedRanks>(&method_)) {
    return ranks->p_below(bound);
  }
  return std::get<Independent>(method_).p_beyond(bound, -1);
}

std::optional<double> LogRatio::Independent::p_beyond(double bound, int sign) const {
  if (!replicated) {
    return std::nullopt;
  }
  if (!welch) {
    return above(sign * difference, sign * bound) ? 0.0 : 1.0;
  }
  return stats::student_t_above(sign * (difference - bound) / welch->se, welch->df);
}

}  // namespace moebench::gate
