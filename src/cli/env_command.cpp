#include <memory>

#include <fmt/format.h>

#include "commands.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/io/environment_json.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/environment_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

std::string markdown(const core::Environment& environment) {
  return fmt::format("## Hardware Configuration\n\n{}\n## What spoils measurements here\n\n{}",
                     report::environment_table(environment), report::hazard_list(environment));
}

Outcome run(const Session& session, const OutputOptions& options) {
  const core::Environment environment = harness::EnvironmentWatch{}.finish();
  const std::string text = options.format == Format::json  ? io::to_json(environment)
                           : options.format == Format::csv ? io::environment_csv(environment)
                                                           : markdown(environment);
  if (const auto delivered = deliver(session, options, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_env_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<OutputOptions>();
  CLI::App* command = app.add_subcommand("env", "The machine, and what about it spoils measurements");
  add_output_options(*command, *options, session);
  command->footer("Example: moebench env --format json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
