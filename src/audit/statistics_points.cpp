// Points 16 to 30: that the figures follow from the samples, and the claims from the figures.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "agreement.hpp"
#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "point.hpp"

namespace moebench::audit {
namespace {

using core::BenchmarkResult;

// ---- Enough samples, all of them ----

Judgement enough(const Side& side) {
  constexpr std::uint64_t least = 1000;
  constexpr double most_relative = 0.10;
  const core::Summary& summary = side.summary;
  const bool between = summary.between_runs && summary.between_runs->mean.interval;
  const std::optional<core::Interval> interval =
      between ? summary.between_runs->mean.interval
      : summary.mean_interval
          ? std::optional{core::Interval{summary.mean_interval->lower, summary.mean_interval->upper}}
          : std::nullopt;
  if (!interval || !(summary.mean > 0)) {
    return skip(fmt::format("The {}'s mean has no interval.", side.role), "Take more samples, in several runs.");
  }
  const double relative = (interval->upper - interval->lower) / 2 / summary.mean;
  if (side.flag("quick").value_or(false)) {
    return fail(fmt::format("The {} was measured by a quick look, which is no evidence.", side.role),
                "Measure without --quick.");
  }
  const std::string evidence =
      fmt::format("The {}'s {} operations give the mean to within {:.2f} % (95 % interval {}).", side.role,
                  summary.operations, relative * 100, between ? "between runs" : "over samples");
  if (summary.operations < least || relative > most_relative) {
    return fail(evidence,
                fmt::format("Take at least {} samples and so many runs that the mean is known to within {:.0f} "
                            "%, on a quieter machine.",
                            least, most_relative * 100));
  }
  return pass(evidence);
}

Judgement enough_iterations(const Case& c) {
  return on_both(c, enough);
}

std::optional<double> samples_per_run(const Side& side) {
  if (side.has_samples()) {
    return static_cast<double>(side.ascending.size()) / static_cast<double>(side.runs());
  }
  return side.result->reported ? std::optional{static_cast<double>(side.result->reported->iterations)} : std::nullopt;
}

Judgement same_count(const Case& c) {
  const std::optional<double> a = samples_per_run(c.candidate);
  const std::optional<double> b = samples_per_run(c.baseline);
  if (!a || !b) {
    return not_recorded(a ? "baseline" : "candidate", "iterations");
  }
  const std::string evidence =
      fmt::format("A run holds {:.6g} iterations in the candidate, {:.6g} in the baseline, of {} and {} runs.", *a, *b,
                  c.candidate.runs(), c.baseline.runs());
  return *a == *b && c.candidate.runs() == c.baseline.runs()
             ? pass(evidence)
             : fail(evidence, "Run both sides with the same --iterations, and keep every sample.");
}

Judgement ran_to_the_end(const Side& side) {
  const std::optional<double> configured = side.number("benchmark_iterations");
  if (!configured) {
    return not_recorded(side.role, "benchmark_iterations");
  }
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].samples_us");
  }
  const auto fewest = std::ranges::min(side.result->series.runs, {}, [](const core::Run& run) {
                        return run.samples.size();
                      }).samples.size();
  const std::string evidence =
      fmt::format("The {}'s shortest run holds {} of {:.0f} configured samples.", side.role, fewest, *configured);
  return static_cast<double>(fewest) >= *configured
             ? pass(evidence)
             : fail(evidence, "Keep every sample: none may be dropped, and no run may end early.");
}

Judgement no_early_end(const Case& c) {
  return on_both(c, ran_to_the_end);
}

// ---- Stated figures against the samples ----

struct Comparison {
  std::optional<double> stated;
  double found;
  std::optional<double> alternative = {};  // by another usual definition
};

enum class Basis : std::uint8_t { samples, samples_or_summary };

