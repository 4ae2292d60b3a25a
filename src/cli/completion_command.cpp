#include <memory>
#include <string>

#include "commands.hpp"
#include "completion_scripts.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

using Script = std::string (*)(const CommandText&);

struct CompletionOptions {
  std::string shell;
  OutputOptions output{.rendering = Rendering::plain};
};

Script script_for(const std::string& shell) {
  return shell == "bash" ? bash_completion : shell == "zsh" ? zsh_completion : fish_completion;
}

Outcome run(const Session& session, const CompletionOptions& options, const CLI::App& program) {
  const std::string script = script_for(options.shell)(command_text(program));
  if (const auto delivered = deliver(session, options.output, script); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_completion_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<CompletionOptions>();
  CLI::App* command = app.add_subcommand("completion", "The script with which a shell completes this program's words");
  command->add_option("SHELL", options->shell, "The shell")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->add_option("--output", options->output.output, "Write the script to this file instead of standard output")
      ->take_last()
      ->type_name("FILE");
  command->footer(
      "For one session: source <(moebench completion bash), or moebench completion fish | source. An installed "
      "moebench "
      "has put them in place.\n"
      "Example: moebench completion bash --output ~/.local/share/bash-completion/completions/moebench\n"
      "Example: moebench completion zsh --output ~/.zfunc/_moebench\n"
      "Example: moebench completion fish --output ~/.config/fish/completions/moebench.fish");
  command->callback([&session, options, &app] {
    session.chosen = [&session, options, &app] { return run(session, *options, app); };
  });
}

}  // namespace moebench::cli
