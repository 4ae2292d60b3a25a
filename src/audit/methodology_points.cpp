// Points 1 to 15: that both sides time the same thing in the same way.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "moebench/stats/quantile.hpp"
#include "point.hpp"

namespace moebench::audit {
namespace {

// A first hundredth slower than this against the rest was not warmed up.
constexpr double k_most_start_up = 1.25;

Judgement warmed_up(const Side& side) {
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].samples_us");
  }
  double worst = 0;
  for (const core::Run& run : side.result->series.runs) {
    const auto first = std::max<std::size_t>(1, run.samples.size() / 100);
    const std::span all{run.samples};
    const double begin = stats::quantile(stats::sorted(all.first(first)), 0.5);
    const double whole = stats::quantile(stats::sorted(all), 0.5);
    worst = std::max(worst, begin / whole);
  }
  const std::string evidence = fmt::format(
      "In the {} the median of the first hundredth of a run is at most {:.2f} times the run's.", side.role, worst);
  return worst <= k_most_start_up
             ? pass(evidence)
             : fail(evidence, "Warm up longer (--warmup): the first samples are still those of a cold program.");
}

/// Every run holds exactly the configured number of single shots, so that no warm-up is among them.
Judgement samples_are_the_iterations(const Side& side) {
  const std::optional<double> configured = side.number("benchmark_iterations");
  if (!configured) {
    return not_recorded(side.role, "benchmark_iterations");
  }
  for (const core::Run& run : side.result->series.runs) {
    if (static_cast<double>(run.samples.size()) != *configured) {
      return fail(fmt::format("A run of the {} holds {} samples where benchmark_iterations is {:.0f}.", side.role,
                              run.samples.size(), *configured),
                  "Keep every measured sample, and no other, in the file.");
    }
  }
  return side.has_samples() ? pass(fmt::format("Each of the {}'s {} runs holds exactly the {:.0f} configured samples.",
                                               side.role, side.runs(), *configured))
                            : not_recorded(side.role, "runs[].samples_us");
}

Judgement warmup_excluded(const Case& c) {
  return all_of({on_both(c, samples_are_the_iterations), on_both(c, warmed_up)});
}

Judgement at_least(Judgement judgement, const Side& side, std::string_view key, double least) {
  const std::optional<double> value = side.number(key);
  if (judgement.finding != core::Finding::pass) {
    return judgement;
  }
  if (!value) {
    return not_recorded(side.role, key);
  }
  return *value >= least ? judgement
                         : fail(fmt::format("{} is {:.0f}, the checklist asks for {:.0f}.", key, *value, least),
                                fmt::format("Measure with at least {:.0f} ({}).", least, key));
}

Judgement same_warmup(const Case& c) {
  return at_least(same_on_both(c, "warmup_iterations"), c.candidate, "warmup_iterations", 100);
}

Judgement same_iterations(const Case& c) {
  return at_least(same_on_both(c, "benchmark_iterations"), c.candidate, "benchmark_iterations", 10'000);
}

Judgement same_seed(const Case& c) {
  return same_on_both(c, "seed");
}

// A step of more than this is no high resolution.
constexpr double k_coarsest_step_ns = 100;

Judgement fine_monotonic_clock(const Side& side) {
  const std::optional<double> step_s = side.number("clock_resolution_s");
  const std::optional<double> step_ns = step_s ? std::optional{*step_s * 1e9} : side.number("clock_resolution_ns");
  if (!step_ns) {
    return not_recorded(side.role, "clock_resolution_ns");
  }
  const std::string evidence =
      fmt::format("The {}'s clock is {} and moves in steps of {:.0f} ns.", side.role, side.text("clock"), *step_ns);
  if (*step_ns > k_coarsest_step_ns) {
    return fail(evidence, "Measure with a clock of nanosecond steps (clock source tsc, perf_counter_ns).");
  }
  return all_of(
      {flag_is(side, "clock_monotonic", true, "it is never set back", "Use a monotonic clock."), pass(evidence)});
}

Judgement fine_clocks(const Case& c) {
  return on_both(c, fine_monotonic_clock);
}

Judgement same_architecture(const Case& c) {
  return all_of({same_on_both(c, "input_dim", "784"), same_on_both(c, "model_parameters", "785")});
}

Judgement same_task(const Case& c) {
  const Judgement classes = same_on_both(c, "num_classes", "2");
  const std::optional<double> a = c.candidate.number("probability");
  const std::optional<double> b = c.baseline.number("probability");
  if (!a || !b) {
    return not_recorded(a ? "baseline" : "candidate", "probability");
  }
  const std::string evidence = fmt::format("For the same input both give the probability {:.6f}.", *a);
  return all_of({classes, std::abs(*a - *b) < 1e-5
                              ? pass(evidence)
                              : fail(fmt::format("For the same input the candidate gives the probability {:.6f}, the "
                                                 "baseline {:.6f}.",
                                                 *a, *b),
                                     "Give both sides the same weights and the same input.")});
}

Judgement same_input(const Case& c) {
  return all_of({same_on_both(c, "input_dim"), same_on_both(c, "input_crc32")});
}

Judgement one_sample_a_call(const Side& side) {
  const std::optional<std::uint64_t> batch = side.result->inputs_per_call();
  if (!batch) {
    return not_recorded(side.role, "batch_size");
  }
  const std::string evidence = fmt::format("A call of the {} answers for {} input.", side.role, *batch);
  return *batch == 1 ? pass(evidence) : fail(evidence, "Compare the rows of batch size 1 (--match).");
}

Judgement batch_of_one(const Case& c) {
  return on_both(c, one_sample_a_call);
}

Judgement one_call_a_sample(const Side& side) {
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].batch");
  }
  for (const core::Run& run : side.result->series.runs) {
    if (run.batch != 1) {
      return fail(fmt::format("A sample of the {} is the mean of {} calls.", side.role, run.batch),
                  "Compare single shots (the rows without \"(batched)\"), or batches with batches by --match.");
    }
  }
  return pass(fmt::format("Every sample of the {} is one call between two readings of the clock.", side.role));
}

