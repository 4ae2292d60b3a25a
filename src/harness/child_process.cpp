#include "child_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system_files.hpp"

namespace moebench::harness {

namespace {

struct Pipe {
  Descriptor read, write;
};

/// Moved out of 0 .. 2, so that the child's standard streams can be put there in any order.
Descriptor above_standard(Descriptor descriptor) {
  const bool low = descriptor && descriptor.get() <= STDERR_FILENO;
  return low ? Descriptor{fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1)} : std::move(descriptor);
}

/// Both ends are empty, with errno, when the kernel refuses.
Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return {};
  }
  Descriptor read{ends[0]};
  Descriptor write{ends[1]};
  return {above_standard(std::move(read)), above_standard(std::move(write))};
}

struct Launch {
  const char* path;
  char* const* argv;
  char* const* environment;
  int input, output, errors, failure;
  pid_t parent;
};

/// The child between fork and exec. Other threads' locks may be held forever here: only async-signal-safe calls.
[[noreturn]] void become(const Launch& launch) {
  sigset_t none;
  sigemptyset(&none);
  struct sigaction by_default {};
  const bool ready = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && setpgid(0, 0) == 0 && dup2(launch.input, 0) >= 0 &&
                     dup2(launch.output, 1) >= 0 && dup2(launch.errors, 2) >= 0 &&
                     sigaction(SIGPIPE, &by_default, nullptr) == 0 && sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
  // A parent that died before prctl sends no signal any more.
  if (ready && getppid() == launch.parent) {
    // What other code opened without O_CLOEXEC. Before Linux 5.11 this does nothing.
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    execve(launch.path, launch.argv, launch.environment);
  }
  const int reason = errno;
  [[maybe_unused]] const auto told = write(launch.failure, &reason, sizeof reason);
  _exit(127);
}

/// Why the child could not become the program, an errno; 0 when it did. Waits until that is decided.
int failure_of(const Descriptor& failure) {
  int reason = 0;
  ssize_t got;
  do {
    got = read(failure.get(), &reason, sizeof reason);
  } while (got < 0 && errno == EINTR);
  return got == sizeof reason ? reason : 0;
}

/// execvp's search, done before fork because it is not async-signal-safe. `program` itself when nothing is found.
std::string found_in_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  if (program.contains('/') || program.empty() || path == nullptr) {
    return program;
  }
  for (const auto folder : split(path, ':')) {
    std::string candidate = std::string{folder.empty() ? "." : folder} + "/" + program;
    if (access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return program;
}

/// Into `texts`, which must outlive them, with the null at the end that execve takes.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) {
    list.push_back(text.data());
  }
  list.push_back(nullptr);
  return list;
}

/// Readable once `pid` has exited. By number: glibc 2.36 declares the function without extern "C".
Descriptor open_exit_event(pid_t pid) {
  return Descriptor{static_cast<int>(syscall(SYS_pidfd_open, pid, 0))};
}

/// Where SIGCHLD is ignored the kernel reaps children itself, and their numbers may name other processes at once.
bool children_are_kept() {
  struct sigaction now {};
  sigaction(SIGCHLD, nullptr, &now);
  return now.sa_handler != SIG_IGN && (now.sa_flags & SA_NOCLDWAIT) == 0;
}

std::unexpected<core::Error> cannot_start(const std::string& program, int reason) {
  const char* text = strerrordesc_np(reason);
  return core::input_error(program, std::string{"cannot be started: "} + (text == nullptr ? "unknown error" : text) +
                                        ". Give the path of an executable file, or a name that PATH leads to.");
}

}  // namespace

void Descriptor::close() {
  if (fd_ >= 0) {
    ::close(std::exchange(fd_, -1));
  }
}

ChildProcess::ChildProcess(pid_t pid, Descriptor output_pipe, Descriptor error_pipe)
    : output{std::move(output_pipe)}, errors{std::move(error_pipe)}, exiting{open_exit_event(pid)}, pid_{pid} {}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : output{std::move(other.output)},
      errors{std::move(other.errors)},
      exiting{std::move(other.exiting)},
      pid_{std::exchange(other.pid_, 0)} {}

Ending ChildProcess::end() {
  if (pid_ == 0) {
    return {};
  }
  const pid_t pid = std::exchange(pid_, 0);
  // Before reaping: the unreaped leader keeps the group's number from being given to somebody else.
  kill(-pid, SIGKILL);
  siginfo_t info{};
  int reaped;
  do {
    reaped = waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED);
  } while (reaped < 0 && errno == EINTR);
  return reaped == 0 ? Ending{info.si_code, info.si_status} : Ending{};
}

core::Result<ChildProcess> start_child(const std::string& program, const std::vector<std::string>& arguments,
                                       const std::vector<std::string>& added) {
  if (!children_are_kept()) {
    return core::input_error(program,
                             "cannot be started: SIGCHLD is ignored, so its exit status would be lost. Start "
                             "moebench from a shell or a supervisor that leaves SIGCHLD at its default.");
  }
  const std::string path = found_in_path(program);
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const std::vector<char*> argv = pointers(words);
  std::vector<std::string> settings;
  for (char** setting = environ; setting != nullptr && *setting != nullptr; ++setting) {
    settings.emplace_back(*setting);
  }
  settings.insert(settings.end(), added.begin(), added.end());
  const std::vector<char*> environment = pointers(settings);

  const Descriptor input = above_standard(Descriptor{open("/dev/null", O_RDONLY | O_CLOEXEC)});
  Pipe output = make_pipe();
  Pipe errors = make_pipe();
  Pipe failure = make_pipe();
  if (!input || !output.write || !errors.write || !failure.write) {
    return cannot_start(program, errno);
  }
  const Launch launch{.path = path.c_str(),
                      .argv = argv.data(),
                      .environment = environment.data(),
                      .input = input.get(),
                      .output = output.write.get(),
                      .errors = errors.write.get(),
                      .failure = failure.write.get(),
                      .parent = getpid()};
  const pid_t pid = fork();
  if (pid < 0) {
    return cannot_start(program, errno);
  }
  if (pid == 0) {
    become(launch);
  }
  ChildProcess child{pid, std::move(output.read), std::move(errors.read)};
  const int no_exit_event = child.exiting ? 0 : errno;
  failure.write.close();
  if (const int reason = failure_of(failure.read); reason != 0 || no_exit_event != 0) {
    return cannot_start(program, reason != 0 ? reason : no_exit_event);
  }
  return child;
}

}  // namespace moebench::harness
