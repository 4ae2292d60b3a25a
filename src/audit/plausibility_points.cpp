// Points 81 to 90: that the figures can be true on this machine.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "moebench/core/inference_row.hpp"
#include "yardstick.hpp"

namespace moebench::audit {
namespace {

/// The fastest other form of the same module call in the baseline's file, and its median; dot and preallocated leave
/// the module out.
struct Form {
  std::string name;
  double p50_us;
};

std::optional<Form> fastest_form(const Case& c) {
  std::optional<Form> fastest;
  for (const char* form : {"plain", "inference_mode", "traced", "784x2"}) {
    const core::BenchmarkResult* result = baseline_form(c, form);
    const std::optional<double> p50 =
        result == nullptr || result == c.baseline.result ? std::nullopt : median_of(*result);
    if (p50 && (!fastest || *p50 < fastest->p50_us)) {
      fastest = Form{form, *p50};
    }
  }
  return fastest;
}

Judgement no_floor() {
  return skip(
      "How fast this machine reads is not known: the files are of another boot and record no "
      "l1_read_bytes_per_sec.",
      "Measure with this version of moebench infer, which records it, or audit on the boot that measured.");
}

/// PyTorch's plain form against its own other forms, and all of them against what the machine can do.
Judgement baseline_plausible(const Case& c) {
  constexpr double most = 4;
  const std::optional<double> p50 = c.baseline.p50();
  const std::optional<Form> form = fastest_form(c);
  const std::optional<Yardstick> floor = hardware_floor(c);
  if (!p50 || !form) {
    return skip("The baseline's file has no other form of the same computation to hold its plain form against.",
                "Measure the forms too (examples/pytorch/benchmark.py does): traced, inference_mode, 784x2.");
  }
  if (!floor) {
    return no_floor();
  }
  const std::string evidence =
      fmt::format("The baseline's median is {:.3f} us, its fastest other form ({}) takes {:.3f} us; {}.", *p50,
                  form->name, form->p50_us, floor->source);
  const Judgement beside_forms =
      *p50 >= floor->us && *p50 <= most * form->p50_us
          ? pass(evidence)
          : fail(
                evidence,
                fmt::format("Find what makes the plain form over {:.0f} times as slow, or faster than reading.", most));
  return all_of({beside_forms, arithmetic_not_slowed(c), calls_not_slowed(c)});
}

// A dependent addition takes 3 to 5 cycles on today's processors, and the scalar sum is a chain of them.
constexpr double k_most_cycles = 10;
constexpr double k_least_cycles = 1;  // the clock may run at three times the recorded one

Judgement not_slow(const Case& c, bool with_floor) {
  const std::optional<double> p50 = c.candidate.batched_p50() ? c.candidate.batched_p50() : c.candidate.p50();
  const std::optional<double> mhz = c.candidate.number("cpu_mhz");
  const std::optional<double> inputs = c.candidate.number("input_dim");
  if (!p50 || !inputs) {
    return not_recorded("candidate", inputs ? "p50_us" : "input_dim");
  }
  if (!mhz) {
    return not_recorded("candidate", "cpu_mhz");
  }
  const double cycles = *p50 * *mhz / *inputs;
  const std::string evidence = fmt::format(
      "The candidate takes {:.4f} us, {:.2f} cycles at {:.0f} MHz for each of {:.0f} inputs (a chain of additions "
      "takes "
      "3 to 5).",
      *p50, cycles, *mhz, *inputs);
  if (cycles > k_most_cycles) {
    return fail(evidence, "Find what slows it: a debug build, a busy machine, a throttled clock.");
  }
  if (c.candidate.own_text("kernel") == "scalar" && cycles < k_least_cycles) {
    return fail(evidence, "No processor adds numbers in order that fast: compute the answer in every timed call.");
  }
  if (!with_floor) {
    return pass(evidence);
  }
  const std::optional<Yardstick> floor = hardware_floor(c);
  if (!floor) {
    return no_floor();
  }
  return *p50 >= floor->us ? pass(fmt::format("{} At least: {}.", evidence, floor->source))
                           : fail(fmt::format("{} But {}.", evidence, floor->source),
                                  "Check that the result is computed in every call.");
}

Judgement candidate_plausible(const Case& c) {
  return not_slow(c, true);
}

Judgement hardware_allows(const Case& c) {
  const std::optional<Yardstick> floor = hardware_floor(c);
  if (!floor) {
    return no_floor();
  }
  return on_both(c, [&](const Side& side) {
    const std::optional<double> least = side.summary.min;
    if (!least) {
      return not_recorded(side.role, "min_us");
    }
    const std::string evidence =
        fmt::format("The {}'s fastest sample is {:.4f} us; {}.", side.role, *least, floor->source);
    return *least >= floor->us
               ? pass(evidence)
               : fail(evidence,
                      "No call can answer before it has read the coefficients and its input: check what is timed.");
  });
}

Judgement not_suspiciously_slow(const Case& c) {
  constexpr double most = 3;
  return all_of({not_slow(c, false), on_both(c, [](const Side& side) {
                   const std::optional<double> p50 = side.p50();
                   const std::optional<double> least = side.summary.min;
                   if (!p50 || !least || !(*least > 0)) {
                     return not_recorded(side.role, "p50_us, min_us");
                   }
                   const std::string evidence =
                       fmt::format("The {}'s median is {:.2f} times its fastest sample.", side.role, *p50 / *least);
                   return *p50 <= most * *least
                              ? pass(evidence)
                              : fail(evidence,
                                     "Measure on a quieter machine: a typical call is far slower than it can be.");
                 })});
}

/// The baseline's time as a fixed cost of a call and a time for each input, neither longer than it must be.
Judgement explanation(const Case& c) {
  const std::optional<double> one = fastest_run_median(*c.baseline.result);
  const core::BenchmarkResult* many = nullptr;
  for (const core::BenchmarkResult& result : c.baseline.set->results) {
    const bool larger = result.params.text("form") == "plain" && core::is_single_shot(result) &&
                        result.inputs_per_call().value_or(1) > (many == nullptr ? 1 : *many->inputs_per_call());
    many = larger ? &result : many;
  }
  const std::optional<double> all = many == nullptr ? std::nullopt : fastest_run_median(*many);
  if (!one || !all) {
    return skip(
        "The baseline's file has no rows of larger batches that would tell its cost of a call from its cost of an "
        "input.",
        "Measure batches of the plain form too (--batches 1,32,1000).");
  }
  const auto inputs = static_cast<double>(*many->inputs_per_call());
  const double each = std::max((*all - *one) / (inputs - 1), 0.0);
  const std::string parts = fmt::format(
      "A call of the baseline with {:.0f} inputs takes {:.2f} us, with one {:.2f} us: an input costs {:.3f} us and a "
      "call "
      "{:.2f} us whatever it does.",
      inputs, *all, *one, each, std::max(*one - each, 0.0));
  // More inputs in less time: then the single call does something that the others do not.
  const Judgement rises =
      *all >= 0.8 * *one ? pass(parts) : fail(parts, "Find the rest: the cost of a call does not explain the ratio.");
  return all_of({rises, arithmetic_not_slowed(c), calls_not_slowed(c)});
}

Judgement no_ratio() {
  return skip("A side has no median, so there is no ratio.", "Record samples, or p50_us.");
}

Judgement ratio_explained(const Case& c) {
  const std::optional<double> ratio = ratio_of_medians(c);
  if (!ratio) {
    return no_ratio();
  }
  return all_of({pass(fmt::format("The baseline takes {:.2f} times as long.", *ratio)), explanation(c)});
}

Judgement huge_ratio(const Case& c) {
  const std::optional<double> ratio = ratio_of_medians(c);
  if (!ratio) {
    return no_ratio();
  }
  const double size = std::max(*ratio, 1 / *ratio);
  if (size <= 100) {
    return pass(fmt::format("The ratio of medians is {:.2f}, not over 100.", size));
  }
  const std::string over = fmt::format("The ratio of medians is {:.0f}, over 100.", size);
  const Judgement why = explanation(c);
  if (*ratio < 1 || why.finding != core::Finding::pass) {
    return fail(fmt::format("{} {}", over, why.evidence),
                "A baseline this slow is misconfigured until its time is explained.");
  }
  return pass(fmt::format("{} {}", over, why.evidence));
}

Judgement small_ratio(const Case& c) {
  const std::optional<double> ratio = ratio_of_medians(c);
  if (!ratio) {
    return no_ratio();
  }
  const double size = std::max(*ratio, 1 / *ratio);
  if (size >= 2) {
    return pass(fmt::format("The ratio of medians is {:.2f}, not under 2.", size));
  }
  const bool between = c.comparison.between_runs && c.comparison.between_runs->welch;
  return between
             ? pass(fmt::format(
                   "The ratio of medians is {:.2f}; it was looked into over {} and {} runs: log10 p = {:.2f}.", size,
                   c.candidate.runs(), c.baseline.runs(), c.comparison.between_runs->welch->log10_p))
             : fail(fmt::format("The ratio of medians is {:.2f}, and one run on a side cannot tell it from 1.", size),
                    "Measure both sides in several runs: the difference may be one between processes.");
}

Judgement percentiles_ordered(const Case& c) {
  std::size_t results = 0;
  for (const Side* side : c.sides()) {
    for (const core::BenchmarkResult& result : side->set->results) {
      if (!result.reported || !result.reported->p50 || !result.reported->p95 || !result.reported->p99) {
        return not_recorded(side->role, fmt::format("p50_us, p95_us and p99_us of {}", result.name));
      }
      const core::ReportedSummary& told = *result.reported;
      if (*told.p50 > *told.p95 || *told.p95 > *told.p99) {
        return fail(fmt::format("{}: p50 {}, p95 {}, p99 {}.", result.name, *told.p50, *told.p95, *told.p99),
                    "Percentiles rise with their order: compute them anew from the samples.");
      }
      ++results;
    }
  }
  return pass(fmt::format("p50 <= p95 <= p99 in each of {} results of both files.", results));
}

Judgement mean_near_median(const Case& c) {
  return on_both(c, [](const Side& side) {
    constexpr double near = 0.25;
    const std::optional<double> p50 = side.p50();
    if (!p50 || !(*p50 > 0)) {
      return not_recorded(side.role, "p50_us");
    }
    const double off = side.summary.mean / *p50 - 1;
    std::string evidence = fmt::format("The {}'s mean is {:+.1f} % off its median.", side.role, off * 100);
    if (std::abs(off) <= near) {
      return pass(evidence);
    }
    if (!side.has_samples()) {
      return skip(evidence + " Without samples the skew cannot be explained.", "Record the samples.");
    }
    const auto kept = side.ascending.size() * 99 / 100;
    double sum = 0;
    for (std::size_t i = 0; i < kept; ++i) {
      sum += side.ascending[i];
    }
    const double trimmed = kept == 0 ? 0 : sum / static_cast<double>(kept) / *p50 - 1;
    evidence += fmt::format(" Without the slowest 1 % it is {:+.1f} % off: interruptions.", trimmed * 100);
    return std::abs(trimmed) <= near
               ? pass(evidence)
               : fail(evidence, "The skew is not that of a few interruptions: look at the samples.");
  });
}

Judgement variation(const Case& c) {
  return on_both(c, [](const Side& side) {
    if (!side.summary.sd || !(side.summary.mean > 0)) {
      return not_recorded(side.role, "std_us");
    }
    const double cv = *side.summary.sd / side.summary.mean;
    const std::string evidence =
        fmt::format("The {}'s samples have a coefficient of variation of {:.1f} %.", side.role, cv * 100);
    return cv < 0.5 ? pass(evidence)
                    : fail(evidence, "Measure on a quieter machine; a few long interruptions suffice for this.");
  });
}

constexpr Point k_plausibility_points[] = {
    {81, "PyTorch's time plausible", baseline_plausible},
    {82, "Our time plausible", candidate_plausible},
    {83, "Not faster than the hardware allows", hardware_allows},
    {84, "Not suspiciously slow", not_suspiciously_slow},
    {85, "The ratio explained", ratio_explained},
    {86, "A ratio over 100 explained", huge_ratio},
    {87, "A ratio under 2 looked into", small_ratio},
    {88, "p50 <= p95 <= p99", percentiles_ordered},
    {89, "Mean near the median, or the skew explained", mean_near_median},
    {90, "Coefficient of variation under 50 %", variation},
};

}  // namespace

std::span<const Point> plausibility_points() {
  return k_plausibility_points;
}

}  // namespace moebench::audit
