// A gate's measuring: blocks until a look settles everything, or the plan or the time is at its end. Private to cli.
#pragma once

#include "gate_options.hpp"
#include "interleaved_runs.hpp"
#include "moebench/core/gate.hpp"
#include "session.hpp"

namespace moebench::cli {

/// Without rows where it was interrupted before the first block was complete.
struct MeasuredGate {
  gate::Rows rows = {};
  core::GateSchedule schedule = {};
  bool interrupted = true;
};

/// Blocks until a look settles every row, the plan or the time is at its end, or too much fails. The time ends it only
/// once there are as many blocks as a claim takes: where these do not fit, a note tells so as soon as the length of a
/// block is known, and no more are measured. Errors: usage, where the plan has too few blocks to claim anything; input,
/// where the rehearsal or every block failed.
core::Result<MeasuredGate> measure_gate(const Session& session, InterleavedRuns& runs, const MeasuringOptions& options,
                                        gate::RowOptions judging);

}  // namespace moebench::cli
