// What Ctrl-C (SIGINT) and SIGTERM ask of a program that measures: to stop and keep what it has. Owns the signals'
// handlers while one of its objects lives. Included by cli; process_runs stops a child by it.
#pragma once

#include <csignal>
#include <cstdint>
#include <string_view>

namespace moebench::harness {

/// What the first of the two signals does; the next one ends the program at once, as if there were no handler.
enum class OnInterrupt : std::uint8_t {
  remember,  // is remembered, and stops the child processes that run_to_end() waits for
  end,       // ends the program with status 130 and a line on standard error that nothing was kept
};

/// Handles both signals while it lives; what handled them before does so afterwards. A signal that was ignored when the
/// program started (nohup, a background job) stays ignored. Precondition: no other object of this class lives.
///
/// The handler does what is async-signal-safe only: it sets an atomic flag and writes to an event's descriptor.
class InterruptHandler {
 public:
  explicit InterruptHandler(OnInterrupt action);
  ~InterruptHandler();
  InterruptHandler(const InterruptHandler&) = delete;
  InterruptHandler& operator=(const InterruptHandler&) = delete;

  /// Whether a signal came since this object was made.
  static bool interrupted();

 private:
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

/// Readable from the first signal on, for poll(), which ignores it where it is -1: while no handler remembers.
int interrupt_event();

}  // namespace moebench::harness
