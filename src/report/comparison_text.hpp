// How the parts of a comparison spell numbers. Private to report.
#pragma once

#include <optional>
#include <string>

#include "moebench/core/comparison.hpp"
#include "moebench/report/numbers.hpp"

namespace moebench::report {

/// With so many decimals, but neither as a row of zeros nor with more than 15 digits before the point.
std::string fixed(double value, int decimals);

/// The level in percent with the digits of its own shortest text.
std::string percentage(double level);

std::string interval_text(double lower, double upper);

/// "0.0421"; "below 10^-300" where it underflows.
std::string bare_p(double p);

/// "n/a" for what is not known and for a ratio that is not above 0.
FigureText ratio_figure(const std::optional<core::Ratio>& ratio);

/// "improved", "improved, not replicated".
std::string outcome_text(const core::Verdict& verdict);

/// p_value_text where the logarithm is known; without it "p below 10^-300" where p underflows.
std::string p_text(double p_value, std::optional<double> log10_p = {});

}  // namespace moebench::report
