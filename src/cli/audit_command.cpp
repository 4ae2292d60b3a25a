#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "audit_evidence.hpp"
#include "commands.hpp"
#include "moebench/audit/audit.hpp"
#include "moebench/io/audit_json.hpp"
#include "moebench/io/claims.hpp"
#include "moebench/report/audit_report.hpp"
#include "moebench/stats/compare.hpp"
#include "options.hpp"
#include "verified_file.hpp"

namespace moebench::cli {
namespace {

struct AuditOptions {
  OutputOptions output;
  std::string candidate;
  std::string baseline;
  std::vector<std::string> matches;
  std::vector<std::string> elsewhere;  // empty, or a candidate's and a baseline's file
  std::string claims;                  // a file; empty for none
};

struct Pair {
  VerifiedFile candidate;
  VerifiedFile baseline;
};

core::Result<Pair> read_pair(const std::string& candidate, const std::string& baseline) {
  auto a = verify_file(candidate);
  if (!a) {
    return std::unexpected(a.error());
  }
  auto b = verify_file(baseline);
  if (!b) {
    return std::unexpected(b.error());
  }
  return Pair{std::move(*a), std::move(*b)};
}

/// The ratio of medians in the files of another machine, of the pair that an audit of them would judge.
core::Result<audit::Elsewhere> read_elsewhere(const std::vector<std::string>& files,
                                              const std::vector<std::string>& matches) {
  const auto pair = read_pair(files[0], files[1]);
  if (!pair) {
    return std::unexpected(pair.error());
  }
  const core::ResultSet& candidate = pair->candidate.set;
  const auto judged = audit::judged_pair(candidate, pair->baseline.set, matches);
  if (!judged) {
    return std::unexpected(judged.error());
  }
  const auto ratio = stats::compare(*judged->candidate, *judged->baseline).speedup_p50;
  if (!ratio) {
    return core::input_error(files[0], fmt::format("holds no result that belongs to one of {} and has a median; give "
                                                   "the two files of one measurement",
                                                   files[1]));
  }
  return audit::Elsewhere{
      .cpu = candidate.config.text("cpu", candidate.environment.facts.text("cpu_model", "an unnamed CPU")),
      .candidate = judged->candidate->name,
      .ratio = *ratio};
}

/// What the files, the program and the options show; takes about a second.
core::Result<audit::Evidence> evidence_of(const AuditOptions& options, const Pair& pair,
                                          const core::BenchmarkResult& judged) {
  audit::Evidence evidence = gather_evidence(pair.candidate.set, judged);
  evidence.candidate_figures = pair.candidate.figures;
  evidence.baseline_figures = pair.baseline.figures;
  if (!options.claims.empty()) {
    auto claims = io::read_claims(options.claims);
    if (!claims) {
      return std::unexpected(claims.error());
    }
    evidence.claims = audit::Claims{.source = options.claims, .all = *std::move(claims)};
  }
  if (!options.elsewhere.empty()) {
    auto elsewhere = read_elsewhere(options.elsewhere, options.matches);
    if (!elsewhere) {
      return std::unexpected(elsewhere.error());
    }
    evidence.elsewhere = *std::move(elsewhere);
  }
  return evidence;
}

Outcome run(const Session& session, const AuditOptions& options) {
  const auto pair = read_pair(options.candidate, options.baseline);
  if (!pair) {
    return std::unexpected(pair.error());
  }
  const auto judged = audit::judged_pair(pair->candidate.set, pair->baseline.set, options.matches);
  if (!judged) {
    return std::unexpected(judged.error());
  }
  session.progress("running the inference again");
  const auto evidence = evidence_of(options, *pair, *judged->candidate);
  session.progress("");
  if (!evidence) {
    return std::unexpected(evidence.error());
  }
  const auto audited = audit::audit(pair->candidate.set, pair->baseline.set, *evidence, options.matches);
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
  command->add_option("RESULT", options->candidate, "The result file in question, of `infer --save`")
      ->required()
      ->type_name("FILE");
  command->add_option("BASELINE", options->baseline, "The result file that it is held against: PyTorch's")
      ->required()
      ->type_name("FILE");
  add_output_options(*command, options->output, session);
  command
      ->add_option(
          "--match", options->matches,
          "The results to judge: 'candidate name=baseline name'; without it the pair with which a report begins")
      ->take_last()
      ->type_name("A=B");
  command->add_option("--elsewhere", options->elsewhere, "The two files of the same comparison on another machine")
      ->expected(2)
      ->type_name("RESULT BASELINE");
  command
      ->add_option("--claims", options->claims,
                   "What is published of the comparison, as `compare` or `suite` printed it")
      ->take_last()
      ->type_name("FILE");
  command->footer(
      "Exit status 1 unless accepted: 95 points, and no failure in categories 1 to 3 and 8.\n"
      "Example: moebench audit results/infer.json results/pytorch.json --claims results/report.md");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
