// The whole report: methodology, hardware, a section for each scenario, what the harness costs, references.
// Pure. Included by cli.
#pragma once

#include <optional>
#include <string>

#include "moebench/report/framework_section.hpp"
#include "moebench/report/measured.hpp"

namespace moebench::report {

struct SuiteResults {
  core::Attributes config;
  core::Environment environment;
  Measured router;
  Measured lifecycle;
  Measured registry;
  Measured overflow;
  Measured mixed;
  Measured dispatch;
  Measured infer;
  Measured null;
  std::optional<FrameworkComparison> pytorch = {};  // empty where it was not asked for
};

std::string suite_report(const SuiteResults& suite);

}  // namespace moebench::report
