// What the kernel counted of this process: evidence that a timed part neither read, wrote nor waited. Reads no clock.
// Included by scenarios and cli.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "moebench/core/series.hpp"

namespace moebench::harness {

/// Since the process began.
struct ProcessActivity {
  std::uint64_t voluntary_switches = 0;                  // times a thread gave its core up by itself: slept or waited
  std::uint64_t major_faults = 0;                        // page faults that waited for a disk
  std::optional<std::uint64_t> read_calls, write_calls;  // system calls; empty where /proc/self/io is not readable

  /// The counts as a run of a result holds them: "voluntary_switches", "major_faults", "read_calls", "write_calls".
  std::vector<core::Count> counts() const;
};

/// Counts what happens from its making to a look. What that look costs itself is not counted; earlier looks are.
class ActivityWatch {
 public:
  ActivityWatch();

  ProcessActivity so_far() const;

 private:
  ProcessActivity begin_;
  ProcessActivity of_looking_;
};

/// Processes that compile or link now, found by their names in /proc; empty where that is not readable.
std::optional<std::size_t> compilers_running();

/// Threads of this process; empty where /proc/self/status is not readable.
std::optional<std::size_t> own_threads();

}  // namespace moebench::harness
