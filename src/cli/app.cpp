#include "moebench/cli/app.hpp"

#include <exception>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "commands.hpp"
#include "session.hpp"

namespace moebench::cli {
namespace {

int status_of(core::ErrorKind kind) {
  return kind == core::ErrorKind::usage ? k_wrong_usage : k_unusable_input;
}

std::string message(const core::Error& error) {
  const bool option = error.kind == core::ErrorKind::usage && !error.subject.starts_with('-');
  return fmt::format("moebench: {}{}: {}\n", option ? "--" : "", error.subject, error.message);
}

void add_commands(CLI::App& app, Session& session) {
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string{"moebench "} + MOEBENCH_VERSION);
  app.footer(
      "Exit status: 0 done; 1 a check failed; 2 wrong usage; 3 unusable input; 5 a bug of ours.\n"
      "Example: moebench suite");
  add_router_command(app, session);
  add_overflow_command(app, session);
  add_infer_command(app, session);
  add_null_command(app, session);
  add_suite_command(app, session);
  add_compare_command(app, session);
  add_env_command(app, session);
}

/// Nothing when a command was chosen, otherwise the exit status.
int parse(CLI::App& app, const Session& session) {
  try {
    std::vector<std::string> reversed{session.arguments.rbegin(), session.arguments.rend()};
    app.parse(reversed);
    return k_done;
  } catch (const CLI::ParseError& error) {
    return app.exit(error, session.host.out, session.host.err) == 0 ? k_done : k_wrong_usage;
  }
}

int run_chosen(const Session& session) {
  const Outcome outcome = session.chosen();
  if (!outcome) {
    session.progress("");
    session.host.err << message(outcome.error());
    return status_of(outcome.error().kind);
  }
  return *outcome;
}

}  // namespace

int run_app(const std::vector<std::string>& arguments, const Host& host) {
  try {
    CLI::App app{"Reproducible benchmarks of mixture-of-experts serving", "moebench"};
    Session session{.host = host, .arguments = arguments, .chosen = {}};
    add_commands(app, session);
    const int status = parse(app, session);
    return session.chosen && status == k_done ? run_chosen(session) : status;
  } catch (const std::exception& error) {
    host.err << fmt::format("moebench: internal error, please report it: {}\n", error.what());
  } catch (...) {
    host.err << "moebench: internal error, please report it\n";
  }
  return k_bug;
}

}  // namespace moebench::cli