Judgement no_batching(const Case& c) {
  return on_both(c, one_call_a_sample);
}

/// What a single shot has beyond its share of a batch of the same calls: where the clock starts early or stops late,
/// this is more than its readings cost.
Judgement tight_region(const Side& side) {
  const std::optional<double> single = side.p50();
  const std::optional<double> batched = side.batched_p50();
  if (!single || !batched) {
    return skip(fmt::format("The {} has no batched row beside its single shots.", side.role),
                "Measure the same calls in batches too, as a row named \"... (batched)\".");
  }
  // Two readings, a clock's step at either end, the loop's own instructions; an interpreter adds its share.
  const std::optional<double> overhead_ns = side.number("clock_overhead_ns");
  if (!overhead_ns) {
    return not_recorded(side.role, "clock_overhead_ns");
  }
  const double clock_us = *overhead_ns / 1000;
  const double step_us = side.number("clock_resolution_ns").value_or(1) / 1000;
  const double most = 4 * clock_us + 2 * step_us + 0.1 * *batched;
  const double extra = *single - *batched;
  const std::string evidence = fmt::format(
      "A single shot of the {} takes {:.3f} us, its share of a batch {:.3f} us: {:.3f} us more (at most {:.3f} us are "
      "the clock's).",
      side.role, *single, *batched, extra, most);
  return extra <= most ? pass(evidence)
                       : fail(evidence, "Read the clock directly before and after the call, with nothing between.");
}

Judgement clock_starts_right_before(const Case& c) {
  return on_both(c, tight_region);
}

/// The other end: a clock that stops before the work is done shows less than a batch of the same calls.
Judgement whole_call(const Side& side) {
  const std::optional<double> single = side.p50();
  const std::optional<double> batched = side.batched_p50();
  if (!single || !batched) {
    return skip(fmt::format("The {} has no batched row beside its single shots.", side.role),
                "Measure the same calls in batches too, as a row named \"... (batched)\".");
  }
  const std::string evidence = fmt::format(
      "A single shot of the {} takes {:.3f} us, no less than its share of a batch, "
      "{:.3f} us.",
      side.role, *single, *batched);
  return *single >= 0.9 * *batched
             ? pass(evidence)
             : fail(fmt::format("A single shot of the {} takes {:.3f} us, less than its share of a batch, {:.3f} us.",
                                side.role, *single, *batched),
                    "Stop the clock after the call has returned and its result is used.");
}

Judgement clock_stops_right_after(const Case& c) {
  return on_both(c, whole_call);
}

Judgement no_io(const Case& c) {
  constexpr double most = 0.001;  // of a thousand samples, one: not in each
  const char* const remedy = "Move reading, printing and logging out of the timed part.";
  return all_of({counted_at_most(c, "read_calls", most, "system calls that read", remedy),
                 counted_at_most(c, "write_calls", most, "system calls that write", remedy)});
}

Judgement no_allocation_logging(const Case& c) {
  const auto untraced = [](const Side& side) {
    const std::string preloaded = side.text("preloaded");
    const Judgement none_preloaded =
        preloaded.empty() ? not_recorded(side.role, "preloaded")
        : preloaded == "none"
            ? pass("Nothing is preloaded into it.")
            : fail(fmt::format("{} is preloaded into the {}.", preloaded, side.role), "Measure without LD_PRELOAD.");
    return all_of({flag_is(side, "allocation_tracing", false, "no allocation is logged",
                           "Switch tracemalloc, MALLOC_TRACE and the like off."),
                   none_preloaded});
  };
  return on_both(c, untraced);
}

Judgement inference_mode(const Case& c) {
  return on_both(c, [](const Side& side) {
    return flag_is(side, "eval_mode", true, "the model answers and does not learn", "Call model.eval() first.");
  });
}

constexpr Point k_methodology_points[] = {
    {1, "Warm-up is excluded", warmup_excluded},
    {2, "Equal warm-up, at least 100", same_warmup},
    {3, "Equal iterations, at least 10,000", same_iterations},
    {4, "Equal seed", same_seed},
    {5, "High-resolution monotonic clock", fine_clocks},
    {6, "Same architecture: 784 inputs", same_architecture},
    {7, "Same task: two classes", same_task},
    {8, "Same input", same_input},
    {9, "Batch of one", batch_of_one},
    {10, "No batching tricks", no_batching},
    {11, "The clock starts right before inference", clock_starts_right_before},
    {12, "The clock stops right after inference", clock_stops_right_after},
    {13, "No I/O inside the timed part", no_io},
    {14, "No allocation logging", no_allocation_logging},
    {15, "Model in inference mode", inference_mode},
};

}  // namespace

std::span<const Point> methodology_points() {
  return k_methodology_points;
}

}  // namespace moebench::audit
