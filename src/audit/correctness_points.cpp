// Points 31 to 45: that each side's code is what it is said to be.
#include <cmath>

#include <fmt/format.h>

#include "point.hpp"
#include "record_text.hpp"

namespace moebench::audit {
namespace {

Judgement minimal_model(const Case& c) {
  const std::string form = c.baseline.text("form");
  if (form.empty()) {
    return not_recorded("baseline", "form");
  }
  const std::optional<double> parameters = c.baseline.number("model_parameters");
  if (!parameters) {
    return not_recorded("baseline", "model_parameters");
  }
  const std::string evidence =
      fmt::format("The baseline is the {} form, one linear layer of {:.0f} parameters.", form, *parameters);
  const bool minimal = (form == "plain" || form == "784x2") && *parameters <= 2 * (784 + 1);
  return minimal ? pass(evidence) : fail(evidence, "Compare with the plain form (--match).");
}

Judgement no_accelerator(const Case& c) {
  const Judgement none = flag_is(c.baseline, "cuda_available", false, "no accelerator can be in use",
                                 "Measure with a PyTorch for CPUs, or set CUDA_VISIBLE_DEVICES to nothing.");
  return all_of({same_on_both(c, "device", "cpu"), none});
}

Judgement gradients_off(const Case& c) {
  return flag_is(c.baseline, "grad_enabled", false, "no graph is built", "Time inside torch.no_grad().");
}

Judgement eval_mode(const Case& c) {
  return flag_is(c.baseline, "eval_mode", true, "read from the module itself", "Call model.eval() first.");
}

Judgement not_compiled(const Case& c) {
  const std::string form = c.baseline.text("form");
  const Judgement flag = flag_is(c.baseline, "compiled", false, "torch.compile is not used on the plain form",
                                 "Give compiled forms rows of their own.");
  if (form == "traced") {
    return fail("The baseline's row is the traced form.", "Compare with the plain form; keep traced as its own row.");
  }
  return flag;
}

/// That what both answer is what the scalar loop answers now, to within the rounding of a sum in another order, and
/// that every check which their runs made of it held. To the last bit is asked by point 73.
Judgement standard_implementation(const Case& c) {
  if (!c.evidence.rerun) {
    return skip("The candidate's inference was not run again: " + c.evidence.no_rerun,
                "Audit where the candidate's model can be read or trained, and record model_crc32.");
  }
  const std::optional<double> logit = c.candidate.number("logit");
  const std::optional<double> other = c.baseline.number("logit");
  if (!logit || !other) {
    return not_recorded(logit ? "baseline" : "candidate", "logit");
  }
  const std::string evidence = fmt::format(
      "Scalar inference run now gives the logit {:.9g}, the candidate {:.9g} and the baseline, another implementation, "
      "{:.9g}.",
      c.evidence.rerun->logit, *logit, *other);
  const double scale = std::max(1.0, std::abs(c.evidence.rerun->logit));
  const bool same =
      std::abs(*logit - c.evidence.rerun->logit) <= 1e-5 * scale && std::abs(*logit - *other) <= 1e-5 * scale;
  return all_of({same ? pass(evidence) : fail(evidence, "Find out which side computes something else."),
                 on_both(c, checks_held)});
}

Judgement release_build(const Case& c) {
  const std::string type = c.candidate.text("build_type");
  if (type.empty()) {
    return not_recorded("candidate", "build_type");
  }
  const std::string flags = c.candidate.text("compiler_flags");
  const std::optional<bool> optimised = c.candidate.flag("optimised");
  if (flags.empty() || !optimised) {
    return not_recorded("candidate", flags.empty() ? "compiler_flags" : "optimised");
  }
  const std::string level = optimisation_in(flags);
  const std::string evidence = fmt::format("The candidate was built as {} with {}; the compiler {}.", type, flags,
                                           *optimised ? "optimised" : "did not optimise");
  return type == "Release" && *optimised && (level == "-O2" || level == "-O3")
             ? pass(evidence)
             : fail(evidence, "Measure what users run: cmake --preset release && cmake --build --preset release.");
}

Judgement no_unstated_tricks(const Case& c) {
  const std::string flags = c.candidate.text("compiler_flags");
  if (flags.empty()) {
    return not_recorded("candidate", "compiler_flags");
  }
  const std::optional<bool> linked = c.candidate.flag("link_time_optimisation");
  if (!linked) {
    return not_recorded("candidate", "link_time_optimisation");
  }
  const std::string found =
      *linked
          ? "link-time optimisation"
          : special_flag(flags, {"-fprofile-use", "-fauto-profile", "-flto", "-ffast-math", "-Ofast", "-funsafe-math"});
  return found.empty()
             ? pass(fmt::format("The recorded flags ({}) hold neither profiles, nor link-time nor unsafe "
                                "mathematical optimisation.",
                                flags))
             : fail(fmt::format("The candidate was built with {}.", found), fmt::format("Build without {}.", found));
}

Judgement monotonic(const Case& c) {
  return on_both(c, [](const Side& side) {
    const std::string clock = side.text("clock");
    return clock.empty() ? not_recorded(side.role, "clock")
                         : flag_is(side, "clock_monotonic", true, clock, "Use a monotonic clock, not the time of day.");
  });
}

/// The original asks for Rust's #[inline(always)]. Here the call crosses translation units, so that without link-time
/// optimisation nothing can inline it.
Judgement not_inlined(const Case& c) {
  const std::string flags = c.candidate.text("compiler_flags");
  if (flags.empty()) {
    return not_recorded("candidate", "compiler_flags");
  }
  const std::string evidence = fmt::format(
      "predict_proba is called across translation units through std::function; inlining it would take -flto, and the "
      "flags are {}.",
      flags);
  return special_flag(flags, {"-flto"}).empty() && c.candidate.flag("link_time_optimisation") != true
             ? pass(evidence)
             : fail(evidence, "Build without -flto and CMAKE_INTERPROCEDURAL_OPTIMIZATION.");
}

/// Both sides and the recipe carried out now agree on a hash.
Judgement as_the_recipe(const Case& c, std::string_view key, const std::string Recipe::*of_recipe,
                        std::string_view what) {
  const Judgement same = same_on_both(c, key);
  if (same.finding != core::Finding::pass) {
    return same;
  }
  if (!c.evidence.recipe) {
    return pass(same.evidence);
  }
  const std::string& expected = (*c.evidence.recipe).*of_recipe;
  return c.candidate.text(key) == expected
             ? pass(fmt::format("{} So is {} made anew from its formula.", same.evidence, what))
             : fail(fmt::format("{} {} made anew from its formula has {}.", same.evidence, what, expected),
                    "Make the data by the benchmark's formula on both sides.");
}

Judgement same_formula(const Case& c) {
  return as_the_recipe(c, "training_crc32", &Recipe::training_crc32, "the training set");
}

Judgement same_labels(const Case& c) {
  return as_the_recipe(c, "labels_crc32", &Recipe::labels_crc32, "the list of labels");
}

Judgement same_training_size(const Case& c) {
  return same_on_both(c, "training_samples", "1000");
}

Judgement same_sample(const Case& c) {
  return same_on_both(c, "input_crc32");
}

Judgement single_precision(const Case& c) {
  return same_on_both(c, "dtype", "float32");
}

constexpr Point k_correctness_points[] = {
    {31, "The PyTorch model is the minimal one", minimal_model},
    {32, "No accelerator in use", no_accelerator},
    {33, "Gradients off", gradients_off},
    {34, "Evaluation mode", eval_mode},
    {35, "The plain baseline is not compiled", not_compiled},
    {36, "Our model is the standard implementation", standard_implementation},
    {37, "Release build", release_build},
    {38, "No unstated profile-guided or link-time optimisation", no_unstated_tricks},
    {39, "Monotonic clock, not the time of day", monotonic},
    {40, "The benchmarked call is not force-inlined", not_inlined},
    {41, "Same data formula", same_formula},
    {42, "Same labels", same_labels},
    {43, "Same number of training samples: 1000", same_training_size},
    {44, "Same inference sample", same_sample},
    {45, "Single precision on both sides", single_precision},
};

}  // namespace

std::span<const Point> correctness_points() {
  return k_correctness_points;
}

}  // namespace moebench::audit
