// The machine, the build and the load as facts, and what about them spoils a measurement. Collected by harness, written
// by io, rendered by report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/attributes.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// Something about the machine that spoils measurements, and what to do about it.
struct Hazard {
  WarningCode code;     // which hazard
  std::string message;  // what was seen
  std::string remedy;   // what to do about it

  friend bool operator==(const Hazard&, const Hazard&) = default;
};

/// The machine as it was when something was measured.
struct Environment {
  Attributes facts;             // keys as environment_facts() lists them; what the machine does not tell is absent
  std::vector<Hazard> hazards;  // what of the facts spoils measurements

  friend bool operator==(const Environment&, const Environment&) = default;
};

/// One fact's key in files and its label for people.
struct FactName {
  std::string_view key;    // in files
  std::string_view label;  // for people
};

/// Every fact that this version collects, in the order in which it is shown.
const std::vector<FactName>& environment_facts();

}  // namespace moebench::core
