#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "commands.hpp"
#include "measuring.hpp"
#include "moebench/io/data_file.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/scenarios/dispatch_scenario.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

using scenarios::LogitKind;

struct DispatchOptions : ScenarioOptions {
  scenarios::DispatchPlan plan;
  std::string logits = "normal";
  std::string choices;  // a file; empty: measure
  CLI::Option* tokens = nullptr;
  CLI::Option* experts = nullptr;
  CLI::Option* top_k = nullptr;
};

/// Fills in what --logits names: a kind that is drawn, or a file whose rows are tokens.
core::Result<void> choose_logits(const DispatchOptions& options, scenarios::DispatchPlan& plan) {
  if (options.logits == "normal" || options.logits == "zipf") {
    plan.logits = options.logits == "zipf" ? LogitKind::zipf : LogitKind::normal;
    return {};
  }
  auto file = io::read_samples(options.logits);
  if (!file) {
    core::Error error = file.error();
    error.message += " (--logits takes normal, zipf or a file)";
    return std::unexpected(std::move(error));
  }
  // The experts are the last dimension, whatever stands before it: batch x sequence x experts.
  const std::size_t experts = file->samples.innermost != 0 ? file->samples.innermost : file->samples.columns;
  const std::size_t tokens = file->samples.values.size() / experts;
  if ((options.tokens->count() > 0 && plan.tokens != std::vector{tokens}) ||
      (options.experts->count() > 0 && plan.experts != std::vector{experts})) {
    return core::usage_error("logits", fmt::format("{} holds {} tokens of {} experts: leave --tokens and --experts out",
                                                   options.logits, tokens, experts));
  }
  plan.logits = LogitKind::given;
  plan.tokens = {tokens};
  plan.experts = {experts};
  plan.given = std::move(file->samples.values);
  return {};
}

/// One line for each choice.
std::string choices_csv(const std::vector<scenarios::Choice>& choices) {
  std::string text = "token,expert,weight,position,placed\n";
  for (const scenarios::Choice& choice : choices) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{}\n", choice.token, choice.expert, choice.weight,
                   choice.position, choice.placed ? 1 : 0);
  }
  return text;
}

Outcome write_choices(const Session& session, const DispatchOptions& options, const scenarios::DispatchPlan& plan) {
  const auto choices = scenarios::dispatch_once(plan);
  if (!choices) {
    return std::unexpected(choices.error());
  }
  if (const auto written = deliver(session, {.output = options.choices}, choices_csv(*choices)); !written) {
    return std::unexpected(written.error());
  }
  return 0;
}

Outcome run(const Session& session, const DispatchOptions& options) {
  scenarios::DispatchPlan plan = options.plan;
  plan.seed = options.seed;
  plan.run = options.run;
  plan.leave_out_impossible = options.top_k->count() == 0;
  if (const auto chosen = choose_logits(options, plan); !chosen) {
    return std::unexpected(chosen.error());
  }
  if (!options.choices.empty()) {
    return write_choices(session, options, plan);
  }
  if (const auto fit = scenarios::check_plan(plan); !fit) {
    return std::unexpected(fit.error());
  }
  core::Attributes config;
  config.set("benchmark_iterations", plan.rounds);
  config.set("logits", options.logits);
  return run_scenario(
      session, options, config, [&] { return scenarios::run_dispatch(plan); }, report::dispatch_section);
}

}  // namespace

void add_dispatch_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<DispatchOptions>();
  CLI::App* command = app.add_subcommand("dispatch", "Batches of tokens to their top-k experts under a capacity");
  add_scenario_options(*command, *options, session);
  scenarios::DispatchPlan& plan = options->plan;
  options->tokens = add_sweep(*command, "--tokens", plan.tokens, 1, 1U << 28U, "Tokens of a batch");
  options->experts = add_sweep(*command, "--experts", plan.experts, 1, 65'536, "Experts");
  options->top_k = add_sweep(*command, "--top-k", plan.top_k, 1, 64, "Experts for each token");
  command
      ->add_option("--capacity-factor", plan.capacity_factor, "Places of an expert over its even share of the choices")
      ->check(CLI::Range(1e-6, 1e6))
      ->capture_default_str();
  command
      ->add_option("--logits", options->logits,
                   "normal, zipf, or a file of one row for each token (.npy, the experts last, or text)")
      ->type_name("KIND|FILE")
      ->capture_default_str();
  add_choice(*command, "--routing", plan.routing,
             {{"tokens", scenarios::Routing::tokens}, {"experts", scenarios::Routing::experts}},
             "Who chooses: tokens their experts, or experts their tokens (expert choice)");
  add_choice(*command, "--priority", plan.priority,
             {{"token", moe::Priority::token}, {"choice", moe::Priority::choice}},
             "Who gets an expert's places: token after token, or all first choices before second ones (GShard)");
  command
      ->add_option(
          "--balance", plan.balance_steps,
          "Steps of loss-free balancing by a selection bias before the clock, on another batch of the same kind "
          "(a file: on itself)")
      ->check(whole_numbers(0, 100'000))
      ->capture_default_str();
  add_choice(*command, "--kernel", plan.kernel,
             {{"vector", moe::GateKernel::vector}, {"scalar", moe::GateKernel::scalar}},
             "vector, or the plain scalar one");
  command->add_option("--threads", plan.threads, "Threads that share a batch")
      ->check(whole_numbers(1, k_most_computing_threads))
      ->capture_default_str();
  command->add_option("--rounds", plan.rounds, "Samples of each combination in a run")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command
      ->add_option("--choices", options->choices,
                   "Write who got which expert, weight and place to this file, as CSV, and measure nothing")
      ->type_name("FILE")
      ->excludes("--save", "--format", "--output", "--export", "--dry-run");
  command->footer(
      "Example: moebench dispatch --tokens 4096 --experts 8,64,256 --top-k 1,2,8\n"
      "Example: moebench dispatch --experts 8 --top-k 2 --priority choice --capacity-factor 2\n"
      "Example: moebench dispatch --experts 256 --top-k 8 --logits zipf --balance 1000\n"
      "Example: moebench dispatch --experts 64 --top-k 2 --routing experts");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
