#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "audit_evidence.hpp"
#include "commands.hpp"
#include "moebench/audit/audit.hpp"
#include "moebench/io/audit_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/report/audit_report.hpp"
#include "moebench/report/comparison_report.hpp"
#include "moebench/stats/compare.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct AuditOptions {
  OutputOptions output;
  std::string candidate;
  std::string baseline;
  std::vector<std::string> matches;
  std::vector<std::string> elsewhere;  // empty, or a candidate's and a baseline's file
};

struct Pair {
  core::ResultSet candidate;
  core::ResultSet baseline;
};

core::Result<Pair> read_pair(const std::string& candidate, const std::string& baseline) {
  auto a = io::read_result_file(candidate);
  if (!a) {
    return std::unexpected(a.error());
  }
  auto b = io::read_result_file(baseline);
  if (!b) {
    return std::unexpected(b.error());
  }
  return Pair{std::move(*a), std::move(*b)};
}

/// The ratio of medians of the first pair of results, or of the pair that `matches` names, in the files of another
/// machine.
core::Result<audit::Elsewhere> read_elsewhere(const std::vector<std::string>& files,
                                              const std::vector<std::string>& matches) {
  const auto pair = read_pair(files[0], files[1]);
  if (!pair) {
    return std::unexpected(pair.error());
  }
  const auto set = stats::compare_sets(pair->candidate, pair->baseline, {.matches = matches});
  if (!set) {
    return std::unexpected(set.error());
  }
  if (set->comparisons.empty() || !set->comparisons.front().speedup_p50) {
    return core::input_error(files[0], fmt::format("holds no result that belongs to one of {} and has a median; give "
                                                   "the two files of one measurement",
                                                   files[1]));
  }
  return audit::Elsewhere{
      .cpu = pair->candidate.config.text("cpu", pair->candidate.environment.facts.text("cpu_model", "an unnamed CPU")),
      .candidate = set->comparisons.front().candidate.name,
      .ratio = *set->comparisons.front().speedup_p50};
}

Outcome run(const Session& session, const AuditOptions& options) {
  const auto pair = read_pair(options.candidate, options.baseline);
  if (!pair) {
    return std::unexpected(pair.error());
  }
  const auto comparison = stats::compare_sets(pair->candidate, pair->baseline, {.matches = options.matches});
  if (!comparison) {
    return std::unexpected(comparison.error());
  }
  session.progress("running the inference again");
  audit::Evidence evidence = gather_evidence(pair->candidate);
  session.progress("");
  evidence.comparison_report = report::comparison_report(*comparison, options.candidate, options.baseline);
  if (!options.elsewhere.empty()) {
    auto elsewhere = read_elsewhere(options.elsewhere, options.matches);
    if (!elsewhere) {
      return std::unexpected(elsewhere.error());
    }
    evidence.elsewhere = *std::move(elsewhere);
  }
  const auto audited = audit::audit(pair->candidate, pair->baseline, evidence, options.matches);
  if (!audited) {
    return std::unexpected(audited.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json ? io::to_json(*audited)
                           : format == Format::csv
                               ? io::audit_csv(*audited)
                               : report::audit_report(*audited, options.candidate, options.baseline);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return audited->accepted() ? k_done : k_failed_check;
}

}  // namespace

void add_audit_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App* command =
      app.add_subcommand("audit", "The 100-point checklist of a fair comparison, each point judged on evidence");
  command->add_option("RESULT", options->candidate, "The result file in question, of `infer --save`")->required();
  command->add_option("BASELINE", options->baseline, "The result file that it is held against: PyTorch's")->required();
  add_output_options(*command, options->output, session);
  command->add_option("--match", options->matches, "The results to judge: 'candidate name=baseline name'")
      ->take_last()
      ->type_name("A=B");
  command->add_option("--elsewhere", options->elsewhere, "The two files of the same comparison on another machine")
      ->expected(2)
      ->type_name("RESULT BASELINE");
  command->footer(
      "Exit status 1 unless accepted: 95 points, and no failure in categories 1 to 3 and 8.\n"
      "Example: moebench audit results/infer.json pytorch.json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
