// Which of a summary's figures a table shows, and in which unit. Where there are two runs or more the interval is the
// one between runs; with one run it is the one within that process. Included by the sections.
#pragma once

#include <string>

#include "moebench/core/summary.hpp"

namespace moebench::report {

core::Estimate mean_estimate(const core::Summary& summary);

/// p must be 0.5, 0.95, 0.99 or 0.999. Without a quantile (a file that does not tell, too few samples) the value is
/// NaN.
core::Estimate quantile_estimate(const core::Summary& summary, double p);

/// Value and interval times `factor`, which must be above 0.
core::Estimate scaled(const core::Estimate& estimate, double factor);

/// `numerator` / estimate: a rate from a time. The interval is empty when it would reach 0 or below.
core::Estimate inverted(const core::Estimate& estimate, double numerator);

/// What the intervals of a summary rest on: "95 % t interval over 5 runs" or "95 % interval within one process: not
/// replicated".
std::string interval_basis(const core::Summary& summary);

}  // namespace moebench::report