/// Recomputes one figure of every result on both sides that has what `basis` asks for; `compare` gives the stated and
/// the found one. The judged results themselves must have it, and state the figure.
template <class Compare>
Judgement recomputed(const Case& c, std::string_view figure, Basis basis, Compare compare) {
  std::string evidence;
  for (const Side* side : c.sides()) {
    if (!side->has_samples() && basis == Basis::samples) {
      return skip(fmt::format("The {} holds no raw samples from which its {} could be recomputed.", side->role, figure),
                  "Record the samples (\"runs\": [{\"samples_us\": [...]}]).");
    }
    std::size_t count = 0;
    for (const BenchmarkResult& result : side->set->results) {
      if (!result.reported || (!result.has_samples() && basis == Basis::samples)) {
        continue;
      }
      const std::vector<Comparison> figures = compare(result);
      const bool stated = !figures.empty() &&
                          std::ranges::all_of(figures, [](const Comparison& one) { return one.stated.has_value(); });
      if (!stated && &result == side->result) {
        return not_recorded(side->role, figure);
      }
      for (const Comparison& one : figures) {
        if (one.stated && !agrees(*one.stated, one.found) &&
            !(one.alternative && agrees(*one.stated, *one.alternative))) {
          return fail(fmt::format("{}: the {} states a {} of {}, which should be {:.9g}.", result.name, side->role,
                                  figure, *one.stated, one.found),
                      "State what the samples give: moebench verify lists every figure.");
        }
      }
      count += std::size_t{stated};
    }
    evidence += fmt::format("{}{}: recomputed for {} of {} results, each agrees.", evidence.empty() ? "" : " ",
                            side->role, count, side->set->results.size());
  }
  return pass(evidence);
}

std::vector<double> sorted_samples(const BenchmarkResult& result) {
  return stats::sorted(result.series.pooled());
}

Judgement mean_correct(const Case& c) {
  return recomputed(c, "mean", Basis::samples, [](const BenchmarkResult& result) {
    return std::vector{Comparison{result.reported->mean, stats::moments(result.series.pooled()).mean}};
  });
}

Judgement sd_correct(const Case& c) {
  return recomputed(c, "standard deviation (divisor n - 1)", Basis::samples, [](const BenchmarkResult& result) {
    const std::optional<double> sd = stats::moments(result.series.pooled()).sd;
    return sd ? std::vector{Comparison{result.reported->sd, *sd}} : std::vector<Comparison>{};
  });
}

Judgement interval_correct(const Case& c) {
  return recomputed(c, "95 % limit of the mean", Basis::samples_or_summary, [](const BenchmarkResult& result) {
    const core::ReportedSummary& told = *result.reported;
    const core::Moments moments = result.has_samples()
                                      ? stats::moments(result.series.pooled())
                                      : core::Moments{.n = told.iterations, .mean = told.mean, .sd = told.sd};
    const auto interval = stats::mean_interval(moments, 0.95);
    if (!interval) {
      return std::vector<Comparison>{};
    }
    // The reference's 1.96 is within 0.4 % of Student's t from n = 300 on, so only there it passes for it.
    const double half = 1.96 * *moments.sd / std::sqrt(static_cast<double>(moments.n));
    const bool large = moments.n >= 300;
    const auto normal = [&](double sign) { return large ? std::optional{moments.mean + sign * half} : std::nullopt; };
    return std::vector{Comparison{told.ci_lower, interval->lower, normal(-1)},
                       Comparison{told.ci_upper, interval->upper, normal(1)}};
  });
}

Judgement percentiles_correct(const Case& c) {
  return recomputed(c, "percentile", Basis::samples, [](const BenchmarkResult& result) {
    const std::vector<double> ascending = sorted_samples(result);
    std::vector<Comparison> all;
    const auto add = [&](const std::optional<double>& stated, double p) {
      const double at = static_cast<double>(ascending.size() - 1) * p;
      const auto above = std::min(ascending.size() - 1, static_cast<std::size_t>(at) + 1);
      all.push_back({stated, stats::quantile(ascending, p), ascending[above]});
    };
    add(result.reported->p50, 0.5);
    add(result.reported->p95, 0.95);
    add(result.reported->p99, 0.99);
    return all;
  });
}

Judgement throughput_consistent(const Case& c) {
  std::string evidence;
  for (const Side* side : c.sides()) {
    const auto& reported = side->result->reported;
    if (!reported || !reported->throughput_per_sec) {
      return not_recorded(side->role, "throughput_per_sec");
    }
    const double stated = *reported->throughput_per_sec;
    // A mean printed with few digits allows for what it was rounded from.
    const double found = 1e6 / reported->mean;
    const std::string sentence =
        fmt::format("The {} states {:.6g}/s; 1 / mean is {:.6g}/s.", side->role, stated, found);
    if (std::abs(stated - found) > 0.01 * found) {
      return fail(sentence, "State the operations divided by the time that they took together.");
    }
    evidence += (evidence.empty() ? "" : " ") + sentence;
  }
  return pass(evidence);
}

// ---- The claims ----

