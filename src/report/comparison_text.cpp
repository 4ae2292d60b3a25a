#include "comparison_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace moebench::report {

std::string fixed(double value, int decimals) {
  const double size = std::abs(value);
  if (!std::isfinite(value)) {
    return "n/a";
  }
  const bool fits = value == 0 || (size >= std::pow(10.0, -decimals) && size < 1e15);
  return fits ? fmt::format("{:.{}f}", value + 0.0, decimals) : fmt::format("{:.4g}", value);
}

std::string percentage(double level) {
  char buffer[32];
  const auto end = std::to_chars(std::begin(buffer), std::end(buffer), level, std::chars_format::scientific).ptr;
  const std::string_view shortest{std::begin(buffer), end};
  const auto digits =
      std::ranges::count_if(shortest.substr(0, shortest.find('e')), [](char c) { return c >= '0' && c <= '9'; });
  return fmt::format("{:.{}g} %", level * 100, digits);
}

std::string interval_text(double lower, double upper) {
  return fmt::format("[{}, {}]", fixed(lower, 4), fixed(upper, 4));
}

std::string bare_p(double p) {
  return p == 0 ? "below 10^-300" : fmt::format("{:.3g}", p);
}

FigureText ratio_figure(const std::optional<core::Ratio>& ratio) {
  if (!ratio || !(ratio->estimate > 0) || !std::isfinite(ratio->estimate)) {
    return {"n/a", "n/a"};
  }
  core::Estimate estimate{.value = ratio->estimate, .interval = {}};
  if (ratio->fieller && ratio->fieller->bounded) {
    estimate.interval = core::Interval{*ratio->fieller->lower, *ratio->fieller->upper};
  }
  return figure(estimate);
}

std::string outcome_text(const core::Verdict& verdict) {
  return fmt::format("{}{}", core::name(verdict.outcome), verdict.replicated ? "" : ", not replicated");
}

std::string p_text(double p_value, std::optional<double> log10_p) {
  constexpr double underflows = 1e-300;
  return p_value < underflows && !log10_p ? "p below 10^-300" : p_value_text(p_value, log10_p.value_or(0));
}

}  // namespace moebench::report
