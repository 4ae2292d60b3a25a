#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "commands.hpp"
#include "infer_record.hpp"
#include "measuring.hpp"
#include "moebench/apr/benchmark_model.hpp"
#include "moebench/io/data_file.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/infer_scenario.hpp"
#include "options.hpp"
#include "served_models.hpp"

namespace moebench::cli {
namespace {

using apr::Kernel;

struct InferOptions : ScenarioOptions {
  scenarios::InferPlan plan;
  std::string model;
  std::string input;
};

struct LoadedInputs {
  scenarios::Inputs inputs;
  std::string format;  // "" for the standard input
};

core::Result<LoadedInputs> load_inputs(const std::string& path, std::size_t columns) {
  if (path.empty()) {
    return LoadedInputs{.inputs = {.values = apr::benchmark_input(columns), .columns = columns}, .format = ""};
  }
  auto file = io::read_samples(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  io::SampleMatrix& samples = file->samples;
  if (samples.columns != columns) {
    return core::input_error(
        path, fmt::format("its samples ({}) hold {} value{}, the model takes {}; give samples of "
                          "that many",
                          io::description(file->format), samples.columns, samples.columns == 1 ? "" : "s", columns));
  }
  return LoadedInputs{.inputs = {.values = std::move(samples.values), .columns = samples.columns},
                      .format = std::string{io::description(file->format)}};
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
  const auto loaded = load_inputs(options.input, model->input_size());
  if (!loaded) {
    return std::unexpected(loaded.error());
  }
  scenarios::InferPlan plan = options.plan;
  plan.seed = options.seed;
  plan.run = options.run;
  if (const auto fit = scenarios::check_plan(*model, loaded->inputs, plan); !fit) {
    return std::unexpected(fit.error());
  }
  core::Attributes config;
  config.set("warmup_iterations", plan.warmup);
  config.set("benchmark_iterations", plan.iterations);
  config.set("model", model_source(options.model));
  config.set("input", options.input.empty() ? "x(j) = (j mod 256) / 255" : options.input);
  if (!loaded->format.empty()) {
    config.set("input_format", loaded->format);
    session.note(fmt::format("{}: {} samples ({})", options.input, loaded->inputs.rows(), loaded->format));
  }
  record_inference(config, *model, loaded->inputs.values);
  if (plan.batch.size() == 1 && plan.batch.front() > 1) {
    record_batch(config, plan.batch.front() * model->input_size());
  }
  return run_scenario(
      session, options, config, [&] { return scenarios::run_infer(*model, loaded->inputs, plan); },
      report::infer_section);
}

constexpr std::array k_kernels{Kernel::scalar, Kernel::vector, Kernel::eigen};

/// --kernel: one or several names, separated by commas, or all.
void add_kernel_option(CLI::App& command, std::vector<Kernel>& kernels) {
  std::vector<std::string> words{"all"};
  for (const Kernel kernel : k_kernels) {
    words.emplace_back(name(kernel));
  }
  const auto assign = [&kernels](const std::vector<std::string>& chosen) {
    kernels.clear();
    for (const Kernel kernel : k_kernels) {
      if (std::ranges::any_of(chosen, [&](const std::string& word) { return word == "all" || word == name(kernel); })) {
        kernels.push_back(kernel);
      }
    }
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--kernel", assign,
          "scalar (the reference's, bit for bit), vector, eigen, several with commas between them, or all: in turns")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(words))
      ->type_name("NAME,...")
      ->default_str("scalar");
}

}  // namespace

void add_infer_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<InferOptions>();
  CLI::App* command = app.add_subcommand(
      "infer", "Logistic-regression inference from an .apr file, one sample at a time or in batches");
  command->add_option("MODEL", options->model, "An .apr file; without one the benchmark model is trained first")
      ->type_name("FILE");
  add_scenario_options(*command, *options, session);
  command
      ->add_option(
          "--input", options->input,
          "Samples: text with one on a line, commas between its values; MNIST's IDX images, each pixel divided "
          "by 255; or a NumPy array (.npy); without it x(j) = (j mod 256) / 255")
      ->type_name("FILE");
  add_sweep(*command, "--batch", options->plan.batch, 1, scenarios::k_most_batch_values,
            "Samples in a call; times are per batch and per sample");
  add_kernel_option(*command, options->plan.kernels);
  command->add_option("--warmup", options->plan.warmup, "Calls before the first sample")
      ->check(whole_numbers(0, k_most_samples))
      ->capture_default_str();
  command->add_option("--iterations", options->plan.iterations, "Single shots in a run")
      ->check(whole_numbers(1, k_most_samples))
      ->capture_default_str();
  command->footer(
      "Example: moebench infer model.apr --save results/infer.json\n"
      "Example: moebench infer --kernel all --batch 1,32 --input t10k-images-idx3-ubyte");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
