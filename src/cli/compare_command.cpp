#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "commands.hpp"
#include "moebench/io/comparison_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/comparison_report.hpp"
#include "moebench/stats/compare.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct CompareOptions {
  OutputOptions output;
  std::string candidate;
  std::string baseline;
  double confidence = 0.95;
  std::vector<std::string> matches;  // "A name=B name"
};

/// CLI11's form of a check: empty text where `match` can name a pair. Which names they are, the files decide.
std::string check_match(const std::string& match) {
  const std::size_t equals = match.find('=', 1);
  return equals == std::string::npos || equals + 1 == match.size()
             ? fmt::format("'{}' is not of the form 'candidate name=baseline name'", match)
             : "";
}

Outcome run(const Session& session, const CompareOptions& options) {
  const auto candidate = io::read_result_file(options.candidate);
  if (!candidate) {
    return std::unexpected(candidate.error());
  }
  const auto baseline = io::read_result_file(options.baseline);
  if (!baseline) {
    return std::unexpected(baseline.error());
  }
  const auto set =
      stats::compare_sets(*candidate, *baseline, {.level = options.confidence, .matches = options.matches});
  if (!set) {
    return std::unexpected(set.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json ? io::to_json(*set)
                           : format == Format::csv
                               ? io::comparison_csv(*set)
                               : report::comparison_report(*set, options.candidate, options.baseline);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  if (set->comparisons.empty()) {
    session.note("nothing was compared: no result of the candidate has a partner in the baseline; use --match");
  }
  return k_done;
}

}  // namespace

void add_compare_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command =
      app.add_subcommand("compare", "Two result files, ours or PyTorch's: which is faster, and how sure is it");
  command->add_option("CANDIDATE", options->candidate, "The result file in question (A)")->required();
  command->add_option("BASELINE", options->baseline, "The result file that it is held against (B)")->required();
  add_output_options(*command, options->output, session);
  command->add_option("--confidence", options->confidence, "Level of the intervals, above 0 and below 1")
      ->check(CLI::Range(1e-9, 1 - 1e-9).description("(0,1)"))
      ->capture_default_str();
  command->add_option("--match", options->matches, "Pair results of different names: 'candidate name=baseline name'")
      ->check(check_match)
      ->type_name("A=B");
  command->footer("Example: moebench compare results/infer.json pytorch.json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
