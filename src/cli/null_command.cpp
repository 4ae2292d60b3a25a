#include <memory>

#include "commands.hpp"
#include "measuring.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/null_scenario.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct NullOptions : ScenarioOptions {
  scenarios::NullPlan plan;
};

Outcome run(const Session& session, const NullOptions& options) {
  scenarios::NullPlan plan = options.plan;
  plan.seed = options.seed;
  plan.run = options.run;
  if (const auto fit = scenarios::check_plan(plan); !fit) {
    return std::unexpected(fit.error());
  }
  core::Attributes config;
  config.set("warmup_iterations", plan.warmup);
  config.set("benchmark_iterations", plan.iterations);
  return run_scenario(
      session, options, config, [&] { return scenarios::run_null(plan); }, report::null_section);
}

}  // namespace

void add_null_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<NullOptions>();
  CLI::App* command = app.add_subcommand("null", "What the harness itself costs: nothing, timed in every way");
  add_scenario_options(*command, *options, session);
  scenarios::NullPlan& plan = options->plan;
  add_sweep(*command, "--threads", plan.threads, 1, k_most_threads, "Threads of the team");
  command->add_option("--warmup", plan.warmup, "Operations before the first sample")
      ->check(whole_numbers(0, k_most_samples))
      ->capture_default_str();
  command->add_option("--iterations", plan.iterations, "Single shots")
      ->check(whole_numbers(1, k_most_samples))
      ->capture_default_str();
  command->add_option("--rounds", plan.rounds, "Rounds of the team")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command->footer("Example: moebench null --threads 10");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
