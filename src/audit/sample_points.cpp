// Points 16 to 18, 29 and 30: that there are enough samples, all of them, and no finer than the clock.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "statistics_points.hpp"

namespace moebench::audit {

namespace {

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

}  // namespace

Judgement enough_iterations(const Case& c) {
  return on_both(c, enough);
}

namespace {

std::optional<double> samples_per_run(const Side& side) {
  if (side.has_samples()) {
    return static_cast<double>(side.ascending.size()) / static_cast<double>(side.runs());
  }
  return side.result->reported ? std::optional{static_cast<double>(side.result->reported->iterations)} : std::nullopt;
}

/// The operations that the files state are those of their samples.
std::optional<Judgement> operations_contradicted(const Case& c) {
  for (const Side* side : c.sides()) {
    for (const core::BenchmarkResult& result : side->set->results) {
      const std::uint64_t operations = result.series.operation_count();
      if (result.reported && result.has_samples() && result.reported->iterations != 0 &&
          result.reported->iterations != operations) {
        return fail(fmt::format("{}: the {} states {} iterations, its samples are of {}.", result.name, side->role,
                                result.reported->iterations, operations),
                    "State what the samples give: moebench verify lists every figure.");
      }
    }
  }
  return contradicted(c, FigureKind::count);
}

}  // namespace

Judgement same_count(const Case& c) {
  if (const auto wrong = operations_contradicted(c)) {
    return *wrong;
  }
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

namespace {

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

}  // namespace

Judgement no_early_end(const Case& c) {
  return on_both(c, ran_to_the_end);
}

namespace {

std::optional<double> clock_step_ns(const Side& side) {
  return side.number("clock_resolution_ns").or_else([&]() -> std::optional<double> {
    const auto seconds = side.number("clock_resolution_s");
    return seconds ? std::optional{*seconds * 1e9} : std::nullopt;
  });
}

/// How many samples show a part of a nanosecond, which no clock here gives.
std::size_t finer_than_the_clock(const Side& side) {
  std::size_t finer = 0;
  for (const core::Run& run : side.result->series.runs) {
    for (const double sample : run.samples) {
      const double ns = sample * 1000 * static_cast<double>(run.batch);
      finer += std::size_t{std::abs(ns - std::round(ns)) > 1e-3};
    }
  }
  return finer;
}

/// Single shots of which a step is a large part are shown to be right by the same calls timed in batches, of which it
/// is a small one: both agree within a step once the clock's reading is added.
Judgement shown_by_batches(const Side& side, double step_ns, const std::string& coarse) {
  constexpr double most_of_a_batch = 0.01;
  const std::optional<double> batched_us = side.batched_p50();
  const std::optional<double> overhead_ns = side.number("clock_overhead_ns");
  const char* const remedy = "Time batches of calls beside the single shots: one call is too short for this clock.";
  if (!batched_us || !overhead_ns || side.batched->series.runs.empty()) {
    return fail(coarse + " No row of the same calls in batches shows what a step hides.", remedy);
  }
  const auto calls = std::ranges::min(side.batched->series.runs, {}, &core::Run::batch).batch;
  const double of_a_batch = step_ns / (*batched_us * 1000 * static_cast<double>(calls));
  const double single_ns = *side.p50() * 1000;
  const double expected_ns = *batched_us * 1000 + *overhead_ns;
  const std::string evidence = fmt::format(
      "{} In batches of {} or more, of which a step is {:.2f} %, a call takes {:.1f} ns; with the clock's "
      "{:.1f} ns that is {:.0f} ns beside the {:.0f} ns of a single shot.",
      coarse, calls, of_a_batch * 100, *batched_us * 1000, *overhead_ns, expected_ns, single_ns);
  return of_a_batch <= most_of_a_batch && std::abs(single_ns - expected_ns) <= step_ns ? pass(evidence)
                                                                                       : fail(evidence, remedy);
}

Judgement precision_fits(const Side& side) {
  constexpr double most_of_a_call = 0.05;
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].samples_us");
  }
  const std::optional<double> step_ns = clock_step_ns(side);
  if (!step_ns) {
    return not_recorded(side.role, "clock_resolution_ns");
  }
  const std::size_t finer = finer_than_the_clock(side);
  const double share = *step_ns / 1000 / std::max(side.p50().value_or(0), 1e-9);
  const std::string evidence = fmt::format(
      "{}: {} samples show fractions of the clock's nanosecond; its step of {:.0f} ns is {:.2f} % of the "
      "median.",
      side.role, finer, *step_ns, share * 100);
  if (finer != 0) {
    return fail(evidence, "Record the times as the clock gave them; none is finer than its nanosecond.");
  }
  return share <= most_of_a_call ? pass(evidence) : shown_by_batches(side, *step_ns, evidence);
}

}  // namespace

Judgement precision(const Case& c) {
  return on_both(c, precision_fits);
}

namespace {

Judgement all_runs_kept(const Side& side) {
  const std::optional<double> configured = side.number("runs");
  if (!configured) {
    return not_recorded(side.role, "runs");
  }
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].samples_us");
  }
  for (const core::BenchmarkResult& result : side.set->results) {
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

}  // namespace

Judgement no_cherry_picking(const Case& c) {
  return on_both(c, all_runs_kept);
}

}  // namespace moebench::audit
