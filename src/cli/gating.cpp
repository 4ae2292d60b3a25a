#include "gating.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dry_run.hpp"
#include "fresh_run.hpp"
#include "gate_measuring.hpp"
#include "measuring.hpp"
#include "moebench/gate/differences.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/gate_json.hpp"
#include "moebench/io/junit.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/report/gate_report.hpp"

namespace moebench::cli {
namespace {

using core::GateReport;

std::vector<std::string> flagged(const std::vector<core::GateRow>& rows) {
  std::vector<std::string> names;
  for (const core::GateRow& row : rows) {
    // A result's rows, one for each metric, stand together.
    if (row.verdict.outcome == core::Outcome::regressed && (names.empty() || names.back() != row.candidate.name)) {
      names.push_back(row.candidate.name);
    }
  }
  return names;
}

/// Measures again what regressed; what does so once only is not held against the candidate.
void confirm(const Session& session, const InterleavedRuns::Plan& plan, const GateRequest& request,
             gate::RowOptions judging, GateReport& report) {
  const std::vector<std::string> names = flagged(report.rows);
  if (names.empty()) {
    report.confirmed = true;
    return;
  }
  judging.only = names;
  session.note(fmt::format("measuring again what regressed: {}", fmt::join(names, ", ")));
  InterleavedRuns::Plan again = plan;
  ++again.seed;
  InterleavedRuns runs{again};
  const auto second = measure_gate(session, runs, request.measuring, judging);
  if (!second) {
    session.note(fmt::format("what regressed could not be measured again: {}", second.error().message));
    report.failed_runs.push_back({"confirmation", 0, second.error().message});
    return;
  }
  report.confirmed = !second->rows.rows.empty();
  report.interrupted = second->interrupted;
  report.seconds += runs.seconds();
  std::ranges::copy(runs.failed(), std::back_inserter(report.failed_runs));
  for (core::GateRow& row : report.rows) {
    const auto repeated = std::ranges::find_if(second->rows.rows, [&](const core::GateRow& other) {
      return other.candidate.name == row.candidate.name && other.metric == row.metric;
    });
    if (row.verdict.outcome != core::Outcome::regressed || repeated == second->rows.rows.end()) {
      continue;
    }
    const bool again_so = repeated->verdict.outcome == core::Outcome::regressed;
    row.verdict.outcome = again_so ? core::Outcome::regressed : core::Outcome::inconclusive;
    row.verdict.reason +=
        fmt::format("; measured again it was {} (ratio {:.4f})", core::name(repeated->verdict.outcome),
                    repeated->ratio ? repeated->ratio->value : 0);
  }
}

core::Result<void> save(const Session& session, const GateRequest& request, const InterleavedRuns& runs,
                        bool interrupted, const core::Environment& environment) {
  if (request.save.empty()) {
    return {};
  }
  std::vector<io::FileText> files;
  for (const auto& [name, set] :
       {std::pair{"baseline.json", &runs.baseline()}, std::pair{"candidate.json", &runs.candidate()}}) {
    core::ResultSet whole = *set;
    if (whole.environment.facts.entries().empty()) {
      whole.environment = environment;
    }
    whole.config.set("runs", runs.blocks());
    if (interrupted) {
      warn_of_interruption(whole, runs.blocks(), request.measuring.blocks);
    }
    whole.config.set("gate_command", session.command_line());
    const report::Measured measured = analysed(std::move(whole));
    files.push_back({std::filesystem::path{request.save} / name, io::to_json(measured.set, measured.analysis)});
  }
  return io::write_all_atomically(files);
}

/// GitHub shows on the job's page what stands behind this file's end.
core::Result<void> add_step_summary(const GateReport& report) {
  const char* const file = std::getenv("GITHUB_STEP_SUMMARY");
  if (file == nullptr || *file == '\0') {
    return {};
  }
  std::ofstream summary{file, std::ios::app};
  summary << report::gate_report(report) << std::flush;
  return summary ? core::Result<void>{}
                 : core::input_error(file,
                                     "cannot be written, though GITHUB_STEP_SUMMARY names it; unset that, or let "
                                     "it name a file that can be written");
}

bool on_github() {
  const char* const value = std::getenv("GITHUB_ACTIONS");
  return value != nullptr && std::string_view{value} == "true";
}

core::Result<InterleavedRuns::Plan> plan_of(const GateRequest& request, const std::string& baseline_option,
                                            const std::string& candidate_option) {
  const CommandPair& commands = request.commands;
  const MeasuringOptions& measuring = request.measuring;
  const JudgingOptions& judging = request.judging;
  auto baseline = command_words(baseline_option, commands.baseline);
  if (!baseline) {
    return std::unexpected(std::move(baseline).error());
  }
  auto candidate = command_words(candidate_option, commands.candidate);
  if (!candidate) {
    return std::unexpected(std::move(candidate).error());
  }
  for (std::vector<std::string>* words : {&*baseline, &*candidate}) {
    words->insert(words->end(), commands.arguments.begin(), commands.arguments.end());
  }
  return InterleavedRuns::Plan{.baseline = *std::move(baseline),
                               .candidate = *std::move(candidate),
                               .seed = measuring.seed,
                               .time_limit = std::chrono::milliseconds{std::llround(measuring.time_limit_s * 1000)},
                               .metrics = judging.metrics};
}

/// The blocks that are measured where no look stops sooner, and what would be written.
cli::Outcome tell_plan(const Session& session, const GateRequest& request, const InterleavedRuns::Plan& plan) {
  const MeasuringOptions& measuring = request.measuring;
  DryRun dry_run{.processes = interleaved_lines(plan, measuring.blocks), .files = files_written(request.output)};
  dry_run.processes.push_back(fmt::format(
      "fewer blocks where a look settles every row; none is begun after {:g} s but for the fewest that can claim a "
      "change",
      measuring.time_budget_s));
  if (request.confirm) {
    dry_run.processes.push_back(fmt::format("what regressed again, by the same plan with seed {}", plan.seed + 1));
  }
  if (!request.save.empty()) {
    for (const char* name : {"baseline.json", "candidate.json"}) {
      dry_run.files.push_back(std::filesystem::path{request.save} / name);
    }
  }
  return tell(session, dry_run);
}

int status_of(const GateReport& report, bool fail_when_inconclusive) {
  if (report.interrupted) {  // whatever was found so far: what it might have found later is not known
    return k_interrupted;
  }
  if (report.count(core::Outcome::regressed) > 0) {
    return k_failed_check;
  }
  return fail_when_inconclusive && report.count(core::Outcome::inconclusive) > 0 ? k_inconclusive : k_done;
}

}  // namespace

std::vector<std::string> files_written(const GateOutputOptions& options) {
  const char* const summary = std::getenv("GITHUB_STEP_SUMMARY");
  return {options.output.output, options.junit, summary == nullptr ? "" : summary};
}

cli::Outcome tell(const Session& session, const GateOutputOptions& options, const GateReport& report) {
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(report)
                           : format == Format::csv ? io::gate_csv(report)
                                                   : report::gate_report(report);
  if (!options.junit.empty()) {
    if (const auto written = io::write_atomically(options.junit, io::junit_xml(report)); !written) {
      return std::unexpected(written.error());
    }
  }
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  if (options.annotations || on_github()) {
    session.host.err << report::github_annotations(report) << std::flush;
  }
  if (const auto added = add_step_summary(report); !added) {
    return std::unexpected(added.error());
  }
  if (report.interrupted) {
    session.host.err << "moebench: the gate was interrupted: its verdicts are of what was measured by then\n";
  }
  return status_of(report, options.fail_when_inconclusive);
}

cli::Outcome gate_commands(const Session& session, const GateRequest& request, const std::string& baseline_option,
                           const std::string& candidate_option) {
  if (const auto targets = check_targets(request.output.output, request.output.junit, request.dry_run); !targets) {
    return std::unexpected(targets.error());
  }
  const auto plan = plan_of(request, baseline_option, candidate_option);
  if (!plan) {
    return std::unexpected(plan.error());
  }
  const auto judging = row_options(session, request.judging, {plan->baseline, plan->candidate});
  if (!judging) {
    return std::unexpected(judging.error());
  }
  if (request.dry_run) {
    return tell_plan(session, request, *plan);
  }
  const harness::EnvironmentWatch watch;
  InterleavedRuns runs{*plan};
  const auto measured = measure_gate(session, runs, request.measuring, *judging);
  if (!measured) {
    return std::unexpected(measured.error());
  }
  if (runs.blocks() == 0) {
    return nothing_measured(session);
  }
  GateReport report{.candidate = fmt::format("{}", fmt::join(plan->candidate, " ")),
                    .baseline = fmt::format("{}", fmt::join(plan->baseline, " ")),
                    .interleaved = true,
                    .alpha = judging->alpha,
                    .level = 1 - judging->alpha / static_cast<double>(measured->schedule.looks.size()),
                    .adjustment = judging->adjustment,
                    .schedule = measured->schedule,
                    .blocks = runs.blocks(),
                    .seconds = runs.seconds(),
                    .seed = plan->seed,
                    .rows = measured->rows.rows,
                    .failed_runs = runs.failed(),
                    .without_partner = measured->rows.without_partner,
                    .interrupted = measured->interrupted};
  for (const gate::FoundChange& change : gate::differences(runs.candidate(), runs.baseline(), report.rows)) {
    report.differences.push_back(change.what);
  }
  if (request.confirm && !report.interrupted) {
    confirm(session, *plan, request, *judging, report);
  }
  note_unused(session, *judging, report.rows);
  const core::Environment environment = watch.finish();
  if (environment.facts.text("aslr") == "off") {
    session.note("address space randomisation is off: every process has the same layout, which may favour one side");
  }
  if (const auto saved = save(session, request, runs, measured->interrupted, environment); !saved) {
    return std::unexpected(saved.error());
  }
  const auto status = tell(session, request.output, report);
  note_hazards(session, environment);
  if (!status || report.interrupted || report.failed_runs.empty()) {
    return status;
  }
  const std::string failed =
      fmt::format("{} processes failed; the first: {}", report.failed_runs.size(), report.failed_runs.front().reason);
  if (*status == k_failed_check) {  // a regression is the stronger news
    session.note(failed);
    return status;
  }
  return core::input_error("the gate", failed);
}

}  // namespace moebench::cli
