#include "fresh_run.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/harness/interrupts.hpp"
#include "moebench/harness/process_runs.hpp"
#include "moebench/io/result_file.hpp"
#include "progress.hpp"

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
  const auto end = std::ranges::find(arguments, "--");
  const bool configured = std::ranges::any_of(arguments.begin(), end, [](const std::string& word) {
    return word == "--config" || word.starts_with("--config=") || word == "--no-config";
  });
  arguments.insert(end, own.begin(), own.end());
  if (!configured) {  // what a file says stands in the arguments already
    arguments.insert(std::ranges::find(arguments, "--"), "--no-config");
  }
  return arguments;
}

core::Result<core::ResultSet> fresh_run(const Session& session, std::vector<std::string> arguments, std::size_t index,
                                        const std::function<void()>& each_second) {
  auto run = harness::run_to_end({.program = session.host.program,
                                  .arguments = fresh_arguments(std::move(arguments), index),
                                  .time_limit = k_run_time_limit,
                                  .each_second = each_second});
  if (!run) {
    run.error().subject = session.host.name;
    return std::unexpected(std::move(run).error());
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

core::Result<FreshRuns> fresh_runs(const Session& session, const std::vector<std::string>& arguments,
                                   std::size_t runs) {
  const harness::InterruptHandler handler{harness::OnInterrupt::remember};
  FreshRuns all{.set = {}, .planned = runs};
  Progress progress{session};
  progress.plan("run", runs);
  while (all.completed < runs && !harness::InterruptHandler::interrupted()) {
    progress.begin("run", fmt::format("run {} of {}", all.completed + 1, runs));
    auto measured = fresh_run(session, arguments, all.completed, progress.refresh());
    progress.end();
    if (!measured && harness::InterruptHandler::interrupted()) {
      break;
    }
    if (!measured) {
      return std::unexpected(measured.error());
    }
    if (all.completed == 0) {
      all.set = *std::move(measured);
    } else if (const auto appended = core::append_run(all.set, *std::move(measured)); !appended) {
      return std::unexpected(appended.error());
    }
    ++all.completed;
  }
  if (all.interrupted()) {
    warn_of_interruption(all.set, all.completed, runs);
  }
  return all;
}

void warn_of_interruption(core::ResultSet& set, std::size_t completed, std::size_t planned) {
  for (core::BenchmarkResult& result : set.results) {
    result.warnings.push_back(
        {.code = core::WarningCode::interrupted,
         .subject = result.name,
         .message = fmt::format("interrupted after {} of {} runs; the figures are of those that were completed",
                                completed, planned)});
  }
}

int nothing_measured(const Session& session) {
  session.host.err << "moebench: interrupted before the first run was completed: nothing was measured, and no file "
                      "was written\n";
  return k_interrupted;
}

}  // namespace moebench::cli
