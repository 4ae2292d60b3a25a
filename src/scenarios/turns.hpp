// Operations that take turns under one clock, so that what drifts meanwhile drifts for all of them. Private to
// scenarios.
#pragma once

#include <cstdint>
#include <span>

#include "moebench/core/rng.hpp"
#include "moebench/harness/runner.hpp"

namespace moebench::scenarios {

/// An operation and where its samples go; their batch is set already.
struct Turn {
  const harness::Operation* operation;
  harness::Samples* samples;
};

/// Each adds a block of its samples, a hundredth of them, in an order drawn anew, until each has added `samples`.
void take_turns(std::span<const Turn> turns, std::uint64_t samples, core::Rng& rng);

}  // namespace moebench::scenarios
