#include <algorithm>
#include <memory>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "commands.hpp"
#include "moebench/io/audit_json.hpp"
#include "moebench/report/audit_report.hpp"
#include "moebench/report/inline_text.hpp"
#include "options.hpp"
#include "verified_file.hpp"

namespace moebench::cli {
namespace {

struct VerifyOptions {
  OutputOptions output;
  std::string result;
  bool allow_unproven = false;
};

/// Whether figures of a result are left without the samples that others in the file have: a layout of summaries has
/// none at all, but a file from which some were taken proves less than it seems to.
bool lost_samples(const VerifiedFile& file) {
  const auto& results = file.set.results;
  return std::ranges::any_of(results, &core::BenchmarkResult::has_samples) &&
         !std::ranges::all_of(results, &core::BenchmarkResult::has_samples);
}

Outcome run(const Session& session, const VerifyOptions& options) {
  const auto file = verify_file(options.result);
  if (!file) {
    return std::unexpected(file.error());
  }
  const core::Verification& verification = file->figures;
  const std::size_t unproven = verification.count(core::Agreement::unproven);
  if (unproven == verification.figures.size()) {
    return core::input_error(options.result,
                             "holds no figure that could be recomputed: its results have no raw samples, or no figures "
                             "beside them; give a file that infer --save or examples/pytorch/benchmark.py wrote");
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(verification)
                           : format == Format::csv ? io::verification_csv(verification)
                                                   : report::verification_report(verification, options.result);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  const bool unproven_counts = lost_samples(*file) && !options.allow_unproven;
  if (unproven_counts) {
    session.host.err << fmt::format(
        "moebench: {}: {} figures rest on samples that the file does not hold while it holds "
        "those of others: keep all samples, or give --allow-unproven\n",
        report::inline_text(options.result), unproven);
  }
  return verification.count(core::Agreement::differs) == 0 && !unproven_counts ? k_done : k_failed_check;
}

}  // namespace

void add_verify_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command =
      app.add_subcommand("verify", "Recomputes every figure of a result file from the raw samples in it");
  command->add_option("RESULT", options->result, "A result file that holds samples")->required()->type_name("FILE");
  add_output_options(*command, options->output, session);
  command->add_flag("--allow-unproven", options->allow_unproven,
                    "Accept figures of results whose samples the file does not hold");
  command->footer(
      "Exit status 1 where a figure differs, or lost its samples.\nExample: moebench verify results/infer.json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
