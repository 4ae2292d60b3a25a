#include "yardstick.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "moebench/core/inference_row.hpp"
#include "moebench/stats/quantile.hpp"

namespace moebench::audit {

bool on_this_boot(const Case& c) {
  const std::string boot = c.candidate.text("boot_id");
  return !boot.empty() && boot == c.evidence.boot_id;
}

std::optional<Yardstick> hardware_floor(const Case& c) {
  const std::optional<double> inputs = c.candidate.number("input_dim");
  if (!inputs) {
    return std::nullopt;
  }
  const double bytes = 2 * *inputs * 4;
  const auto floor = [&](double rate, std::string_view source) -> std::optional<Yardstick> {
    const double us = bytes / rate * 1e6;
    return Yardstick{us, fmt::format("{:.0f} bytes of coefficients and input at {:.0f} GB/s, {}, take {:.4f} us", bytes,
                                     rate / 1e9, source, us)};
  };
  const double now = on_this_boot(c) ? c.evidence.read_bytes_per_sec.value_or(0) : 0;
  const double recorded = c.candidate.number("l1_read_bytes_per_sec").value_or(0);
  if (now <= 0 && recorded <= 0) {
    return std::nullopt;
  }
  return now >= recorded ? floor(now, "the first-level cache's read bandwidth measured now on this boot")
                         : floor(recorded, "the first-level cache's read bandwidth that the candidate recorded");
}

std::optional<Yardstick> arithmetic_of_an_input(const Case& c) {
  if (on_this_boot(c) && c.evidence.rerun && c.evidence.rerun->us_in_a_batch > 0) {
    const double us = c.evidence.rerun->us_in_a_batch;
    return Yardstick{us,
                     fmt::format("a vector kernel takes {:.4f} us for an input among a thousand, measured now", us)};
  }
  std::optional<double> least;
  for (const core::BenchmarkResult& result : c.candidate.set->results) {
    const std::optional<double> us = result.params.text("kernel") == "vector" && result.inputs_per_call()
                                         ? fastest_run_median(result)
                                         : std::nullopt;
    least = us && (!least || *us < *least) ? us : least;
  }
  return least ? std::optional{Yardstick{*least, fmt::format("the candidate's vector kernel takes {:.4f} us", *least)}}
               : std::nullopt;
}

std::optional<Yardstick> candidate_run_again(const Case& c) {
  if (!c.evidence.rerun || !(c.evidence.rerun->us_per_inference > 0)) {
    return std::nullopt;
  }
  const double now = c.evidence.rerun->us_per_inference;
  const std::string what = fmt::format("the {} kernel run now takes {:.4f} us", c.evidence.rerun->kernel, now);
  if (on_this_boot(c)) {
    return Yardstick{now, what};
  }
  const double here = c.evidence.read_bytes_per_sec.value_or(0);
  const double there = c.candidate.number("l1_read_bytes_per_sec").value_or(0);
  if (here <= 0 || there <= 0) {
    return std::nullopt;
  }
  const double us = now * here / there;
  return Yardstick{
      us, fmt::format("{}, {:.4f} us on the candidate's machine by what both read ({:.0f} and {:.0f} GB/s)", what, us,
                      here / 1e9, there / 1e9)};
}

std::optional<double> fastest_run_median(const core::BenchmarkResult& result) {
  std::optional<double> least;
  for (const core::Run& run : result.series.runs) {
    if (!run.samples.empty()) {
      const double median = stats::quantile(stats::sorted(run.samples), 0.5);
      least = std::min(least.value_or(median), median);
    }
  }
  return least ? least : median_of(result);
}

std::optional<FormTime> fastest_of_forms(const Case& c, std::initializer_list<std::string_view> forms, double batch) {
  std::optional<FormTime> fastest;
  for (const core::BenchmarkResult& result : c.baseline.set->results) {
    const auto inputs = static_cast<double>(result.inputs_per_call().value_or(1));
    const bool wanted = std::ranges::find(forms, result.params.text("form")) != forms.end() &&
                        (batch == 1 ? inputs == 1 : inputs >= batch);
    const std::optional<double> us = wanted ? fastest_run_median(result) : std::nullopt;
    if (us && (!fastest || *us / inputs < fastest->us / fastest->inputs)) {
      fastest = FormTime{&result, *us, inputs};
    }
  }
  return fastest;
}

Judgement arithmetic_not_slowed(const Case& c) {
  // A module call takes a product of matrices, of which one is a vector; this form takes the product made for that.
  constexpr double most = 2;
  constexpr double large_batch = 100;  // inputs, in which what a call costs is a small part
  const auto batch = fastest_of_forms(c, {"preallocated"}, large_batch);
  const std::optional<Yardstick> least = arithmetic_of_an_input(c);
  if (!batch) {
    return skip(
        "The baseline's file has no row of large batches of the preallocated form that would tell its arithmetic from "
        "its calls.",
        "Measure batches too (benchmark.py --batches 1,32,1000).");
  }
  if (!least) {
    return skip(
        "What the arithmetic of an input takes on this machine is not known: the files are of another boot and "
        "the candidate has no row of the vector kernel.",
        "Measure with infer --kernel scalar,vector, or audit on the boot that measured.");
  }
  const double each = batch->us / batch->inputs;
  const std::string evidence = fmt::format("In {} an input takes {:.4f} us, {:.2f} times as long as it must: {}.",
                                           batch->result->name, each, each / least->us, least->source);
  return each <= most * least->us
             ? pass(evidence)
             : fail(evidence,
                    "Find what slows every row of the baseline: its library of linear algebra, the machine, or "
                    "the measurement.");
}

namespace {

/// One reading of the baseline's clock in microseconds. An interpreter's reading takes two or three of ours; one that
/// is said to take more is not believed.
std::optional<double> clock_reading_us(const Case& c) {
  constexpr double most = 4;
  const std::optional<double> theirs = c.baseline.number("clock_overhead_ns");
  const std::optional<double> ours = c.candidate.number("clock_overhead_ns");
  return theirs && ours ? std::optional{std::min(*theirs, most * *ours) / 1000} : std::nullopt;
}

}  // namespace

Judgement calls_not_slowed(const Case& c) {
  constexpr double most_readings = 40;
  constexpr double most_of_modules = 8;
  constexpr double most_in_other_runs = 2.2;
  const auto bare = fastest_of_forms(c, {"dot", "preallocated"}, 1);
  const auto without_module = fastest_of_forms(c, {"preallocated"}, 1);
  const std::optional<double> plain = fastest_run_median(*c.baseline.result);
  const std::optional<double> typical = c.baseline.p50();
  if (!bare || !without_module || !plain || !typical) {
    return skip("The baseline's file has no rows of bare calls (dot, preallocated) that would tell what a call costs.",
                "Measure the forms too: examples/pytorch/benchmark.py does.");
  }
  const std::optional<double> reading = clock_reading_us(c);
  if (!reading) {
    return not_recorded(c.baseline.number("clock_overhead_ns") ? "candidate" : "baseline", "clock_overhead_ns");
  }
  const std::string evidence = fmt::format(
      "The barest call ({}) takes {:.3f} us, {:.0f} readings of the clock; the plain form {:.3f} us, {:.1f} times the "
      "same work without a module, and {:.2f} times that in a typical run.",
      bare->result->name, bare->us, bare->us / *reading, *plain, *plain / without_module->us, *typical / *plain);
  const bool explained = bare->us <= most_readings * *reading && *plain <= most_of_modules * without_module->us &&
                         *typical <= most_in_other_runs * *plain;
  return explained
             ? pass(evidence)
             : fail(evidence, fmt::format("A bare call takes at most {:.0f} readings, a module at most {:.0f} times "
                                          "its work alone: find what slows the baseline's calls.",
                                          most_readings, most_of_modules));
}

namespace {

std::optional<double> count_ms(const core::Run& run, std::string_view name) {
  const auto count = std::ranges::find(run.counts, name, &core::Count::name);
  return count == run.counts.end() || count->values.size() != 1
             ? std::nullopt
             : std::optional{static_cast<double>(count->values.front()) / 1e6};
}

double sum_ms(const core::Run& run) {
  return std::accumulate(run.samples.begin(), run.samples.end(), 0.0) * static_cast<double>(run.batch) / 1000;
}

/// The timed part of a run against its samples: single shots, and the same calls in batches where there is a row of
/// them; the calls by which a batch is sized are in it too.
Judgement run_timed_in_full(const std::string& name, const core::Run& single, const core::Run* batched,
                            double reading_us) {
  constexpr double most_beside = 3;  // an interpreter's loop beside a bare call
  constexpr double least_on_core = 0.5;
  constexpr double slack_ms = 2;  // what looking at the counters takes
  constexpr double sizing_calls = 100;
  const double wall = *count_ms(single, "timed_wall_ns");
  const double cpu = *count_ms(single, "timed_cpu_ns");
  const double samples = sum_ms(single) + (batched == nullptr ? 0 : sum_ms(*batched));
  const double call_ms = stats::quantile(stats::sorted(single.samples), 0.5) / 1000;
  const double readings_ms = 2 * reading_us / 1000 * static_cast<double>(single.samples.size());
  const double explained = samples + (batched == nullptr ? 0 : sizing_calls * call_ms) + readings_ms;
  const std::string evidence = fmt::format(
      "{}: the samples of a run add up to {:.1f} ms; its timed part took {:.1f} ms, "
      "{:.1f} ms of them on a core.",
      name, samples, wall, cpu);
  if (samples > 1.02 * wall + slack_ms) {
    return fail(evidence, "No samples can take longer than their measurement: keep those that were measured.");
  }
  if (cpu + slack_ms < least_on_core * wall) {
    return fail(evidence, "The calls waited: take sleeps out, and measure on a machine that nothing else uses.");
  }
  return wall <= most_beside * explained + slack_ms
             ? pass(evidence)
             : fail(evidence, "Most of the timed part is not in the samples: do nothing between the calls.");
}

}  // namespace

Judgement timed_in_full(const Case& c) {
  const double reading_us = c.baseline.number("clock_overhead_ns").value_or(100) / 1000;
  std::size_t rows = 0;
  for (const core::BenchmarkResult& result : c.baseline.set->results) {
    if (!core::is_single_shot(result)) {
      continue;
    }
    const core::BenchmarkResult* batched = c.baseline.set->find(result.name + " (batched)");
    for (std::size_t i = 0; i < result.series.runs.size(); ++i) {
      const core::Run& run = result.series.runs[i];
      if (run.samples.empty() || !count_ms(run, "timed_wall_ns") || !count_ms(run, "timed_cpu_ns")) {
        return skip(fmt::format("The runs of {} do not count timed_wall_ns and timed_cpu_ns.", result.name),
                    "Measure with this version of examples/pytorch/benchmark.py.");
      }
      const bool has_batches = batched != nullptr && i < batched->series.runs.size();
      const Judgement of_run =
          run_timed_in_full(result.name, run, has_batches ? &batched->series.runs[i] : nullptr, reading_us);
      if (of_run.finding != core::Finding::pass) {
        return of_run;
      }
    }
    ++rows;
  }
  return rows == 0 ? not_recorded("baseline", "runs[].counts.timed_wall_ns")
                   : pass(fmt::format("In {} rows of the baseline the samples fill the timed part, on a core.", rows));
}

}  // namespace moebench::audit
