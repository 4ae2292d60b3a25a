// Points 91 to 100: that neither side was helped or hindered, and that the report says what it cannot show.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "agreement.hpp"
#include "record_text.hpp"
#include "yardstick.hpp"

namespace moebench::audit {
namespace {

/// A call that sleeps or waits gives its core up by itself; one that only computes does not.
Judgement never_waits(const Case& c) {
  return counted_at_most(c, "voluntary_switches", 0.01, "times the core was given up voluntarily",
                         "Take sleeps, locks and waiting for other threads out of the timed part.");
}

Judgement no_slower_than_other_forms(const Case& c) {
  constexpr double most = 4;
  const std::optional<double> plain = c.baseline.p50();
  std::size_t forms = 0;
  for (const char* form : {"inference_mode", "traced"}) {
    const core::BenchmarkResult* result = baseline_form(c, form);
    const std::optional<double> p50 = result == nullptr ? std::nullopt : median_of(*result);
    if (!plain || !p50) {
      continue;
    }
    ++forms;
    if (*plain > most * *p50) {
      return fail(fmt::format("The plain form takes {:.3f} us, the {} form of the same computation {:.3f} us.", *plain,
                              form, *p50),
                  "Find what slows the plain form; it is not PyTorch itself.");
    }
  }
  if (forms == 0) {
    return skip("The baseline's file has no faster forms that its plain form could be held against.",
                "Measure inference_mode and traced too (examples/pytorch/benchmark.py).");
  }
  return pass(fmt::format("The plain form takes at most {:.0f} times what its {} faster forms take.", most, forms));
}

Judgement baseline_not_slowed(const Case& c) {
  // Debian's alternative without a BLAS made for speed: Netlib's reference, as the compiler left it.
  if (const std::string blas = c.baseline.text("blas"); blas.find("/blas/libblas.so") != std::string::npos) {
    return fail(fmt::format("The baseline multiplies with the reference BLAS ({}).", blas),
                "Install a BLAS made for speed, which PyTorch then uses: apt-get install libopenblas0-pthread");
  }
  // PyTorch is told by ATEN_CPU_CAPABILITY to do without the vectors that the processor has.
  const std::string capability = c.baseline.text("cpu_capability");
  if (c.candidate.text("cpu_features").find("avx2") != std::string::npos &&
      capability.find("AVX2") == std::string::npos && capability.find("AVX512") == std::string::npos) {
    return fail(fmt::format("The processor has AVX2, and the baseline states \"{}\".", capability),
                "Let PyTorch use the processor's vectors: unset ATEN_CPU_CAPABILITY.");
  }
  return all_of(
      {never_waits(c), timed_in_full(c), no_slower_than_other_forms(c), arithmetic_not_slowed(c), calls_not_slowed(c)});
}

Judgement nothing_undocumented(const Case& c) {
  const std::string flags = c.candidate.text("compiler_flags");
  if (flags.empty()) {
    return not_recorded("candidate", "compiler_flags");
  }
  const std::string found =
      special_flag(flags, {"-fprofile-use", "-ffast-math", "-Ofast", "-funsafe-math", "-march=", "-flto"});
  if (!found.empty()) {
    return fail(fmt::format("The candidate was built with {}.", found), fmt::format("Build without {}.", found));
  }
  if (!c.evidence.rerun) {
    return skip("The candidate's answers were not recomputed: " + c.evidence.no_rerun,
                "Audit where the candidate's model can be read or trained.");
  }
  const std::optional<double> logit = c.candidate.number("logit");
  const std::string kernel = c.candidate.own_text("kernel");
  if (!logit || kernel.empty()) {
    return not_recorded("candidate", logit ? "kernel" : "logit");
  }
  const double most = kernel == "scalar" ? 0 : 1e-5 * std::max(1.0, std::abs(*logit));
  const std::string evidence = fmt::format(
      "The flags are {}; the {} kernel's logit is {:.2g} off that of the scalar loop "
      "run now.",
      flags, kernel, std::abs(*logit - c.evidence.rerun->logit));
  return std::abs(*logit - c.evidence.rerun->logit) <= most
             ? pass(evidence)
             : fail(evidence, "State which kernel ran: these answers are not the stated one's.");
}

Judgement vectors_stated(const Case& c) {
  const std::string kernel = c.candidate.own_text("kernel");
  const std::string capability = c.baseline.text("cpu_capability");
  if (kernel.empty() || capability.empty()) {
    return not_recorded(kernel.empty() ? "candidate" : "baseline", kernel.empty() ? "kernel" : "cpu_capability");
  }
  const std::string target = c.candidate.own_text("vector_target");
  return pass(fmt::format("The candidate's kernel is {}{}{}; the baseline states \"{}\".", kernel,
                          target.empty() ? "" : " for ", target, capability));
}

Judgement nothing_precomputed(const Case& c) {
  const std::optional<Yardstick> floor = hardware_floor(c);
  const std::optional<double> p50 = c.candidate.batched_p50() ? c.candidate.batched_p50() : c.candidate.p50();
  if (!p50) {
    return not_recorded("candidate", "p50_us");
  }
  if (floor && *p50 < floor->us) {
    return fail(fmt::format("The candidate answers in {:.5f} us; {}.", *p50, floor->source),
                "Compute the answer in every timed call.");
  }
  if (!c.evidence.rerun) {
    return skip("The candidate's inference was not timed again: " + c.evidence.no_rerun,
                "Audit where the candidate's model can be read or trained.");
  }
  const std::optional<Yardstick> again = candidate_run_again(c);
  if (!again) {
    return skip("The candidate's kernel was not timed again on a machine that its own can be compared with.",
                "Audit on the boot that measured, or measure with this version of moebench infer, which records "
                "l1_read_bytes_per_sec.");
  }
  constexpr double least = 0.6;
  constexpr double least_growth = 4;
  const std::string evidence =
      fmt::format("The candidate answers in {:.4f} us; {}, and {:.1f} times as long with eight times the inputs.", *p50,
                  again->source, c.evidence.rerun->growth);
  if (*p50 < least * again->us || c.evidence.rerun->growth < least_growth) {
    return fail(evidence, "Compute the answer in every timed call: this is faster than computing it.");
  }
  return floor ? pass(fmt::format("{} {}.", evidence, floor->source))
               : skip(evidence + " How fast the machine reads is not known.",
                      "Measure with this version of moebench infer, which records l1_read_bytes_per_sec.");
}

Judgement no_debug_against_release(const Case& c) {
  const std::string type = c.candidate.text("build_type");
  if (type.empty()) {
    return not_recorded("candidate", "build_type");
  }
  const Judgement theirs =
      flag_is(c.baseline, "debug_build", false, "torch.version.debug", "Measure with a release build of PyTorch.");
  const std::optional<bool> optimised = c.candidate.flag("optimised");
  if (!optimised) {
    return not_recorded("candidate", "optimised");
  }
  const std::string evidence = fmt::format("The candidate is a {} build, {}optimised.", type, *optimised ? "" : "not ");
  const Judgement ours = special_flag(type, {"Debug", "assertions"}).empty() && *optimised
                             ? pass(evidence)
                             : fail(evidence, "Compare release builds.");
  return all_of({ours, theirs});
}

Judgement no_gpu(const Case& c) {
  return same_on_both(c, "device", "cpu");
}

Judgement same_batch(const Case& c) {
  const std::optional<std::uint64_t> a = c.candidate.result->inputs_per_call();
  const std::optional<std::uint64_t> b = c.baseline.result->inputs_per_call();
  if (!a || !b) {
    return not_recorded(a ? "baseline" : "candidate", "batch_size");
  }
  const Judgement timing = same_on_both(c, "timing");
  const std::string evidence =
      fmt::format("A call answers for {} input in the candidate and {} in the baseline.", *a, *b);
  return all_of({timing, *a == *b ? pass(evidence) : fail(evidence, "Compare rows of the same batch size.")});
}

/// Training is a hundred steps over a thousand rows, each of which takes an inference and more.
Judgement training_not_timed(const Case& c) {
  constexpr double inferences = 100 * 1000;
  return on_both(c, [](const Side& side) {
    const std::optional<double> most = side.summary.max;
    const std::optional<double> least = side.batched_p50() ? side.batched_p50() : side.p50();
    if (!most || !least) {
      return not_recorded(side.role, "max_us");
    }
    const Judgement trained =
        all_of({flag_is(side, "trained_before_timing", true, "trained or loaded before the clock ran",
                        "Train the model before timing.")});
    // Tensor libraries train on all rows at once: a call for each of the hundred steps is the least.
    const double training = side.role == "candidate" ? inferences * *least : 100 * *least;
    const std::string evidence = fmt::format("The {}'s median is {:.4g} us; training takes at least {:.4g} us.",
                                             side.role, side.p50().value_or(*least), training);
    return side.p50().value_or(*least) < training
               ? trained.finding == core::Finding::pass ? pass(evidence + " " + trained.evidence) : trained
               : fail(evidence, "Train the model before timing.");
  });
}

Judgement worst_case(const Case& c) {
  return on_both(c, [](const Side& side) {
    const auto& reported = side.result->reported;
    if (!reported || !reported->max || !reported->p99) {
      return not_recorded(side.role, "max_us and p99_us");
    }
    if (!side.has_samples()) {
      return skip(
          fmt::format("The {} states a maximum of {} us and holds no samples to prove it.", side.role, *reported->max),
          "Record the samples.");
    }
    const std::string evidence =
        fmt::format("The {} states the maximum {} us and p99 {:.4g} us; its slowest sample took {} us.", side.role,
                    *reported->max, *reported->p99, side.ascending.back());
    return agrees(*reported->max, side.ascending.back()) ? pass(evidence)
                                                         : fail(evidence, "State the slowest sample as the maximum.");
  });
}

// What applies to every comparison of this kind: a statement about it has one of these words.
constexpr std::string_view k_machine_words[] = {"machine"};
constexpr std::string_view k_thread_words[] = {"thread", "core"};
constexpr std::string_view k_clock_words[] = {"clock"};
constexpr std::string_view k_cache_words[] = {"cache"};
constexpr std::string_view k_service_words[] = {"network", "in process", "server"};

Judgement states_what_applies(const Side& side) {
  constexpr std::size_t least = 3;
  const std::string text = side.text("limitations");
  if (text.empty()) {
    return not_recorded(side.role, "limitations");
  }
  const std::string remedy =
      "State that it is one machine, how many threads ran, that single shots include the clock, what stays in the "
      "caches, and "
      "that no network is part of it.";
  if (sentences_in(text) < least) {
    return fail(
        fmt::format("The {} states {} limitations, {} are needed: \"{}\"", side.role, sentences_in(text), least, text),
        remedy);
  }
  const std::span<const std::string_view> topics[] = {k_machine_words, k_thread_words, k_clock_words, k_cache_words,
                                                      k_service_words};
  for (const auto& topic : topics) {
    if (std::ranges::none_of(topic, [&](std::string_view word) { return text.find(word) != std::string::npos; })) {
      return fail(fmt::format("The {} says nothing of its {}: \"{}\"", side.role, topic.front(), text), remedy);
    }
  }
  return pass(fmt::format("The {} states: {}", side.role, text));
}

Judgement limitations(const Case& c) {
  if (!c.evidence.unstated_hazards.empty()) {
    return fail(fmt::format("The candidate's machine calls for warnings that its file does not state: {}.",
                            fmt::join(c.evidence.unstated_hazards, ", ")),
                "Keep the hazards of the machine in the file.");
  }
  return all_of({on_both(c, states_what_applies), pass(fmt::format("The candidate states {} hazards of its machine.",
                                                                   c.candidate.set->environment.hazards.size()))});
}

constexpr Point k_bias_points[] = {
    {91, "PyTorch is not slowed on purpose", baseline_not_slowed},
    {92, "No undocumented optimisation of ours", nothing_undocumented},
    {93, "Vector instructions on both sides, or the difference stated", vectors_stated},
    {94, "Nothing precomputed", nothing_precomputed},
    {95, "No debug build against a release", no_debug_against_release},
    {96, "No GPU against a CPU", no_gpu},
    {97, "No batch against single calls", same_batch},
    {98, "Training is not in the timing", training_not_timed},
    {99, "The worst case is reported", worst_case},
    {100, "Limitations stated", limitations},
};

}  // namespace

std::span<const Point> bias_points() {
  return k_bias_points;
}

}  // namespace moebench::audit
