#include "moebench/cli/app.hpp"

#include <algorithm>
#include <exception>
#include <ostream>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "commands.hpp"
#include "configuration.hpp"
#include "help_text.hpp"
#include "moebench/report/inline_text.hpp"
#include "parse_errors.hpp"
#include "program_tree.hpp"
#include "session.hpp"
#include "version_text.hpp"

namespace moebench::cli {
namespace {

int status_of(core::ErrorKind kind) {
  switch (kind) {
    case core::ErrorKind::usage: return k_wrong_usage;
    case core::ErrorKind::input: return k_unusable_input;
    case core::ErrorKind::bug: return k_bug;
  }
  return k_bug;
}

/// The text without control characters but for its line breaks: what a run wrote to standard error has lines.
std::string printable(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t end = text.find('\n');
    out += report::inline_text(text.substr(0, end));
    if (end == std::string_view::npos) {
      return out;
    }
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string message(const core::Error& error) {
  const std::string text = printable(error.message);
  // Without a subject the message is that of a run, which names its own.
  if (error.subject.empty()) {
    return fmt::format("moebench: {}\n", text);
  }
  // An argument without dashes is called in capitals, as help shows it.
  const bool is_argument = std::ranges::none_of(error.subject, [](char c) { return c >= 'a' && c <= 'z'; });
  const bool option = error.kind == core::ErrorKind::usage && !error.subject.starts_with('-') && !is_argument;
  return fmt::format("moebench: {}{}: {}\n", option ? "--" : "", report::inline_text(error.subject), text);
}

void add_commands(CLI::App& app, Session& session) {
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text, "Version, commit, compiler and libraries");
  app.footer(
      "Exit status: 0 done; 1 a check failed; 2 wrong usage; 3 unusable input, also a configuration file with a "
      "fault; 4 inconclusive, where asked for; 5 a bug of ours; 130 interrupted (Ctrl-C), with what was complete by "
      "then.\n"
      "Example: moebench suite");
  add_router_command(app, session);
  add_registry_command(app, session);
  add_overflow_command(app, session);
  add_mixed_command(app, session);
  add_dispatch_command(app, session);
  add_infer_command(app, session);
  add_null_command(app, session);
  add_suite_command(app, session);
  add_compare_command(app, session);
  add_stats_command(app, session);
  add_calc_command(app, session);
  add_model_command(app, session);
  add_audit_command(app, session);
  add_verify_command(app, session);
  add_check_command(app, session);
  add_ab_command(app, session);
  add_calibrate_command(app, session);
  add_plan_command(app, session);
  add_history_command(app, session);
  add_report_command(app, session);
  add_env_command(app, session);
  add_list_command(app, session);
  add_completion_command(app, session);
  add_man_command(app, session);
  add_help_command(app, session);
}

/// The exit status of what is wrong with the configuration file, or `otherwise`.
int status_of(const Configuration& configuration, const Session& session, int otherwise) {
  const auto error = configuration.error();
  if (!error) {
    return otherwise;
  }
  session.host.err << message(*error);
  return status_of(error->kind);
}

/// The exit status of parsing: k_done when a command was chosen, and for --help and --version.
int parse(CLI::App& app, const Configuration& configuration, const Session& session) {
  try {
    std::vector<std::string> reversed{session.arguments.rbegin(), session.arguments.rend()};
    app.parse(reversed);
    const int status = status_of(configuration, session, k_done);
    configuration.note();
    return status;
  } catch (const CLI::FileError& error) {
    session.host.err << fmt::format("moebench: {}\n", error.what());
    return k_unusable_input;
  } catch (const CLI::Success& asked) {
    app.exit(asked, session.host.out, session.host.err);
    session.host.out << std::flush;
    return session.host.out ? k_done : k_unusable_input;
  } catch (const CLI::ParseError& error) {
    // What the file would have said may be what is missing.
    if (const int status = status_of(configuration, session, k_done); status != k_done) {
      return status;
    }
    session.host.err << fmt::format("moebench: {}\n", parse_fault(app, error));
    return k_wrong_usage;
  }
}

int run_chosen(const Session& session) {
  const Outcome outcome = session.chosen();
  if (!outcome) {
    session.progress("");
    session.host.err << for_terminal_of(session.host, message(outcome.error()));
    return status_of(outcome.error().kind);
  }
  return *outcome;
}

int print(const Session& session, const std::string& text) {
  session.host.out << text << std::flush;
  return session.host.out ? k_done : k_unusable_input;
}

}  // namespace

std::unique_ptr<CLI::App> make_program(Session& session) {
  auto app = std::make_unique<CLI::App>("Reproducible benchmarks of mixture-of-experts serving", "moebench");
  use_help_text(*app);
  session.configuration = std::make_shared<Configuration>(*app, session);
  app->add_flag("--print-config", session.print_settings,
                "Print the command's settings as a section of such a file, and end")
      ->configurable(false);
  add_commands(*app, session);
  return app;
}

int run_app(const std::vector<std::string>& arguments, const Host& host) {
  try {
    Session session{.host = host, .arguments = arguments, .chosen = {}};
    const std::unique_ptr<CLI::App> app = make_program(session);
    const int status = parse(*app, *session.configuration, session);
    if (status != k_done || !session.chosen) {
      return status;
    }
    return session.print_settings ? print(session, effective_settings(*app)) : run_chosen(session);
  } catch (const std::exception& error) {
    host.err << fmt::format("moebench: internal error, please report it: {}\n", error.what());
  } catch (...) {
    host.err << "moebench: internal error, please report it\n";
  }
  return k_bug;
}

}  // namespace moebench::cli
