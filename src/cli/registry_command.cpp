#include <memory>
#include <string>

#include "commands.hpp"
#include "measuring.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/registry_scenario.hpp"
#include "options.hpp"
#include "served_models.hpp"

namespace moebench::cli {
namespace {

struct RegistryOptions : ScenarioOptions {
  scenarios::RegistryPlan plan;
  std::string model;
};

std::string section(const report::Measured& measured) {
  return report::registry_section(measured) + "\n" + report::baseline_section(measured);
}

Outcome run(const Session& session, const RegistryOptions& options) {
  // Also where fresh processes do the measuring: what they could not use is said here, once and plainly.
  const auto model = load_model(options.model);
  if (!model) {
    return std::unexpected(model.error());
  }
  scenarios::RegistryPlan plan = options.plan;
  plan.seed = options.seed;
  plan.run = options.run;
  if (const auto fit = scenarios::check_plan(plan); !fit) {
    return std::unexpected(fit.error());
  }
  core::Attributes config;
  config.set("warmup_iterations", plan.warmup);
  config.set("benchmark_iterations", plan.reads);
  config.set("rounds", plan.rounds);
  config.set("model", model_source(options.model));
  return run_scenario(
      session, options, config, [&] { return scenarios::run_registry(plan, *model); }, section);
}

}  // namespace

void add_registry_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<RegistryOptions>();
  CLI::App* command = app.add_subcommand("registry", "Many threads read a model registry, lock-free and locked");
  command->add_option("MODEL", options->model, "An .apr file; without one the benchmark model is trained first")
      ->type_name("FILE");
  add_scenario_options(*command, *options, session);
  scenarios::RegistryPlan& plan = options->plan;
  add_sweep(*command, "--readers", plan.readers, 1, k_most_threads, "Threads that read");
  command->add_option("--reads", plan.reads, "Reads of each thread where thread creation is counted")
      ->check(whole_numbers(1, k_most_samples))
      ->capture_default_str();
  command->add_option("--models", plan.models, "Models in the registry, each a copy of its own")
      ->check(whole_numbers(1, 10'000'000))
      ->capture_default_str();
  add_backend_option(*command, plan.backends, "all");
  command->add_option("--warmup", plan.warmup, "Reads of each thread and backend before the first round")
      ->check(whole_numbers(0, k_most_samples))
      ->capture_default_str();
  command->add_option("--rounds", plan.rounds, "Rounds of each backend and way of counting in a run")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command->add_option("--round-ms", plan.steady_ms, "The least that a steady-state round takes, in milliseconds")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  command->footer(
      "Example: moebench registry --readers 50 --reads 10000 --save results/registry.json\n"
      "Example: moebench registry --readers 1,2,4,8,16,50 --backend rcu,rwlock");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
