// Measuring operations of one's own: clocks and what they cost, the loop that is timed, guards against the optimiser,
// teams of threads, fresh processes, what the machine was like meanwhile, and operations in turns as results
// (run_operations).
#pragma once

#include "moebench/harness/clock.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/harness/process_runs.hpp"
#include "moebench/harness/runner.hpp"
#include "moebench/harness/thread_team.hpp"
#include "moebench/scenarios/operation_scenario.hpp"
