#include <memory>
#include <string>

#include "commands.hpp"
#include "measuring.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/router_scenario.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct RouterOptions : ScenarioOptions {
  scenarios::RouterPlan plan;
};

Outcome run(const Session& session, const RouterOptions& options) {
  scenarios::RouterPlan plan = options.plan;
  plan.seed = options.seed;
  plan.run = options.run;
  if (const auto fit = scenarios::check_plan(plan); !fit) {
    return std::unexpected(fit.error());
  }
  core::Attributes config;
  config.set("warmup_iterations", plan.warmup);
  config.set("benchmark_iterations", plan.requests);
  return run_scenario(
      session, options, config, [&] { return scenarios::run_router(plan); }, report::router_section);
}

}  // namespace

void add_router_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<RouterOptions>();
  CLI::App* command = app.add_subcommand("router", "The capacity-factor router under concurrent load");
  add_scenario_options(*command, *options, session);
  scenarios::RouterPlan& plan = options->plan;
  add_sweep(*command, "--threads", plan.threads, 1, k_most_threads, "Threads that route at the same time");
  command->add_option("--requests", plan.requests, "Requests of each thread in a round")
      ->check(whole_numbers(1, k_most_samples))
      ->capture_default_str();
  add_sweep(*command, "--experts", plan.experts, 1, 65'536, "Experts");
  add_sweep(*command, "--capacity", plan.capacity, 1, 1'000'000'000, "Places in each expert's queue");
  using scenarios::ScoreKind;
  add_choice(*command, "--policy", plan.policy,
             {{"capacity-factor", moe::Policy::capacity_factor},
              {"power-of-two", moe::Policy::power_of_two},
              {"top-1", moe::Policy::top_1}},
             "capacity-factor, power-of-two or top-1");
  add_choice(*command, "--scores", plan.scores,
             {{"reference", ScoreKind::reference}, {"uniform", ScoreKind::uniform}, {"zipf", ScoreKind::zipf}},
             "reference (one vector for all), uniform or zipf");
  CLI::Option* lifecycle = command->add_flag("--lifecycle", plan.lifecycle,
                                             "Admit and release instead of routing; counts capacity violations");
  command->add_option("--hold", plan.hold, "Places that a thread holds at most (with --lifecycle)")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str()
      ->needs(lifecycle);
  command->add_option("--warmup", plan.warmup, "Requests of each thread before the first round")
      ->check(whole_numbers(0, k_most_samples))
      ->capture_default_str();
  command->add_option("--rounds", plan.rounds, "Rounds of each way of counting in a run")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command->add_option("--round-ms", plan.steady_ms, "The least that a steady-state round takes, in milliseconds")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  command->footer(
      "Example: moebench router --threads 10 --requests 1000 --experts 8 --save results/router.json\n"
      "Example: moebench router --threads 1,2,4,8 --experts 8,64");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
