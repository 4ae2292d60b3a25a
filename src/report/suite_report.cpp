#include "moebench/report/suite_report.hpp"

#include <fmt/format.h>

#include "moebench/report/environment_report.hpp"
#include "moebench/report/references.hpp"
#include "moebench/report/sections.hpp"

namespace moebench::report {
namespace {

std::string methodology(const core::Attributes& config) {
  return fmt::format(
      "## Methodology\n\n"
      "- **Reproducibility**: seed {}, {}, each a fresh process; the runs of the scenarios take turns, so that a "
      "drift\n"
      "  of the machine touches all of them alike. Machine and build are recorded below and in every result file.\n"
      "- **Statistical rigor**: the run is the unit of replication. Intervals are t intervals on the runs' own "
      "figures;\n"
      "  samples inside one process are never counted as independent runs [^box-2005] [^georges-2007]. Nothing is "
      "dropped as an\n  outlier.\n"
      "- **Fair comparison**: warm-up is not measured; batches are so long that reading the clock is under 1 % of "
      "them;\n"
      "  single shots, which include the clock, and thread creation, where it is counted, are rows of their own.\n",
      config.text("seed"), config.text("runs") == "1" ? "1 run" : config.text("runs") + " runs");
}

/// What a reader must know before the first figure.
std::string quick_note(const core::Attributes& config) {
  return config.text("quick") == "true" ? "**A quick look**: fewer and shorter rounds than the reference document's. "
                                          "It shows what the suite prints; its\nfigures are no evidence. Leave out "
                                          "--quick to measure.\n\n"
                                        : "";
}

std::string how_to_repeat(const core::Attributes& config) {
  return fmt::format(
      "## Reproducing These Results\n\n```\n{}\n```\n\nmoebench {}, {}. Beside this report: the same with charts, "
      "report.html, and the raw samples, the JSON files.\n",
      config.text("command"), config.text("moebench_version"), config.text("timestamp"));
}

/// Empty where the part was not measured.
std::string section(std::string (*make)(const Measured&), const Measured& measured) {
  return measured.set.results.empty() ? "" : make(measured) + "\n";
}

}  // namespace

std::string suite_report(const SuiteResults& suite) {
  return with_references(
      fmt::format("# MoE Benchmarks\n\n{}{}{}\n## Hardware Configuration\n\n{}\nWhat spoils measurements here:\n\n{}\n",
                  interruption_note(suite.config), quick_note(suite.config), methodology(suite.config),
                  environment_table(suite.environment), hazard_list(suite.environment)) +
      section(router_section, suite.router) + section(router_section, suite.lifecycle) +
      section(registry_section, suite.registry) + section(overflow_section, suite.overflow) +
      section(mixed_section, suite.mixed) + section(baseline_section, suite.registry) +
      section(dispatch_section, suite.dispatch) + section(infer_section, suite.infer) +
      (suite.pytorch ? framework_section(*suite.pytorch) + "\n" : "") + section(null_section, suite.null) +
      how_to_repeat(suite.config));
}

}  // namespace moebench::report
