// What about a machine spoils measurements, judged from its facts alone: facts from a result file are judged like fresh
// ones. Included by whoever completes or reads an environment.
#pragma once

#include <vector>

#include "moebench/core/environment.hpp"

namespace moebench::harness {

/// The hazards that `facts` (keys of core::environment_facts()) give, each with its remedy, in the order of
/// core::WarningCode. An absent fact gives none, but for the governor: not to know it is a hazard of its own. cpu_steal
/// needs the fact steal_percent, so judge again once it is set. The thresholds: load above 0.2 for each available core,
/// quota below the available cores, fewer than 4 of them, any swap in use, steal above 1 %.
std::vector<core::Hazard> judge(const core::Attributes& facts);

}  // namespace moebench::harness
