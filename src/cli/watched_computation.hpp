// A computation that may take longer than two seconds, with its progress on a terminal. Private to cli.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "session.hpp"

namespace moebench::cli {

/// What is computed, in `steps` that `done` counts. Threads of its own may count.
struct Computation {
  std::string label;  // "bootstrap"
  std::uint64_t steps;
  std::function<void(std::atomic<std::uint64_t>& done)> compute;
};

/// Returns when it is done; what it throws comes out here. Shows how far it is while it lasts.
void watch(const Session& session, const Computation& computation);

}  // namespace moebench::cli