Judgement welch_not_student(const Case& c) {
  const auto& welch = c.comparison.main_welch();
  if (!welch) {
    return skip("Welch's test cannot be computed: a side has no standard deviation.",
                "Record samples, or mean and sd.");
  }
  const core::Moments& a = c.comparison.main_candidate();
  const core::Moments& b = c.comparison.main_baseline();
  const double qa = *a.sd * *a.sd / static_cast<double>(a.n);
  const double qb = *b.sd * *b.sd / static_cast<double>(b.n);
  const double t = (a.mean - b.mean) / std::sqrt(qa + qb);
  const double df =
      (qa + qb) * (qa + qb) / (qa * qa / static_cast<double>(a.n - 1) + qb * qb / static_cast<double>(b.n - 1));
  const std::string evidence = fmt::format(
      "t = {:.2f} with {:.2f} degrees of freedom by Satterthwaite (Student's would be {}); from means, sds and "
      "counts directly: t = {:.2f}, {:.2f}.",
      welch->t, welch->df, a.n + b.n - 2, t, df);
  const bool agree = std::abs(t - welch->t) <= 1e-6 * std::abs(t) && std::abs(df - welch->df) <= 1e-6 * df;
  return agree ? pass(evidence) : fail(evidence, "Use Welch's test (moebench compare).");
}

bool claims_difference(const Case& c) {
  const std::optional<core::Ratio>& speedup = c.comparison.main_speedup();
  return speedup && std::abs(std::log(speedup->estimate)) > 0.01;
}

Judgement significant(const Case& c) {
  const auto& welch = c.comparison.main_welch();
  if (!welch) {
    return skip("No p value can be computed.", "Record samples, or mean and sd.");
  }
  const std::string evidence = fmt::format("log10 p = {:.2f} over {}.", welch->log10_p,
                                           c.comparison.between_runs ? "runs" : "samples, not replicated");
  if (!claims_difference(c)) {
    return pass("No difference is claimed. " + evidence);
  }
  return welch->log10_p < std::log10(0.05)
             ? pass(evidence)
             : fail(evidence, "Claim no difference, or take more runs: it is not significant.");
}

std::optional<double> cohens_d(const Case& c) {
  const auto& d = c.comparison.effect_sizes.cohens_d_pooled;
  return d ? std::optional{d->value} : std::nullopt;
}

Judgement effect_correct(const Case& c) {
  const std::optional<double> d = cohens_d(c);
  const core::Moments& a = c.comparison.candidate.moments;
  const core::Moments& b = c.comparison.baseline.moments;
  if (!d || !a.sd || !b.sd) {
    return skip("Cohen's d cannot be computed.", "Record samples, or mean and sd.");
  }
  const auto na = static_cast<double>(a.n);
  const auto nb = static_cast<double>(b.n);
  const double pooled = std::sqrt(((na - 1) * *a.sd * *a.sd + (nb - 1) * *b.sd * *b.sd) / (na + nb - 2));
  const double found = (a.mean - b.mean) / pooled;
  const std::string evidence =
      fmt::format("d = {:.4f}; from means, sds and counts directly: {:.4f} (pooled sd {:.4g} us).", *d, found, pooled);
  return std::abs(found - *d) <= 1e-6 * std::abs(found) ? pass(evidence)
                                                        : fail(evidence, "Divide by the pooled standard deviation.");
}

Judgement effect_word(const Case& c) {
  const std::optional<double> d = cohens_d(c);
  const std::string& report = c.evidence.comparison_report;
  if (!d || report.empty()) {
    return skip("There is no comparison in which a word for the effect stands.", "Run moebench compare.");
  }
  const double size = std::abs(*d);
  const char* word = size < 0.2 ? "negligible" : size < 0.5 ? "small" : size < 0.8 ? "medium" : "large";
  const std::string expected = fmt::format("({})", word);
  const std::size_t section = report.find("## " + c.candidate.result->name + "\n");
  const std::size_t at = report.find("Cohen's d: ", section == std::string::npos ? 0 : section);
  const std::string line = at == std::string::npos ? "" : report.substr(at, report.find('\n', at) - at);
  const std::string evidence =
      fmt::format("|d| = {:.4f} is {}; the comparison says \"{}\".", size, word, line.substr(0, line.find(',')));
  return line.find(expected) != std::string::npos
             ? pass(evidence)
             : fail(evidence, "Name the effect by Cohen's limits 0.2, 0.5 and 0.8.");
}

