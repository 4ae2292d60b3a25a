#include "moebench/harness/interrupts.hpp"

#include <atomic>
#include <cerrno>

#include <sys/eventfd.h>
#include <unistd.h>

namespace moebench::harness {
namespace {

constexpr int k_interrupted_status = 130;  // what a shell makes of SIGINT: 128 + 2

// The handler may run on any thread at any point, so it touches nothing but these; lock-free atomics are
// async-signal-safe. The flag is set with release order and read with acquire order, though what happened before the
// signal is of no interest to who reads it.
std::atomic<bool> flag{false};
std::atomic<int> event{-1};
std::atomic<OnInterrupt> wanted{OnInterrupt::remember};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void leave_to_the_system(int signal) {
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  sigaction(signal, &by_default, nullptr);
}

void on_interrupt(int /*signal*/) {
  const int before = errno;
  if (wanted.load(std::memory_order_acquire) == OnInterrupt::end) {
    constexpr std::string_view text = "\nmoebench: interrupted: a single run ends at once, and nothing of it is kept\n";
    [[maybe_unused]] const auto told = write(STDERR_FILENO, text.data(), text.size());
    _exit(k_interrupted_status);
  }
  flag.store(true, std::memory_order_release);
  // The next one of either kind ends the program, however stuck it is. The children then die of their parent's death.
  leave_to_the_system(SIGINT);
  leave_to_the_system(SIGTERM);
  constexpr std::uint64_t one = 1;
  [[maybe_unused]] const auto woken = write(event.load(std::memory_order_acquire), &one, sizeof one);
  errno = before;
}

void handle(int signal, struct sigaction& before) {
  sigaction(signal, nullptr, &before);
  if (before.sa_handler == SIG_IGN) {
    return;
  }
  struct sigaction ours {};
  ours.sa_handler = on_interrupt;
  sigemptyset(&ours.sa_mask);
  ours.sa_flags = SA_RESTART;  // reads and waits elsewhere go on; poll() wakes in any case
  sigaction(signal, &ours, nullptr);
}

}  // namespace

InterruptHandler::InterruptHandler(OnInterrupt action) {
  flag.store(false, std::memory_order_release);
  wanted.store(action, std::memory_order_release);
  if (action == OnInterrupt::remember) {
    event.store(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), std::memory_order_release);
  }
  handle(SIGINT, before_int_);
  handle(SIGTERM, before_term_);
}

InterruptHandler::~InterruptHandler() {
  sigaction(SIGINT, &before_int_, nullptr);
  sigaction(SIGTERM, &before_term_, nullptr);
  if (const int descriptor = event.exchange(-1, std::memory_order_acq_rel); descriptor >= 0) {
    close(descriptor);
  }
}

bool InterruptHandler::interrupted() {
  return flag.load(std::memory_order_acquire);
}

int interrupt_event() {
  return event.load(std::memory_order_acquire);
}

}  // namespace moebench::harness
