#include <memory>

#include "commands.hpp"
#include "measuring.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/overflow_scenario.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct OverflowOptions : ScenarioOptions {
  scenarios::OverflowPlan plan;
};

Outcome run(const Session& session, const OverflowOptions& options) {
  scenarios::OverflowPlan plan = options.plan;
  plan.seed = options.seed;
  plan.run = options.run;
  if (const auto fit = scenarios::check_plan(plan); !fit) {
    return std::unexpected(fit.error());
  }
  core::Attributes config;
  config.set("warmup_iterations", plan.warmup);
  config.set("benchmark_iterations", plan.rounds);
  return run_scenario(
      session, options, config, [&] { return scenarios::run_overflow(plan); }, report::overflow_section);
}

}  // namespace

void add_overflow_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<OverflowOptions>();
  CLI::App* command = app.add_subcommand("overflow", "Requests whose best expert is full: fallback and admission");
  add_scenario_options(*command, *options, session);
  scenarios::OverflowPlan& plan = options->plan;
  add_sweep(*command, "--threads", plan.threads, 1, k_most_threads,
            "Threads that ask at the same time, once in a round");
  add_sweep(*command, "--experts", plan.experts, 2, 65'536, "Experts, at least 2");
  add_sweep(*command, "--capacity", plan.capacity, 1, 1'000'000'000, "Places in each expert's queue");
  command->add_option("--rounds", plan.rounds, "Rounds in a run, every one checked")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command->add_option("--warmup", plan.warmup, "Rounds before the first that counts")
      ->check(whole_numbers(0, k_most_rounds))
      ->capture_default_str();
  command->footer(
      "Example: moebench overflow --threads 20\n"
      "Example: moebench overflow --threads 5,20,80 --capacity 1,5");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
