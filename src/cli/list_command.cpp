#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "command_text.hpp"
#include "commands.hpp"
#include "moebench/core/scenario_list.hpp"
#include "moebench/io/scenario_list_json.hpp"
#include "moebench/report/scenario_list_report.hpp"
#include "options.hpp"
#include "suite_parts.hpp"

namespace moebench::cli {
namespace {

/// What the tree of commands does not tell of a scenario.
struct KnownScenario {
  const char* command;
  const char* measures;
  std::vector<std::string> results;
};

const std::vector<KnownScenario>& scenarios() {
  static const std::vector<KnownScenario> all{
      {"router",
       "Time to choose an expert for a request while many threads choose: with threads created, from release to last "
       "finish, in steady state, and as each thread sees it; with --lifecycle, to take a place and give it back.",
       {"router/threads-created", "router/makespan", "router/steady-state", "router/in-thread", "router/in-thread-cpu",
        "lifecycle/threads-created", "lifecycle/makespan", "lifecycle/steady-state", "lifecycle/in-thread",
        "lifecycle/in-thread-cpu"}},
      {"registry",
       "Time to read a model from a registry while many threads read, for each way of synchronising, borrowed and "
       "owned; over several numbers of readers a scaling law.",
       {"registry/*/borrowed/threads-created", "registry/*/borrowed/steady-state", "registry/*/owned/threads-created",
        "registry/*/owned/steady-state", "registry/*/borrowed/*-readers", "registry/*/owned/*-readers",
        "registry/threads-only"}},
      {"overflow",
       "Time of a round in which every thread's best expert is full: who is sent to the second-best, who is refused.",
       {"overflow/route", "overflow/admit"}},
      {"mixed",
       "Readers and writers at once: exact counts, time to insert a model, how long reads wait beside writers, beside "
       "busy threads and alone; over several numbers of operations the growth.",
       {"mixed/*/exact", "mixed/*/insert", "mixed/*/read-while-writing", "mixed/*/read-beside-busy-threads",
        "mixed/*/read-alone", "mixed/*/insert/*"}},
      {"dispatch",
       "Time per token of sending a batch to its top-k experts: gate, capacity, places, drops and balance, for each "
       "combination of tokens, experts and k.",
       {"dispatch/t*/e*/k*", "expert-choice/t*/e*/k*"}},
      {"infer",
       "Time of a logistic regression's answer to one sample or a batch, one call at a time and batch-timed, with each "
       "kernel.",
       {"moebench LogisticRegression*"}},
      {"null",
       "What the harness costs where nothing is done: a loop, two readings of the clock, releasing threads, creating "
       "them.",
       {"null/batched", "null/single-shot", "null/makespan", "null/threads-created"}}};
  return all;
}

const CommandText& text_of(const CommandText& program, std::string_view command) {
  return *std::ranges::find_if(program.commands, [&](const CommandText& one) { return one.path.back() == command; });
}

bool has_option(const CommandText& command, const std::string& name) {
  return std::ranges::any_of(command.options, [&](const OptionText& option) { return option.names.back() == name; });
}

/// The options that not every scenario has: those say how it is measured and told, not what.
std::vector<core::ScenarioParameter> parameters_of(const CommandText& program, const CommandText& command) {
  std::vector<core::ScenarioParameter> parameters;
  for (const OptionText& option : command.options) {
    const bool everywhere = std::ranges::all_of(scenarios(), [&](const KnownScenario& other) {
      return has_option(text_of(program, other.command), option.names.back());
    });
    if (!everywhere) {
      parameters.push_back({option.names.back(), option.preset, option.description});
    }
  }
  return parameters;
}

std::vector<core::SuiteFile> suite_of(const std::vector<Part>& parts, const std::string& command) {
  std::vector<core::SuiteFile> files;
  for (const Part& part : parts) {
    if (part.title == command || part.title.starts_with(command + " ")) {
      files.push_back({part.file, "moebench " + part.title});
    }
  }
  return files;
}

std::vector<core::ListedScenario> listed(const Session& session, const CommandText& program) {
  const std::vector<Part> parts = groups_of_parts(session, {}, std::nullopt, "").front();
  std::vector<core::ListedScenario> all;
  for (const KnownScenario& scenario : scenarios()) {
    all.push_back({.command = scenario.command,
                   .measures = scenario.measures,
                   .parameters = parameters_of(program, text_of(program, scenario.command)),
                   .results = scenario.results,
                   .suite = suite_of(parts, scenario.command)});
  }
  return all;
}

Outcome run(const Session& session, const OutputOptions& options, const CLI::App& app) {
  const std::vector<core::ListedScenario> all = listed(session, command_text(app));
  const std::string text = options.format == Format::json  ? io::to_json(all)
                           : options.format == Format::csv ? io::scenario_list_csv(all)
                                                           : report::scenario_list_report(all);
  if (const auto delivered = deliver(session, options, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_list_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<OutputOptions>();
  CLI::App* command =
      app.add_subcommand("list", "What can be measured: scenarios, their parameters and results, what the suite runs");
  add_output_options(*command, *options, session);
  command->footer("Example: moebench list --format json");
  command->callback([&session, options, &app] {
    session.chosen = [&session, options, &app] { return run(session, *options, app); };
  });
}

}  // namespace moebench::cli
