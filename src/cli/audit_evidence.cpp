#include "audit_evidence.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/fingerprint.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/core/inference_row.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/environment.hpp"
#include "moebench/harness/hazards.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/harness/read_bandwidth.hpp"
#include "moebench/harness/runner.hpp"

namespace moebench::cli {
namespace {

constexpr std::size_t k_growth = 8;
constexpr std::size_t k_audited_batch = 1000;

/// The time of one operation in microseconds as a quiet moment shows it: a tenth of the samples was faster.
double quiet_time(const harness::Operation& operation, std::uint64_t warmup, std::uint64_t samples) {
  harness::SteadyClock clock;
  harness::Samples taken =
      harness::take_samples(clock, harness::measure_clock(clock),
                            {.timing = harness::Timing::batched, .warmup = warmup, .samples = samples}, operation);
  const auto tenth = taken.elapsed_us.begin() + static_cast<std::ptrdiff_t>(taken.elapsed_us.size() / 10);
  std::ranges::nth_element(taken.elapsed_us, tenth);
  return *tenth;
}

double time_inference(const apr::LogisticRegression& model, std::span<const float> input, apr::Kernel kernel) {
  return quiet_time(
      [&](std::uint64_t times) {
        for (std::uint64_t i = 0; i < times; ++i) {
          harness::clobber();
          harness::keep(model.predict_proba(input, kernel));
        }
      },
      1000, harness::k_batched_samples);
}

/// Of an input among many in one call, by the vector kernel.
double time_in_a_batch(const apr::LogisticRegression& model, std::span<const float> input) {
  std::vector<float> inputs;
  inputs.reserve(k_audited_batch * input.size());
  for (std::size_t row = 0; row < k_audited_batch; ++row) {
    inputs.insert(inputs.end(), input.begin(), input.end());
  }
  std::vector<float> outputs(k_audited_batch);
  const double of_all = quiet_time(
      [&](std::uint64_t times) {
        for (std::uint64_t i = 0; i < times; ++i) {
          harness::clobber();
          model.predict_proba(inputs, k_audited_batch, outputs, apr::Kernel::vector);
          harness::keep(outputs.data());
        }
      },
      10, 200);
  return of_all / static_cast<double>(k_audited_batch);
}

/// The kernel of that name; the scalar one where there is no such name.
apr::Kernel kernel_named(std::string_view wanted) {
  for (const apr::Kernel kernel : {apr::Kernel::vector, apr::Kernel::eigen}) {
    if (apr::name(kernel) == wanted) {
      return kernel;
    }
  }
  return apr::Kernel::scalar;
}

/// The model with its coefficients, and so its work, so many times over.
core::Result<apr::LogisticRegression> repeated(const apr::LogisticRegression& model, std::size_t times) {
  std::vector<float> coefficients;
  for (std::size_t i = 0; i < times; ++i) {
    coefficients.insert(coefficients.end(), model.coefficients().begin(), model.coefficients().end());
  }
  return apr::LogisticRegression::create(std::move(coefficients), model.intercept());
}

core::Result<apr::LogisticRegression> candidate_model(const core::ResultSet& candidate) {
  const std::string recorded = candidate.config.text("model_crc32");
  if (recorded.empty()) {
    return core::input_error("", "its file records no model_crc32.");
  }
  apr::LogisticRegression trained = apr::benchmark_model();
  if (apr::fingerprint(trained) == recorded) {
    return trained;
  }
  const std::string path = candidate.config.text("model");
  auto loaded = apr::load_logistic_regression(path);
  if (!loaded) {
    return core::input_error("", fmt::format("the model {} cannot be read.", path));
  }
  if (apr::fingerprint(*loaded) != recorded) {
    return core::input_error("", fmt::format("the model {} is another by now than the one that was measured.", path));
  }
  return loaded;
}

core::Result<audit::Rerun> rerun(const core::ResultSet& candidate, apr::Kernel kernel) {
  const auto model = candidate_model(candidate);
  if (!model) {
    return std::unexpected(model.error());
  }
  const std::vector<float> input = apr::benchmark_input(model->input_size());
  if (candidate.config.text("input_crc32") != apr::fingerprint(input)) {
    return core::input_error("", "its input is not the benchmark's.");
  }
  const auto answer = model->classify(input);
  const auto larger = repeated(*model, k_growth);
  if (!answer || !larger) {
    return core::input_error("", "the model does not answer for the benchmark's input.");
  }
  const double once = time_inference(*model, input, kernel);
  const double more = time_inference(*larger, apr::benchmark_input(larger->input_size()), kernel);
  return audit::Rerun{.model_crc32 = apr::fingerprint(*model),
                      .logit = answer->logit,
                      .probability = answer->probability,
                      .label = answer->label,
                      .kernel = std::string{apr::name(kernel)},
                      .us_per_inference = once,
                      .growth = more / once,
                      .us_in_a_batch = time_in_a_batch(*model, input)};
}

audit::Recipe recipe() {
  const apr::TrainingSet data = apr::benchmark_training_set();
  return {.model_crc32 = apr::fingerprint(apr::benchmark_model()),
          .training_crc32 = apr::fingerprint(data.features),
          .labels_crc32 = apr::fingerprint(data.labels),
          .input_crc32 = apr::fingerprint(apr::benchmark_input(data.feature_count))};
}

std::vector<std::string> unstated_hazards(const core::Environment& environment) {
  std::vector<std::string> missing;
  for (const core::Hazard& hazard : harness::judge(environment.facts)) {
    if (std::ranges::find(environment.hazards, hazard.code, &core::Hazard::code) == environment.hazards.end()) {
      missing.emplace_back(name(hazard.code));
    }
  }
  return missing;
}

}  // namespace

audit::Evidence gather_evidence(const core::ResultSet& candidate, const core::BenchmarkResult& judged) {
  audit::Evidence evidence;
  evidence.recipe = recipe();
  const core::Attributes here = harness::collect_environment().facts;
  evidence.boot_id = here.text("boot_id");
  // Such a build is many times slower: neither its inference nor its reading says anything of the machine.
  if (here.text("sanitizers") == "none" && here.flag("optimised").value_or(false)) {
    evidence.read_bytes_per_sec = harness::measure_read_bandwidth();
    if (auto again = rerun(candidate, kernel_named(core::kernel_of(judged)))) {
      evidence.rerun = *std::move(again);
    } else {
      evidence.no_rerun = again.error().message;
    }
  } else {
    evidence.no_rerun = "this build is instrumented, or not optimised, and does not time.";
  }
  if (!candidate.environment.facts.entries().empty()) {
    evidence.unstated_hazards = unstated_hazards(candidate.environment);
  }
  return evidence;
}

}  // namespace moebench::cli
