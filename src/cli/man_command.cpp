#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "commit.hpp"
#include "man_page.hpp"
#include "moebench/io/atomic_file.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct ManOptions {
  std::vector<std::string> command;  // the words behind moebench
  std::string output_dir;            // empty: one page to standard output
};

std::string page_of(const CommandText& command) {
  return man_page(command, MOEBENCH_VERSION, commit_date());
}

void add_pages(std::vector<io::FileText>& files, const std::filesystem::path& folder, const CommandText& command) {
  files.push_back({folder / man_file_name(command), page_of(command)});
  for (const CommandText& sub : command.commands) {
    add_pages(files, folder, sub);
  }
}

Outcome run(const Session& session, const ManOptions& options, const CLI::App& app) {
  const CommandText program = command_text(app);
  const auto command = command_named(program, options.command);
  if (!command) {
    return std::unexpected(command.error());
  }
  if (options.output_dir.empty()) {
    const auto delivered = deliver(session, {.rendering = Rendering::plain}, page_of(**command));
    return delivered ? Outcome{k_done} : std::unexpected(delivered.error());
  }
  std::vector<io::FileText> files;
  add_pages(files, options.output_dir, **command);
  const auto written = io::write_all_atomically(files);
  return written ? Outcome{k_done} : std::unexpected(written.error());
}

}  // namespace

void add_man_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<ManOptions>();
  CLI::App* command = app.add_subcommand("man", "The manual page of a command, as roff");
  command->add_option("COMMAND", options->command,
                      "The command, with that which it belongs to; without one moebench's own page");
  command
      ->add_option("--output-dir", options->output_dir,
                   "Write the page, and those of all commands under it, to this folder")
      ->take_last()
      ->type_name("FOLDER");
  command->footer(
      "Example: moebench man model train\n"
      "Example: moebench man --output-dir share/man/man1");
  command->callback([&session, options, &app] {
    session.chosen = [&session, options, &app] { return run(session, *options, app); };
  });
}

}  // namespace moebench::cli
