#include "moebench/io/scenario_list_json.hpp"

#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "csv_cell.hpp"
#include "json_text.hpp"

namespace moebench::io {
namespace {

Json json_of(const core::ListedScenario& scenario) {
  Json parameters = Json::array();
  for (const core::ScenarioParameter& parameter : scenario.parameters) {
    parameters.push_back({{"option", parameter.option},
                          {"default", parameter.preset.empty() ? Json(nullptr) : Json(parameter.preset)},
                          {"description", parameter.description}});
  }
  Json suite = Json::array();
  for (const core::SuiteFile& file : scenario.suite) {
    suite.push_back({{"file", file.file}, {"command", file.command}});
  }
  return {{"command", scenario.command},
          {"measures", scenario.measures},
          {"parameters", std::move(parameters)},
          {"results", scenario.results},
          {"suite", std::move(suite)}};
}

}  // namespace

std::string to_json(std::span<const core::ListedScenario> scenarios) {
  Json list = Json::array();
  for (const core::ListedScenario& scenario : scenarios) {
    list.push_back(json_of(scenario));
  }
  return to_text({{"schema", "moebench.scenarios/1"}, {"scenarios", std::move(list)}});
}

std::string scenario_list_csv(std::span<const core::ListedScenario> scenarios) {
  std::string out = "command,measures,option,default,description,results,suite_files\n";
  for (const core::ListedScenario& scenario : scenarios) {
    std::vector<std::string> files;
    for (const core::SuiteFile& file : scenario.suite) {
      files.push_back(file.file);
    }
    for (const core::ScenarioParameter& parameter : scenario.parameters) {
      fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{}\n", text_cell(scenario.command),
                     text_cell(scenario.measures), text_cell(parameter.option), text_cell(parameter.preset),
                     text_cell(parameter.description), text_cell(fmt::format("{}", fmt::join(scenario.results, "; "))),
                     text_cell(fmt::format("{}", fmt::join(files, "; "))));
    }
  }
  return out;
}

}  // namespace moebench::io
