#include "moebench/scenarios/infer_scenario.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/apr/fingerprint.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/harness/process_activity.hpp"
#include "moebench/harness/runner.hpp"
#include "single_run.hpp"
#include "single_shots.hpp"
#include "sweep.hpp"
#include "turns.hpp"

namespace moebench::scenarios {
namespace {

using apr::Kernel;

/// The rows in turn as whole batches: repeated from the first on until the last batch is full.
Inputs in_batches(const Inputs& inputs, std::size_t batch) {
  Inputs filled = inputs;
  const std::size_t size = (inputs.rows() + batch - 1) / batch * batch * inputs.columns;
  filled.values.reserve(size);
  for (std::size_t i = 0; filled.values.size() < size; ++i) {
    filled.values.push_back(inputs.values[i % inputs.values.size()]);
  }
  return filled;
}

/// Calls the model on the batches in turn.
class Inference {
 public:
  /// `inputs` are whole batches.
  Inference(const apr::LogisticRegression& model, const Inputs& inputs, Kernel kernel, std::size_t batch)
      : model_{model}, inputs_{inputs.values}, kernel_{kernel}, step_{batch * inputs.columns}, outputs_(batch) {}

  void operator()(std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      const std::span<const float> rows = inputs_.subspan(at_, step_);
      if (outputs_.size() == 1) {
        harness::keep(model_.predict_proba(rows, kernel_));
      } else {
        model_.predict_proba(rows, outputs_.size(), outputs_, kernel_);
        harness::keep(outputs_.data());
      }
      at_ = at_ + step_ == inputs_.size() ? 0 : at_ + step_;
    }
  }

 private:
  const apr::LogisticRegression& model_;
  std::span<const float> inputs_;
  Kernel kernel_;
  std::size_t step_;
  std::size_t at_ = 0;
  std::vector<float> outputs_;
};

/// A kernel with a batch and what was measured of them.
struct Arm {
  Kernel kernel;
  std::size_t batch;
  std::vector<apr::Prediction> before;
  harness::Operation operation;
  harness::Samples single{.batch = 1, .elapsed_us = {}};
  harness::Samples batched{.batch = 1, .elapsed_us = {}};
};

std::string result_name(Kernel kernel, std::size_t batch, bool batched) {
  std::string name = "moebench LogisticRegression";
  if (kernel != Kernel::scalar) {
    name += fmt::format(", {} kernel", apr::name(kernel));
  }
  if (batch != 1) {
    name += fmt::format(", batch of {}", batch);
  }
  return batched ? name + " (batched)" : name;
}

core::Result<void> validate(const apr::LogisticRegression& model, const Inputs& inputs, const InferPlan& plan) {
  if (plan.iterations == 0) {
    return core::usage_error("iterations", "at least 1 iteration is needed, 0 given");
  }
  for (const auto& valid :
       {check_values("batch", plan.batch), check_combinations("batch", {plan.batch.size(), plan.kernels.size()})}) {
    if (!valid) {
      return valid;
    }
  }
  if (const std::size_t largest = std::ranges::max(plan.batch); largest > k_most_batch_values / model.input_size()) {
    return core::usage_error("batch", fmt::format("a batch of {} samples of {} values is beyond {} values; give a "
                                                  "smaller one",
                                                  largest, model.input_size(), k_most_batch_values));
  }
  std::vector<Kernel> kernels = plan.kernels;
  std::ranges::sort(kernels);
  if (kernels.empty() || std::ranges::adjacent_find(kernels) != kernels.end()) {
    return core::usage_error("kernel", "no kernel is given, or one twice; give one or more, each once");
  }
  if (inputs.columns != model.input_size() || inputs.values.empty()) {
    return core::input_error("input", fmt::format("the model takes {} values in a sample, the input has {}",
                                                  model.input_size(), inputs.columns));
  }
  return {};
}

/// `of` says which samples of an arm are meant.
void take_turns(std::vector<Arm>& arms, std::uint64_t samples, harness::Samples Arm::*of, core::Rng& rng) {
  std::vector<Turn> turns;
  for (Arm& arm : arms) {
    turns.push_back({.operation = &arm.operation, .samples = &(arm.*of)});
  }
  take_turns(turns, samples, rng);
}

void measure(std::vector<Arm>& arms, const InferPlan& plan, const harness::ClockCost& cost) {
  core::Rng rng{plan.seed, plan.run};
  const auto warm_up = [&] {
    for (Arm& arm : arms) {
      arm.operation(plan.warmup);
    }
  };
  warm_up();
  take_turns(arms, plan.iterations, &Arm::single, rng);
  warm_up();
  harness::SteadyClock clock;
  for (Arm& arm : arms) {
    arm.batched.batch = harness::calibrate_batch(clock, cost, arm.operation);
  }
  take_turns(arms, harness::k_batched_samples, &Arm::batched, rng);
}

core::Check unchanged_check(const std::vector<apr::Prediction>& before, const std::vector<apr::Prediction>& after) {
  const auto same = [](const apr::Prediction& a, const apr::Prediction& b) {
    return a.logit == b.logit && a.probability == b.probability && a.label == b.label;
  };
  const bool ok = std::ranges::equal(before, after, same);
  return {.name = "answers after the measurement",
          .expected = "those before it",
          .actual = ok ? "those before it" : "others",
          .ok = ok};
}

core::Check same_parameters_check(const std::string& before, const std::string& after) {
  return {.name = "parameters after the measurement", .expected = before, .actual = after, .ok = before == after};
}

/// How many of the rows' logits are further from those in f64 than the kernel may be.
core::Check bound_check(const apr::LogisticRegression& model, const Inputs& inputs, const Arm& arm) {
  std::size_t beyond = 0;
  for (std::size_t row = 0; row < arm.before.size(); ++row) {
    double z = static_cast<double>(model.intercept());
    double magnitude = std::abs(z);
    for (std::size_t j = 0; j < inputs.columns; ++j) {
      const double product =
          static_cast<double>(model.coefficients()[j]) * static_cast<double>(inputs.values[row * inputs.columns + j]);
      z += product;
      magnitude += std::abs(product);
    }
    const double error = std::abs(static_cast<double>(arm.before[row].logit) - z);
    // f64 itself rounds, by less than a thousandth of the bound.
    beyond += error <= 1.001 * apr::logit_error_bound(arm.kernel, inputs.columns, magnitude) ? 0U : 1U;
  }
  return {.name = "logits beyond the kernel's bound of double precision",
          .expected = "0",
          .actual = std::to_string(beyond),
          .ok = beyond == 0};
}

core::Attributes parameters(const Arm& arm, const Inputs& inputs) {
  core::Attributes params;
  params.set("input_dim", inputs.columns);
  params.set("input_rows", inputs.rows());
  params.set("kernel", apr::name(arm.kernel));
  if (arm.kernel == Kernel::vector) {
    params.set("vector_target", apr::vector_target());
  }
  params.set("batch", arm.batch);
  params.set("timing", "single-shot");
  params.set("logit", core::Scalar{static_cast<double>(arm.before.front().logit)});
  params.set("probability", core::Scalar{static_cast<double>(arm.before.front().probability)});
  params.set("class", arm.before.front().label);
  return params;
}

/// Samples of calls as samples of inferences, of which a call holds `batch`.
core::BenchmarkResult result_of(std::string name, core::Attributes params, harness::Samples samples,
                                std::size_t batch) {
  for (double& elapsed : samples.elapsed_us) {
    elapsed /= static_cast<double>(batch);
  }
  const std::string metric = batch == 1 ? "time per single-sample inference"
                                        : fmt::format("time per sample, inferred in batches of {}", batch);
  core::BenchmarkResult result = single_run(std::move(name), "infer", metric, std::move(params), samples.batch * batch,
                                            std::move(samples.elapsed_us));
  result.framework = "moebench";
  return result;
}

}  // namespace

