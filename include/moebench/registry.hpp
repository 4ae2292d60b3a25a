// A registry strategy of one's own: what it must be (registry::ModelRegistry), the checks that it has to pass
// (registry::check_registry), and the scenarios in which it takes turns with the tool's own (scenarios::contender).
#pragma once

#include "moebench/registry/check_registry.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/scenarios/contender.hpp"
#include "moebench/scenarios/mixed_scenario.hpp"
#include "moebench/scenarios/registry_scenario.hpp"
