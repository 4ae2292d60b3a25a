// Everything that stats says about the samples of one result, for a reader who wants to know what they look like and
// how far to trust them. The short form, which the scenarios' reports need, is Summary. What cannot be computed is
// empty. Made by stats::describe; written by io, rendered by report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/bootstrap.hpp"
#include "moebench/core/hierarchical.hpp"
#include "moebench/core/series.hpp"
#include "moebench/core/summary.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// Location and spread that few samples far away cannot move, and means for rates and ratios.
struct RobustFigures {
  double median;
  std::optional<double> mad_raw;         // median of |x - median|; empty, like the others, only beyond a double's range
  std::optional<double> mad;             // times 1.4826: the sd of a normal distribution with that MAD
  std::optional<double> iqr;             // of type-7 quartiles
  double trimmed_mean_10;                // without the lowest and the highest tenth
  std::optional<double> geometric_mean;  // empty unless all samples are above 0
  std::optional<double> harmonic_mean;   // as above
};

/// Samples beyond Tukey's fences, counted and kept.
struct Outliers {
  double q1, q3, iqr;
  double fence_low_severe, fence_low_mild, fence_high_mild, fence_high_severe;
  std::size_t low_severe, low_mild, high_mild, high_severe;  // a severe one is not mild too

  std::size_t severe() const { return low_severe + high_severe; }
  std::size_t all() const { return severe() + low_mild + high_mild; }
};

/// How samples depend on those before them, within runs.
struct Autocorrelation {
  double lag1;     // in (-1, 1)
  double ess_ar1;  // effective sample size if a sample depends on the one before alone, 1 .. n
  double ess_ips;  // effective sample size by Geyer's initial positive sequence, 1 .. n
  double tau_ips;  // samples to one independent sample; at most 1 where neighbours repel each other
};

/// A statistic with the probability of one as large where its null hypothesis holds.
struct TestResult {
  double statistic;
  std::optional<double> p_value;
};

struct LjungBox {
  double statistic;
  std::size_t df;  // lags
  double p_value;
};

struct Normality {
  std::optional<TestResult> shapiro_wilk;      // n in 3 .. 5000
  std::optional<TestResult> anderson_darling;  // the raw A2; p from n = 8 on
  std::optional<TestResult> jarque_bera;
};

/// What the spread between and within runs says about spending measuring time. Made from two runs or more.
struct RunBudget {
  double target_share;          // wanted half-width of the interval over runs, as a share of the mean
  std::size_t runs_for_target;  // runs like these that reach it, at least 2
  double samples_per_run;       // the mean over runs
  // sqrt(within / between variance): times the root of (cost of starting a run / cost of a sample) it is the best
  // number of samples in a run. Empty where the components do not show that runs differ.
  std::optional<double> best_samples_at_equal_cost;
};

/// Counts over bins of equal width, for looking at.
struct Histogram {
  double from;  // lower edge of the first bin
  double width;
  std::vector<std::uint64_t> counts;
  std::uint64_t below;  // samples below the first bin
  std::uint64_t above;  // samples above the last bin
};

/// A group of samples of one run around a peak of their distribution, cut off at the valleys beside it.
struct Mode {
  double location;  // the middle of the bin at the peak
  double share;     // of the run's samples, 0 .. 1
};

/// The modes of one run that has several.
struct RunModes {
  std::size_t run;          // from 0
  std::vector<Mode> modes;  // two or more, ascending
};

/// A place in a run where the level of its samples changes.
struct LevelChange {
  std::size_t run;     // from 0
  std::size_t sample;  // the first of the new level to within a block, from 0 within its run
  double before;       // level of the samples up to there, since the change before it
  double after;        // level from there to the next change
};

/// What a steady rise or fall makes of a run from its first sample to its last.
struct Trend {
  std::size_t run;
  double from;
  double to;
  double p_value;
};

/// The interval of the mean over all samples when they count as fewer because they depend on each other.
struct WidenedInterval {
  double effective_samples;
  double level;
  double df;  // effective samples - 1
  double lower;
  double upper;
};

struct Description {
  std::string name;
  std::string metric;
  std::string unit;
  Better better = Better::lower;
  bool from_samples;  // otherwise from what the file itself reports
  std::size_t runs;   // with samples
  Summary summary;    // counts, mean, sd, quantiles, the analysis between runs; its warnings are among those below
  std::optional<double> sem;
  std::optional<double> median;
  std::optional<double> skewness;
  std::optional<RobustFigures> robust;
  std::optional<Outliers> outliers;
  std::optional<Autocorrelation> autocorrelation;
  std::optional<WidenedInterval> widened_mean;  // where samples are autocorrelated
  std::optional<LjungBox> ljung_box;
  Normality normality;
  std::optional<Bootstrap> bootstrap;
  std::optional<Hierarchical> hierarchical;  // where two runs or more have samples
  std::optional<RunBudget> budget;           // where their means also differ and the target can be reached
  std::optional<Histogram> histogram;
  std::vector<RunModes> modes;
  std::vector<LevelChange> changes;
  std::vector<Trend> trends;
  std::vector<Warning> warnings;
};

/// Of every result of one file, in order.
struct DescriptionSet {
  std::string source;
  std::vector<Description> descriptions;
};

}  // namespace moebench::core
