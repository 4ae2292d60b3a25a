#include <algorithm>
#include <istream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "calculations.hpp"
#include "commands.hpp"
#include "moebench/io/calculation_json.hpp"
#include "moebench/report/calculation_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct CalcOptions {
  OutputOptions output;
  std::string kind;
};

Outcome run(const Session& session, const CalcOptions& options) {
  const std::string text{std::istreambuf_iterator<char>{session.host.in}, {}};
  const auto kind = std::ranges::find(calculation_kinds(), options.kind, &CalculationKind::name);
  const auto calculation = kind->calculate(text, "standard input");
  if (!calculation) {
    return std::unexpected(calculation.error());
  }
  const Format format = options.output.format;
  const std::string answer = format == Format::json  ? io::to_json(*calculation)
                             : format == Format::csv ? io::calculation_csv(*calculation)
                                                     : report::calculation_report(*calculation);
  if (const auto delivered = deliver(session, options.output, answer); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_calc_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<CalcOptions>();
  CLI::App* command = app.add_subcommand("calc", "One statistic: its inputs as JSON on standard input, its answer");
  std::vector<std::string> names;
  std::string kinds = "Kinds and the keys of their input ([optional]):\n";
  for (const CalculationKind& kind : calculation_kinds()) {
    names.emplace_back(kind.name);
    kinds += fmt::format("  {:<14}{}\n", kind.name, kind.inputs);
  }
  command->add_option("KIND", options->kind, "What to calculate")
      ->required()
      ->check(CLI::IsMember(names))
      ->type_name("KIND");
  add_output_options(*command, options->output, session);
  command->footer(kinds + R"(Example: moebench calc p_adjust --format json <<< '{"p": [0.01, 0.04, 0.03]}')");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
