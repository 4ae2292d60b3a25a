#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "command_text.hpp"
#include "commands.hpp"
#include "help_text.hpp"

namespace moebench::cli {
namespace {

Outcome print_help(const Session& session, const std::vector<std::string>& words, const CLI::App& app) {
  const CommandText program = command_text(app);
  const auto command = command_named(program, words);
  if (!command) {
    return std::unexpected(command.error());
  }
  session.host.out << help_text(**command) << std::flush;
  return session.host.out ? k_done : k_unusable_input;
}

}  // namespace

void add_help_command(CLI::App& app, Session& session) {
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("help", "What a command does and takes, as its --help prints it");
  command->add_option("COMMAND", *words,
                      "The command, with that which it belongs to; without one all commands are listed");
  command->footer("Example: moebench help model train");
  command->callback([&session, words, &app] {
    session.chosen = [&session, words, &app] { return print_help(session, *words, app); };
  });
}

}  // namespace moebench::cli
