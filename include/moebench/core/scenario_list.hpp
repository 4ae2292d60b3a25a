// What can be measured: the scenarios as `moebench list` shows them. Included by io, report and cli.
#pragma once

#include <string>
#include <vector>

namespace moebench::core {

struct ScenarioParameter {
  std::string option;  // "--threads"
  std::string preset;  // empty for a switch, and where nothing stands for it
  std::string description;
};

/// A run of a scenario in the suite.
struct SuiteFile {
  std::string file;     // "router.json", under the suite's folder
  std::string command;  // "moebench router --seed 42"
};

struct ListedScenario {
  std::string command;   // "router"
  std::string measures;  // what, in a sentence
  std::vector<ScenarioParameter> parameters;
  std::vector<std::string> results;  // patterns of their names: * stands for any text
  std::vector<SuiteFile> suite;
};

}  // namespace moebench::core
