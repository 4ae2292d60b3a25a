#include <memory>
#include <string>

#include "commands.hpp"
#include "gating.hpp"

namespace moebench::cli {

void add_ab_command(CLI::App& app, Session& session) {
  auto request = std::make_shared<GateRequest>();
  CLI::App* command = app.add_subcommand(
      "ab", "Two builds in fresh processes that take turns: did the candidate get slower than the baseline");
  command->add_option("--baseline", request->commands.baseline, "A command that prints a result file of a known format")
      ->required()
      ->take_last()
      ->type_name("CMD");
  command->add_option("--candidate", request->commands.candidate, "The command in question")
      ->required()
      ->take_last()
      ->type_name("CMD");
  command->add_option("ARGS", request->commands.arguments, "Behind --: arguments for both commands");
  add_block_options(*command, request->measuring);
  add_stopping_options(*command, request->measuring);
  add_judging_options(*command, request->judging);
  add_gate_output_options(*command, request->output, session);
  add_dry_run_flag(*command, request->dry_run);
  command->add_flag("--confirm", request->confirm, "Measure again what regressed; only what does so twice counts");
  command->add_option("--save", request->save, "A folder for baseline.json and candidate.json with all samples")
      ->take_last()
      ->type_name("FOLDER");
  command->footer(
      "Exit status: 0 no regression; 1 regressed; 3 a process failed; 4 with --inconclusive fail; 130 interrupted.\n"
      "Example: moebench ab --baseline old/moebench --candidate new/moebench -- infer --runs 1 --format json");
  command->callback([&session, request] {
    session.chosen = [&session, request] { return gate_commands(session, *request, "baseline", "candidate"); };
  });
}

}  // namespace moebench::cli
