// The samples of one result as lines and points, thinned to what a chart can show. What Description says in figures is
// not repeated here. Made by stats::sample_curves; drawn by charts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/summary.hpp"

namespace moebench::core {

struct CurvePoint {
  double x;
  double y;
};

/// Tukey's box: quartiles, and the farthest samples within 1.5 interquartile ranges of them.
struct Box {
  double whisker_low, q1, median, q3, whisker_high;
};

/// Neighbouring samples of one run, in time order.
struct TimeBlock {
  std::size_t run;   // from 0
  std::size_t from;  // the first sample, from 0 within its run
  std::size_t to;    // one past the last, so that to - from >= 1 samples are summed up
  double least, low, median, high, most;  // low and high are p10 and p90
};

/// What one run's samples are.
struct RunFigures {
  std::size_t run;  // from 0
  std::size_t samples;
  double q1, median, q3, mean;
  std::vector<CurvePoint> quantiles;  // x is p: those of SampleCurves::quantiles that so few samples have
};

struct SampleCurves {
  std::string name;
  std::string metric;
  std::string unit;
  Interval window;                       // the values that distribution charts show: those of the histogram
  std::vector<CurvePoint> density;       // per unit, at even steps over the window; empty where samples do not vary
  std::optional<double> bandwidth = {};  // of the density's kernel, in the unit
  std::vector<CurvePoint> ecdf;          // share of samples at or below x; its first y may be above 0, its last is 1
  Box box;
  std::vector<TimeBlock> over_time;
  std::vector<Quantile> quantiles;  // of all samples pooled, ascending in p, none beyond the extremes' own ranks
  std::vector<RunFigures> runs;     // those with samples
};

}  // namespace moebench::core
