#include <filesystem>
#include <memory>
#include <string>

#include "commands.hpp"
#include "infer_record.hpp"
#include "measuring.hpp"
#include "moebench/apr/benchmark_model.hpp"
#include "moebench/io/samples_csv.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/infer_scenario.hpp"
#include "options.hpp"
#include "served_models.hpp"

namespace moebench::cli {
namespace {

struct InferOptions : ScenarioOptions {
  scenarios::InferPlan plan;
  std::string model;
  std::string input;
};

core::Result<scenarios::Inputs> load_inputs(const std::string& path, std::size_t columns) {
  if (path.empty()) {
    return scenarios::Inputs{.values = apr::benchmark_input(columns), .columns = columns};
  }
  auto samples = io::read_samples_csv(path);
  if (!samples) {
    return std::unexpected(samples.error());
  }
  if (samples->columns != columns) {
    return core::input_error(path, "its lines hold " + std::to_string(samples->columns) + " values, the model takes " +
                                       std::to_string(columns) + " in a sample");
  }
  return scenarios::Inputs{.values = std::move(samples->values), .columns = samples->columns};
}

Outcome run(const Session& session, const InferOptions& options) {
  if (options.runs > 1 && !options.input.empty() && std::filesystem::exists(options.input) &&
      !std::filesystem::is_regular_file(options.input)) {
    return core::usage_error("input",
                             "every run reads the input anew, and this one is not a file: save it to a file, or use "
                             "--runs 1");
  }
  // Also where fresh processes do the measuring: what they could not use is said here, once and plainly.
  const auto model = load_model(options.model);
  if (!model) {
    return std::unexpected(model.error());
  }
  const auto inputs = load_inputs(options.input, model->input_size());
  if (!inputs) {
    return std::unexpected(inputs.error());
  }
  core::Attributes config;
  config.set("warmup_iterations", options.plan.warmup);
  config.set("benchmark_iterations", options.plan.iterations);
  config.set("model", model_source(options.model));
  config.set("input", options.input.empty() ? "x(j) = (j mod 256) / 255" : options.input);
  record_inference(config, *model, inputs->values);
  return run_scenario(
      session, options, config, [&] { return scenarios::run_infer(*model, *inputs, options.plan); },
      report::infer_section);
}

}  // namespace

void add_infer_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<InferOptions>();
  CLI::App* command =
      app.add_subcommand("infer", "Logistic-regression inference from an .apr file, one sample at a time");
  command->add_option("MODEL", options->model, "An .apr file; without one the benchmark model is trained first");
  add_scenario_options(*command, *options, session);
  command->add_option("--input", options->input, "Samples, one on a CSV line; without it x(j) = (j mod 256) / 255")
      ->type_name("FILE");
  command->add_option("--warmup", options->plan.warmup, "Calls before the first sample")
      ->check(whole_numbers(0, k_most_samples))
      ->capture_default_str();
  command->add_option("--iterations", options->plan.iterations, "Single shots in a run")
      ->check(whole_numbers(1, k_most_samples))
      ->capture_default_str();
  command->footer("Example: moebench infer model.apr --save results/infer.json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
