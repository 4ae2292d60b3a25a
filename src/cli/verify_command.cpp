#include <memory>
#include <string>

#include "commands.hpp"
#include "measuring.hpp"
#include "moebench/audit/verify.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/audit_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/report/audit_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct VerifyOptions {
  OutputOptions output;
  std::string result;
};

core::Result<core::Verification> verify_file(const std::string& path) {
  const auto text = io::read_text(path);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto set = io::parse_results(*text, path);
  if (!set) {
    return std::unexpected(set.error());
  }
  const auto stated = io::stated_figures(*text, path);
  if (!stated) {
    return std::unexpected(stated.error());
  }
  const report::Measured measured = analysed(std::move(*set));
  const auto anew = io::stated_figures(io::to_json(measured.set, measured.analysis), "the document made anew");
  if (!anew) {
    return std::unexpected(anew.error());
  }
  return audit::verify(measured.set, *stated, *anew);
}

Outcome run(const Session& session, const VerifyOptions& options) {
  const auto verification = verify_file(options.result);
  if (!verification) {
    return std::unexpected(verification.error());
  }
  if (verification->count(core::Agreement::unproven) == verification->figures.size()) {
    return core::input_error(options.result,
                             "holds no figure that could be recomputed: its results have no raw samples, or no figures "
                             "beside them; give a file that infer --save or examples/pytorch/benchmark.py wrote");
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(*verification)
                           : format == Format::csv ? io::verification_csv(*verification)
                                                   : report::verification_report(*verification, options.result);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return verification->count(core::Agreement::differs) == 0 ? k_done : k_failed_check;
}

}  // namespace

void add_verify_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command =
      app.add_subcommand("verify", "Recomputes every figure of a result file from the raw samples in it");
  command->add_option("RESULT", options->result, "A result file that holds samples")->required();
  add_output_options(*command, options->output, session);
  command->footer("Exit status 1 where a figure differs.\nExample: moebench verify results/infer.json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