core::Result<void> check_plan(const apr::LogisticRegression& model, const Inputs& inputs, const InferPlan& plan) {
  return validate(model, inputs, plan);
}

core::Result<std::vector<core::BenchmarkResult>> run_infer(const apr::LogisticRegression& model, const Inputs& inputs,
                                                           const InferPlan& plan) {
  if (const auto valid = validate(model, inputs, plan); !valid) {
    return std::unexpected(valid.error());
  }
  std::vector<Inputs> filled;
  filled.reserve(plan.batch.size());  // the arms look into it
  std::vector<Arm> arms;
  for (const std::size_t batch : plan.batch) {
    filled.push_back(in_batches(inputs, batch));
    for (const Kernel kernel : plan.kernels) {
      auto before = model.classify(inputs.values, inputs.rows(), kernel);
      if (!before) {
        return std::unexpected(std::move(before).error());
      }
      arms.push_back({.kernel = kernel,
                      .batch = batch,
                      .before = *std::move(before),
                      .operation = Inference{model, filled.back(), kernel, batch}});
    }
  }
  const std::string parameters_before = apr::fingerprint(model);
  harness::SteadyClock clock;
  const harness::ClockCost cost = harness::measure_clock(clock);
  const harness::ActivityWatch watch;
  measure(arms, plan, cost);
  const std::vector<core::Count> activity = watch.so_far().counts();
  const core::Check same_parameters = same_parameters_check(parameters_before, apr::fingerprint(model));

  const bool against_scalar = plan.kernels.size() > 1 && std::ranges::count(plan.kernels, Kernel::scalar) == 1;
  std::vector<core::BenchmarkResult> results;
  for (Arm& arm : arms) {
    const auto after = model.classify(inputs.values, inputs.rows(), arm.kernel);
    core::Attributes params = parameters(arm, inputs);
    results.push_back(result_of(result_name(arm.kernel, arm.batch, false), params, std::move(arm.single), arm.batch));
    doubt_single_shots(results.back(), cost, arm.batch);
    params.set("timing", "batched");
    results.push_back(
        result_of(result_name(arm.kernel, arm.batch, true), std::move(params), std::move(arm.batched), arm.batch));
    for (core::BenchmarkResult& result : std::span{results}.last(2)) {
      result.checks = {unchanged_check(arm.before, *after), same_parameters, bound_check(model, inputs, arm)};
      result.series.runs.front().counts = activity;
      if (against_scalar && arm.kernel != Kernel::scalar) {
        result.baselines = {result_name(Kernel::scalar, arm.batch, result.name.ends_with("(batched)"))};
      }
    }
  }
  return results;
}

}  // namespace moebench::scenarios
