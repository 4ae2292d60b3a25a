#include "moebench/scenarios/infer_scenario.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/apr/fingerprint.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/harness/process_activity.hpp"
#include "moebench/harness/runner.hpp"
#include "single_run.hpp"

namespace moebench::scenarios {
namespace {

constexpr std::string_view k_metric = "time per single-sample inference";

/// Calls the model on the rows in turn.
class Inference {
 public:
  Inference(const apr::LogisticRegression& model, const Inputs& inputs) : model_{model}, inputs_{inputs} {}

  void operator()(std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      harness::keep(model_.predict_proba(row(next_)));
      next_ = next_ + 1 == inputs_.rows() ? 0 : next_ + 1;
    }
  }

  std::span<const float> row(std::size_t index) const {
    return {inputs_.values.data() + index * inputs_.columns, inputs_.columns};
  }

 private:
  const apr::LogisticRegression& model_;
  const Inputs& inputs_;
  std::size_t next_ = 0;
};

core::Result<std::vector<apr::Prediction>> classify_all(const apr::LogisticRegression& model, const Inputs& inputs) {
  const Inference inference{model, inputs};
  std::vector<apr::Prediction> predictions;
  for (std::size_t row = 0; row < inputs.rows(); ++row) {
    auto prediction = model.classify(inference.row(row));
    if (!prediction) {
      return core::input_error(fmt::format("input row {}", row + 1), prediction.error().message);
    }
    predictions.push_back(*prediction);
  }
  return predictions;
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

/// A doubt about single shots when the clock is more than 1 % of the median of them.
void doubt_single_shots(core::BenchmarkResult& result, const harness::ClockCost& cost) {
  std::vector<double> samples = result.series.pooled();
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::ranges::nth_element(samples, middle);
  const double median_ns = *middle * 1000;
  const double share = median_ns > 0 ? std::max(cost.overhead_ns, cost.resolution_ns) / median_ns : 1.0;
  if (share > 0.01) {
    result.warnings.push_back(
        {.code = core::WarningCode::near_clock_resolution,
         .subject = result.name,
         .message =
             fmt::format("single shots include the clock: one reading takes {:.0f} ns and it moves in steps of {:.0f} "
                         "ns, more than 1 % of such a sample; for the operation's own time use the batched row",
                         cost.overhead_ns, cost.resolution_ns)});
  }
}

}  // namespace

core::Result<std::vector<core::BenchmarkResult>> run_infer(const apr::LogisticRegression& model, const Inputs& inputs,
                                                           const InferPlan& plan) {
  if (plan.iterations == 0) {
    return core::usage_error("iterations", "at least 1 iteration is needed, 0 given");
  }
  if (inputs.columns != model.input_size() || inputs.values.empty()) {
    return core::input_error("input", fmt::format("the model takes {} values in a sample, the input has {}",
                                                  model.input_size(), inputs.columns));
  }
  const auto before = classify_all(model, inputs);
  if (!before) {
    return std::unexpected(before.error());
  }

  const std::string parameters = apr::fingerprint(model);

  Inference inference{model, inputs};
  const harness::Operation operation = [&inference](std::uint64_t times) { inference(times); };
  harness::SteadyClock clock;
  const harness::ClockCost cost = harness::measure_clock(clock);
  const harness::ActivityWatch watch;
  auto single = harness::take_samples(
      clock, cost, {.timing = harness::Timing::single_shot, .warmup = plan.warmup, .samples = plan.iterations},
      operation);
  auto batched = harness::take_samples(
      clock, cost, {.timing = harness::Timing::batched, .warmup = plan.warmup, .samples = harness::k_batched_samples},
      operation);

  const std::vector<core::Count> activity = watch.so_far().counts();
  const auto after = classify_all(model, inputs);
  core::Attributes params;
  params.set("input_dim", model.input_size());
  params.set("input_rows", inputs.rows());
  params.set("kernel", "scalar");
  params.set("batch", 1);
  params.set("timing", "single-shot");
  params.set("logit", core::Scalar{static_cast<double>(before->front().logit)});
  params.set("probability", core::Scalar{static_cast<double>(before->front().probability)});
  params.set("class", before->front().label);
  std::vector<core::BenchmarkResult> results;
  results.push_back(
      single_run("moebench LogisticRegression", "infer", k_metric, params, single.batch, std::move(single.elapsed_us)));
  doubt_single_shots(results.back(), cost);
  params.set("timing", "batched");
  results.push_back(single_run("moebench LogisticRegression (batched)", "infer", k_metric, params, batched.batch,
                               std::move(batched.elapsed_us)));
  for (core::BenchmarkResult& result : results) {
    result.framework = "moebench";
    result.checks = {unchanged_check(*before, *after), same_parameters_check(parameters, apr::fingerprint(model))};
    result.series.runs.front().counts = activity;
  }
  return results;
}

}  // namespace moebench::scenarios
