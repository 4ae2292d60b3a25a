// How the runs of two sides compare on the logarithmic scale, on which "3 % slower" and "3 % faster" lie equally far
// from 0. Two ways: runs that took turns as pairs, by signed ranks; runs of two files, by Welch's t. Included by rows.
#pragma once

#include <optional>
#include <span>
#include <variant>

#include "moebench/core/comparison.hpp"
#include "moebench/core/summary.hpp"
#include "moebench/stats/signed_rank.hpp"

namespace moebench::gate {

class LogRatio {
 public:
  /// candidate[i] and baseline[i] are a pair. Equal numbers, at least one; all above 0.
  static LogRatio of_pairs(std::span<const double> candidate, std::span<const double> baseline);

  /// Any numbers, at least one each; all above 0.
  static LogRatio of_independent(std::span<const double> candidate, std::span<const double> baseline);

  /// The natural logarithm of candidate / baseline.
  double estimate() const;

  /// Of the estimate. Empty where there are too few runs for the level. Sides of two files that do not vary at all
  /// (counts) leave no doubt: an interval of width zero.
  std::optional<core::Interval> interval(double level) const;

  /// One-sided p of "not above `bound`" and of "not below `bound`", a logarithm. Empty where a side of two files has
  /// one run.
  std::optional<double> p_above(double bound) const;
  std::optional<double> p_below(double bound) const;

 private:
  struct Independent {
    double difference;
    bool replicated;                   // two runs or more on both sides
    std::optional<core::Welch> welch;  // empty where not replicated and where neither side varies

    std::optional<double> p_beyond(double bound, int sign) const;
  };
  explicit LogRatio(std::variant<stats::SignedRanks, Independent> method) : method_{std::move(method)} {}

  std::variant<stats::SignedRanks, Independent> method_;
};

}  // namespace moebench::gate