Judgement intervals_disjoint(const Case& c) {
  const auto interval = [](const Side& side, bool runs) -> std::optional<core::Interval> {
    if (runs) {
      return side.summary.between_runs ? side.summary.between_runs->mean.interval : std::nullopt;
    }
    const auto& mean = side.summary.mean_interval;
    return mean ? std::optional{core::Interval{mean->lower, mean->upper}} : std::nullopt;
  };
  const bool runs = c.comparison.between_runs.has_value();
  const auto a = interval(c.candidate, runs);
  const auto b = interval(c.baseline, runs);
  if (!a || !b) {
    return skip("A mean has no interval.", "Record samples, or mean, sd and iterations, of several runs.");
  }
  const std::string evidence = fmt::format("Means: [{:.4g}, {:.4g}] us against [{:.4g}, {:.4g}] us, {}.", a->lower,
                                           a->upper, b->lower, b->upper, runs ? "between runs" : "over samples");
  if (!claims_difference(c)) {
    return pass("No difference is claimed. " + evidence);
  }
  return a->upper < b->lower || b->upper < a->lower
             ? pass(evidence)
             : fail(evidence, "Claim no difference, or take more runs: the intervals overlap.");
}

Judgement precision_fits(const Side& side) {
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].samples_us");
  }
  const std::optional<double> step_ns = side.number("clock_resolution_ns").or_else([&]() -> std::optional<double> {
    const auto seconds = side.number("clock_resolution_s");
    return seconds ? std::optional{*seconds * 1e9} : std::nullopt;
  });
  if (!step_ns) {
    return not_recorded(side.role, "clock_resolution_ns");
  }
  std::size_t finer = 0;
  for (const core::Run& run : side.result->series.runs) {
    for (const double sample : run.samples) {
      const double ns = sample * 1000 * static_cast<double>(run.batch);
      finer += std::size_t{std::abs(ns - std::round(ns)) > 1e-3};
    }
  }
  const double share = *step_ns / 1000 / std::max(side.p50().value_or(0), 1e-9);
  const std::string evidence = fmt::format(
      "{}: {} samples show fractions of the clock's nanosecond; its step of {:.0f} ns is {:.2f} % of the "
      "median.",
      side.role, finer, *step_ns, share * 100);
  if (finer != 0) {
    return fail(evidence, "Record the times as the clock gave them; none is finer than its nanosecond.");
  }
  return share <= 0.05 ? pass(evidence)
                       : fail(evidence, "Time batches of calls: one call is too short for this clock.");
}

Judgement precision(const Case& c) {
  return on_both(c, precision_fits);
}

Judgement all_runs_kept(const Side& side) {
  const std::optional<double> configured = side.number("runs");
  if (!configured) {
    return not_recorded(side.role, "runs");
  }
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].samples_us");
  }
  for (const BenchmarkResult& result : side.set->results) {
    if (static_cast<double>(result.series.runs.size()) != *configured) {
      return fail(fmt::format("{}: the {} was measured in {:.0f} runs and holds {}.", result.name, side.role,
                              *configured, result.series.runs.size()),
                  "Keep every run in the file: the best of several is not a measurement.");
    }
  }
  const std::string evidence = fmt::format("All {:.0f} runs of the {} are in its file, for each of its {} results.",
                                           *configured, side.role, side.set->results.size());
  return *configured >= 2 ? pass(evidence)
                          : fail(evidence + " One run cannot show that it was not chosen.",
                                 "Measure in several fresh processes (--runs 5).");
}

Judgement no_cherry_picking(const Case& c) {
  return on_both(c, all_runs_kept);
}

constexpr Point k_points[] = {
    {16, "Enough iterations", enough_iterations},
    {17, "Both sides report the same count", same_count},
    {18, "No early end, no dropped samples", no_early_end},
    {19, "Mean correct", mean_correct},
    {20, "Standard deviation with n - 1", sd_correct},
    {21, "95 % interval correct", interval_correct},
    {22, "Percentiles correct", percentiles_correct},
    {23, "Throughput consistent with the mean", throughput_consistent},
    {24, "Welch's test, not Student's", welch_not_student},
    {25, "p below 0.05 where significance is claimed", significant},
    {26, "Cohen's d correct", effect_correct},
    {27, "Word for the effect follows 0.2 / 0.5 / 0.8", effect_word},
    {28, "Intervals disjoint where a difference is claimed", intervals_disjoint},
    {29, "Precision fits the clock", precision},
    {30, "No cherry-picking of runs", no_cherry_picking},
};

}  // namespace

std::span<const Point> statistics_points() {
  return k_points;
}

}  // namespace moebench::audit
