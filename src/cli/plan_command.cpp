#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "commands.hpp"
#include "gate_options.hpp"
#include "moebench/gate/plan.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/calibration_json.hpp"
#include "moebench/io/measurement_plan_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/report/plan_report.hpp"

namespace moebench::cli {
namespace {

struct PlanOptions {
  OutputOptions output;
  std::string file = k_calibration_file;
  std::optional<double> effect;
  double power = 0.8;
  double alpha = 0.05;
  std::optional<double> margin;
  std::size_t comparisons = 0;
};

/// That of a gate, unless the effect lies within it.
double default_margin(double effect) {
  return effect > gate::Margins{}.change ? gate::Margins{}.change : 0;
}

core::Result<core::MeasurementPlan> plan_from(const PlanOptions& options) {
  const gate::PlanQuestion question{.effect = *options.effect,
                                    .power = options.power,
                                    .alpha = options.alpha,
                                    .margin = options.margin.value_or(default_margin(*options.effect)),
                                    .comparisons = options.comparisons};
  if (!std::filesystem::is_directory(options.file)) {
    const auto text = io::read_text(options.file);
    if (!text) {
      return std::unexpected(text.error());
    }
    if (io::is_calibration(*text)) {
      const auto calibration = io::parse_calibration(*text, options.file);
      return calibration ? gate::plan(*calibration, question) : std::unexpected(calibration.error());
    }
  }
  const auto set = io::read_result_file(options.file);
  return set ? gate::plan(*set, {core::GateMetric::mean, core::GateMetric::p50}, question)
             : std::unexpected(set.error());
}

Outcome run(const Session& session, const PlanOptions& options) {
  const auto plan = plan_from(options);
  if (!plan) {
    return std::unexpected(plan.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(*plan)
                           : format == Format::csv ? io::measurement_plan_csv(*plan)
                                                   : report::plan_report(*plan);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_plan_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<PlanOptions>();
  CLI::App* command = app.add_subcommand("plan", "How many runs, and how long, until an effect of this size is found");
  const auto fraction_option = [&](const char* name, std::optional<double>& value, const char* description) {
    return command
        ->add_option_function<std::string>(
            name, [&value](const std::string& text) { value = fraction(text); }, description)
        ->check(check_fraction)
        ->take_last()
        ->type_name("PERCENT");
  };
  command->add_option("FILE", options->file, "What `moebench calibrate` saved, or a result file with several runs")
      ->type_name("FILE")
      ->capture_default_str();
  fraction_option("--effect", options->effect, "The slowdown that must be found")->required();
  fraction_option("--margin", options->margin,
                  "The margin of the gate that must find it; 0% where the effect is within it")
      ->default_str("3%");
  command->add_option("--power", options->power, "The chance to find it")
      ->check(CLI::Range(0.01, 0.999999))
      ->take_last()
      ->capture_default_str();
  command->add_option("--alpha", options->alpha, "The gate's level, above 0 and below 0.5")
      ->check(CLI::Range(1e-9, 0.5 - 1e-9).description("(0,0.5)"))
      ->take_last()
      ->capture_default_str();
  command
      ->add_option("--comparisons", options->comparisons,
                   "Rows that the gate judges together, for Holm's adjustment: as many as the file has results by "
                   "default, which is one metric of each")
      ->check(whole_numbers(1, k_most_rounds))
      ->take_last()
      ->type_name("N");
  add_output_options(*command, options->output, session);
  command->footer("Example: moebench plan --effect 3% --power 0.8");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
