#include <memory>
#include <string>

#include "commands.hpp"
#include "measuring.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/mixed_scenario.hpp"
#include "options.hpp"
#include "served_models.hpp"

namespace moebench::cli {
namespace {

struct MixedOptions : ScenarioOptions {
  scenarios::MixedPlan plan;
  std::string model;
};

Outcome run(const Session& session, const MixedOptions& options) {
  // Also where fresh processes do the measuring: what they could not use is said here, once and plainly.
  const auto model = load_model(options.model);
  if (!model) {
    return std::unexpected(model.error());
  }
  scenarios::MixedPlan plan = options.plan;
  plan.seed = options.seed;
  plan.run = options.run;
  if (const auto fit = scenarios::check_plan(plan); !fit) {
    return std::unexpected(fit.error());
  }
  core::Attributes config;
  config.set("warmup_iterations", plan.warmup);
  config.set("rounds", plan.rounds);
  config.set("model", model_source(options.model));
  return run_scenario(
      session, options, config, [&] { return scenarios::run_mixed(plan, *model); }, report::mixed_section);
}

}  // namespace

void add_mixed_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<MixedOptions>();
  CLI::App* command = app.add_subcommand("mixed", "Readers and writers on one model registry at the same time");
  command->add_option("MODEL", options->model, "An .apr file; without one the benchmark model is trained first")
      ->type_name("FILE");
  add_scenario_options(*command, *options, session);
  scenarios::MixedPlan& plan = options->plan;
  add_sweep(*command, "--readers", plan.readers, 1, k_most_threads, "Threads that read");
  add_sweep(*command, "--writers", plan.writers, 1, k_most_threads, "Threads that insert models");
  add_sweep(*command, "--ops", plan.operations, 1, 10'000'000, "Operations of each thread");
  add_backend_option(*command, plan.backends, "rcu");
  command->add_option("--warmup", plan.warmup, "Rounds before the first that counts")
      ->check(whole_numbers(0, k_most_rounds))
      ->capture_default_str();
  command->add_option("--rounds", plan.rounds, "Rounds of each kind in a run")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command
      ->add_option("--round-limit", plan.round_limit_s,
                   "Seconds after which a round ends in which readers read as long as writers write")
      ->check(CLI::Range(0.01, 1e5))
      ->capture_default_str();
  command->add_option("--stall-limit", plan.stall_limit_s, "Seconds without progress after which a thread is stuck")
      ->check(CLI::Range(0.1, 1e5))
      ->capture_default_str();
  command->footer(
      "Example: moebench mixed --readers 10 --writers 2 --ops 1000 --backend rcu\n"
      "Example: moebench mixed --ops 1000,10000,100000");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
