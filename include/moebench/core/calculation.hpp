// One statistic on its own: what is asked of it, and the answer as named figures. Read and written by io, computed by
// stats, rendered by report; cli brings them together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "moebench/core/summary.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// How likely is it that Welch's test finds a difference of `delta`?
struct PowerQuestion {
  double delta;
  double sd_a;          // at least 0, known
  std::uint64_t n_a;    // at least 1
  double sd_b;          // as sd_a
  std::uint64_t n_b;    // at least 1
  double alpha;         // of the two-sided test, in (0, 1)
  double target_power;  // in (0, 1)
};

struct Power {
  std::optional<double> df;                     // Welch's; empty where a side that varies has one sample, or none does
  std::optional<double> power;                  // in [alpha, 1]; empty where df is
  std::optional<double> min_detectable_effect;  // the least difference of target power, at least 0; empty where df is
};

/// Student's t test of paired differences.
struct PairedTest {
  double estimate;                   // mean of a - b
  double df;                         // pairs - 1
  std::optional<double> t;           // empty with one pair, and where the differences do not vary
  std::optional<double> p_value;     // two-sided; as t
  std::optional<Interval> interval;  // of the estimate; as t
};

/// A straight line by least squares.
struct Regression {
  double df;                           // points minus coefficients, at least 0
  std::optional<double> intercept;     // empty through the origin, and where x does not vary
  std::optional<double> intercept_se;  // empty as intercept, and without degrees of freedom
  std::optional<double> slope;         // empty where x does not vary (through the origin: is 0)
  std::optional<double> slope_se;      // empty as slope, and without degrees of freedom
  std::optional<Interval> slope_interval;
  std::optional<double> residual_sd;  // divisor df
  std::optional<double> r_squared;    // of the variation around the mean, through the origin around 0
};

/// A figure of an answer, by the name that files give it.
struct NamedFigure {
  using Value = std::variant<std::optional<double>, std::uint64_t, std::vector<double>, std::vector<std::size_t>>;

  std::string name;
  Value value;
  bool is_p_value = false;  // 0 then says that no double holds it, not that it is 0
};

struct Calculation {
  std::string kind;                  // "paired_t"
  std::string title;                 // the same for people
  std::vector<NamedFigure> figures;  // in order
  std::string group;                 // where files keep the figures, within the result; mostly empty
  std::vector<Warning> warnings;
};

}  // namespace moebench::core
