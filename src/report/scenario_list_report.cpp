#include "moebench/report/scenario_list_report.hpp"

#include "moebench/report/table.hpp"

namespace moebench::report {

std::string scenario_list_report(std::span<const core::ListedScenario> scenarios) {
  Table measured{{{"Scenario"}, {"What it measures"}}};
  Table parameters{{{"Scenario"}, {"Parameter"}, {"Default"}, {"Meaning"}}};
  Table results{{{"Scenario"}, {"Names of its results, where * stands for any text"}}};
  Table suite{{{"File of the suite"}, {"Command of each run"}}};
  for (const core::ListedScenario& scenario : scenarios) {
    measured.add({scenario.command, scenario.measures});
    std::string command = scenario.command;  // stands on the first of its rows
    for (const core::ScenarioParameter& parameter : scenario.parameters) {
      parameters.add({command, parameter.option, parameter.preset, parameter.description});
      command.clear();
    }
    command = scenario.command;
    for (const std::string& name : scenario.results) {
      results.add({command, name});
      command.clear();
    }
    for (const core::SuiteFile& file : scenario.suite) {
      suite.add({file.file, file.command});
    }
  }
  return "## Scenarios\n\n" + measured.markdown() + "\n## Parameters\n\n" + parameters.markdown() + "\n## Results\n\n" +
         results.markdown() + "\n## Suite\n\n" + suite.markdown();
}

}  // namespace moebench::report
