#include "fresh_run.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/harness/process_runs.hpp"
#include "moebench/io/result_file.hpp"

namespace moebench::cli {
namespace {

// Far longer than the largest plan that the options accept; a run that hangs must not hang its parent for ever.
constexpr std::chrono::hours k_run_time_limit{48};

/// The last line of a run's standard error, without the program's name in front.
std::string last_words(const harness::FinishedRun& run) {
  std::string_view text = run.errors;
  text.remove_suffix(text.ends_with('\n') ? 1 : 0);
  text.remove_prefix(std::min(text.rfind('\n') + 1, text.size()));
  constexpr std::string_view name = "moebench: ";
  text.remove_prefix(text.starts_with(name) ? name.size() : 0);
  return text.empty() ? "it said nothing on standard error" : std::string{text};
}

}  // namespace

std::vector<std::string> fresh_arguments(std::vector<std::string> arguments, std::size_t index) {
  // These options take the last value given, so the run measures once and prints a result file whatever else was asked
  // for.
  const std::vector<std::string> own{
      "--runs",   "1",    "--run-index", fmt::format("{}", index), "--format", "json", "--output", "", "--save", "",
      "--export", "none", "--quiet"};
  arguments.insert(std::ranges::find(arguments, "--"), own.begin(), own.end());
  return arguments;
}

core::Result<core::ResultSet> fresh_run(const Session& session, std::vector<std::string> arguments, std::size_t index) {
  const auto run = harness::run_to_end({.program = session.host.program,
                                        .arguments = fresh_arguments(std::move(arguments), index),
                                        .time_limit = k_run_time_limit});
  if (!run) {
    return std::unexpected(run.error());
  }
  switch (run->status.value_or(k_bug)) {
    case k_done:
    case k_failed_check: return io::parse_results(run->output, "what a fresh run printed");
    case k_wrong_usage: return core::usage_error("", last_words(*run));
    case k_unusable_input: return core::input_error("", last_words(*run));
    default:
      return std::unexpected(core::Error{.kind = core::ErrorKind::bug,
                                         .subject = "a fresh run of this program",
                                         .message = fmt::format("{}: {}", run->ending, last_words(*run))});
  }
}

core::Result<core::ResultSet> fresh_runs(const Session& session, const std::vector<std::string>& arguments,
                                         std::size_t runs) {
  core::ResultSet all;
  for (std::size_t run = 0; run < runs; ++run) {
    session.progress(fmt::format("run {} of {}", run + 1, runs));
    auto measured = fresh_run(session, arguments, run);
    if (!measured) {
      return measured;
    }
    if (run == 0) {
      all = *std::move(measured);
    } else if (const auto appended = core::append_run(all, *std::move(measured)); !appended) {
      return std::unexpected(appended.error());
    }
  }
  session.progress("");
  return all;
}

}  // namespace moebench::cli
