#include "infer_record.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/fingerprint.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/process_activity.hpp"
#include "moebench/harness/read_bandwidth.hpp"
#include "version_text.hpp"

namespace moebench::cli {
namespace {

std::string environment_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void record_training(core::Attributes& config, const std::string& model) {
  const apr::TrainingSet data = apr::benchmark_training_set();
  if (apr::fingerprint(apr::benchmark_model()) != model) {
    return;
  }
  config.set("training_samples", data.labels.size());
  config.set("training_features", data.feature_count);
  config.set("training_crc32", apr::fingerprint(data.features));
  config.set("labels_crc32", apr::fingerprint(data.labels));
  config.set("training_labels_0", std::ranges::count(data.labels, 0.0F));
  config.set("training_labels_1", std::ranges::count(data.labels, 1.0F));
}

}  // namespace

void record_inference(core::Attributes& config, const apr::LogisticRegression& model, std::span<const float> inputs) {
  const std::string fingerprint = apr::fingerprint(model);
  config.set("input_dim", model.input_size());
  config.set("num_classes", 2);
  config.set("model_crc32", fingerprint);
  config.set("model_parameters", model.input_size() + 1);
  config.set("coefficients_nonzero",
             std::ranges::count_if(model.coefficients(), [](float value) { return value != 0.0F; }));
  record_training(config, fingerprint);
  config.set("input_crc32", apr::fingerprint(inputs));
  config.set("input_min", core::Scalar{static_cast<double>(std::ranges::min(inputs))});
  config.set("input_max", core::Scalar{static_cast<double>(std::ranges::max(inputs))});
  config.set("dtype", "float32");
  config.set("device", "cpu");
  if (const auto threads = harness::own_threads()) {
    config.set("threads", *threads);
  }
  config.set("eval_mode", core::Scalar{true});  // the model is const: it has no other mode
  config.set("trained_before_timing", core::Scalar{true});
  config.set("clock", harness::k_clock_name);
  config.set("clock_monotonic", core::Scalar{true});
  const std::string preloaded = environment_variable("LD_PRELOAD");
  config.set("preloaded", preloaded.empty() ? "none" : preloaded);
  config.set("allocation_tracing", core::Scalar{!environment_variable("MALLOC_TRACE").empty()});
  if (const auto compilers = harness::compilers_running()) {
    config.set("compilers_running", *compilers);
  }
  config.set("l1_read_bytes_per_sec", core::Scalar{harness::measure_read_bandwidth()});
  config.set("libraries", libraries());
  config.set("limitations",
             "One machine, one thread, in process: no network, no queue. Single shots include the clock's own cost. "
             "The model and its "
             "input stay in the nearest cache, which a server's seldom do.");
}

void record_batch(core::Attributes& config, std::size_t values) {
  config.set("batch_read_bytes_per_sec", core::Scalar{harness::measure_read_bandwidth(values * sizeof(float))});
}

}  // namespace moebench::cli
