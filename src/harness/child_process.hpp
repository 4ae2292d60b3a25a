// One running child: its start, its two output pipes and its end. Owns what must not leak (descriptors, the process).
// Reads nothing. Included by process_runs.cpp.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "moebench/core/error.hpp"

namespace moebench::harness {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(Descriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }

  void close();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// How a process ended, in waitid's terms. `code` is 0 when somebody else in this process reaped it.
struct Ending {
  int code = 0;    // CLD_EXITED, CLD_KILLED or CLD_DUMPED
  int status = 0;  // exit status or signal
};

class ChildProcess {
 public:
  ChildProcess(pid_t pid, Descriptor output_pipe, Descriptor error_pipe);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess() { end(); }

  /// Kills what is left of the child's process group and reaps the child. A child that had exited keeps its own ending.
  /// The second call does nothing.
  Ending end();

  Descriptor output;   // its standard output
  Descriptor errors;   // its standard error
  Descriptor exiting;  // readable once it has exited

 private:
  pid_t pid_;  // 0 when reaped or moved from
};

/// Starts `program`, searched in PATH when it has no slash, as the leader of a new process group that dies with this
/// thread, with /dev/null as standard input and pipes as standard output and error. Returns when it runs.
/// Its environment is this process's with the "NAME=value" of `added` behind.
core::Result<ChildProcess> start_child(const std::string& program, const std::vector<std::string>& arguments,
                                       const std::vector<std::string>& added);

}  // namespace moebench::harness
