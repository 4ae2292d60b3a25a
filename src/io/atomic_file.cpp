#include "moebench/io/atomic_file.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace moebench::io {
namespace {

// A result file of 10^8 samples; a longer file, or one without an end, is not one.
constexpr std::size_t k_most_bytes = std::size_t{2} << 30U;

namespace fs = std::filesystem;
using core::Result;

std::unexpected<core::Error> refused(const fs::path& path, std::string_view what, int error, std::string_view remedy) {
  return core::input_error(path.string(),
                           fmt::format("{}: {}; {}", what, std::generic_category().message(error), remedy));
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(Descriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// 0, or the errno of what failed.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/// 0, or the errno of what failed. Pipes and some file systems have nothing to flush and say EINVAL.
int flush(int fd) {
  return ::fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
}

/// The new content of a file, complete and flushed under a temporary name; gone again unless it is committed.
class StagedFile {
 public:
  static Result<StagedFile> make(const fs::path& path, std::string_view text);

  StagedFile(StagedFile&& other) noexcept
      : target_{std::move(other.target_)}, temporary_{std::exchange(other.temporary_, fs::path{})} {}
  StagedFile& operator=(StagedFile&&) = delete;
  ~StagedFile() {
    if (!temporary_.empty()) {
      ::unlink(temporary_.c_str());
    }
  }

  /// Puts the content in the target's place. What was written in place already needs nothing.
  Result<void> commit();

 private:
  StagedFile(fs::path target, fs::path temporary) : target_{std::move(target)}, temporary_{std::move(temporary)} {}

  fs::path target_;
  fs::path temporary_;  // empty when there is nothing to rename
};

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

std::unexpected<core::Error> too_long(const fs::path& path) {
  return core::input_error(path.string(), "is longer than 2 GiB, which no result file is; name another file");
}

std::unexpected<core::Error> a_directory(const fs::path& path) {
  return core::input_error(path.string(), "is a directory, where a file is to be written; add a file name");
}

/// Where symbolic links lead from `path`, whether or not there is a file.
Result<fs::path> followed(fs::path path) {
  constexpr int most_links = 40;  // as the kernel's own limit
  const fs::path given = path;
  std::error_code ignored;
  for (int links = 0; fs::is_symlink(fs::symlink_status(path, ignored)); ++links) {
    const fs::path next = fs::read_symlink(path, ignored);
    if (next.empty() || links == most_links) {
      return refused(given, "is a symbolic link that leads nowhere", ELOOP, "remove it or choose another place");
    }
    path = folder_of(path) / next;
  }
  return path;
}

/// Creates a file that did not exist in `folder`; with a closed descriptor errno tells why it could not.
std::pair<Descriptor, fs::path> open_temporary(const fs::path& folder) {
  static std::atomic<std::uint64_t> next{0};  // counts only, orders nothing
  for (;;) {
    const std::uint64_t number = next.fetch_add(1, std::memory_order_relaxed);
    fs::path name = folder / fmt::format(".moebench-{}-{}.tmp", ::getpid(), number);
    Descriptor file{::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    if (file.is_open() || errno != EEXIST) {
      return {std::move(file), std::move(name)};
    }
  }
}

Result<void> write_and_flush(const Descriptor& file, const fs::path& path, std::string_view text) {
  int error = write_all(file.get(), text);
  if (error == 0) {
    error = flush(file.get());
  }
  if (error != 0) {
    return refused(path, "cannot be written", error, "make room or choose another place");
  }
  return {};
}

Result<StagedFile> StagedFile::make(const fs::path& path, std::string_view text) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status) || !path.has_filename()) {
    return a_directory(path);
  }
  const bool replaces = fs::is_regular_file(status);
  if (fs::exists(status) && !replaces) {
    const Descriptor device{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    if (!device.is_open()) {
      return refused(path, "cannot be opened for writing", errno, "check its permissions");
    }
    if (Result<void> written = write_and_flush(device, path, text); !written) {
      return std::unexpected{std::move(written.error())};
    }
    return StagedFile{path, {}};
  }

  const Result<fs::path> target = followed(path);
  if (!target) {
    return std::unexpected{target.error()};
  }
  const fs::path folder = folder_of(*target);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return refused(path, "its folder cannot be made", error.value(), "check that every parent is a folder");
  }
  auto [file, name] = open_temporary(folder);
  if (!file.is_open()) {
    return refused(path, "its folder takes no new file", errno, "check the folder's permissions");
  }
  StagedFile staged{*target, std::move(name)};
  if (replaces && ::fchmod(file.get(), static_cast<mode_t>(status.permissions()) & 07777U) != 0) {
    return refused(path, "its permissions cannot be kept", errno, "choose another place");
  }
  if (Result<void> written = write_and_flush(file, path, text); !written) {
    return std::unexpected{std::move(written.error())};
  }
  return staged;
}

Result<void> StagedFile::commit() {
  if (temporary_.empty()) {
    return {};
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
    return refused(target_, "cannot be replaced", errno, "check that it is a file that may be written");
  }
  temporary_.clear();
  const Descriptor folder{::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.is_open()) {
    if (const int error = flush(folder.get()); error != 0) {
      return refused(target_, "its folder cannot be flushed to disk", error, "check the disk");
    }
  }
  return {};
}

/// Appends what can be read until `text` has `length` bytes or the input ends; 0, or the errno of what failed. New
/// bytes are not written before they are read, which would take as long as reading them.
int read_until(int fd, std::string& text, std::size_t length) {
  int error = 0;
  text.resize_and_overwrite(length, [fd, &error, have = text.size()](char* bytes, std::size_t most) mutable {
    while (have < most) {
      const ssize_t count = ::read(fd, bytes + have, most - have);
      if (count == 0 || (count < 0 && errno != EINTR)) {
        error = count < 0 ? errno : 0;
        break;
      }
      have += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return have;
  });
  return error;
}

}  // namespace

core::Result<void> write_atomically(const fs::path& path, std::string_view text) {
  Result<StagedFile> staged = StagedFile::make(path, text);
  if (!staged) {
    return std::unexpected{std::move(staged.error())};
  }
  return staged->commit();
}

core::Result<void> check_writable(const fs::path& path) {
  const Result<StagedFile> staged = StagedFile::make(path, "");
  return staged ? Result<void>{} : std::unexpected{staged.error()};
}

core::Result<void> look_writable(const fs::path& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status) || !path.has_filename()) {
    return a_directory(path);
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return ::access(path.c_str(), W_OK) == 0
               ? Result<void>{}
               : refused(path, "cannot be opened for writing", errno, "check its permissions");
  }
  const Result<fs::path> target = followed(path);
  if (!target) {
    return std::unexpected{target.error()};
  }
  fs::path there = fs::absolute(folder_of(*target)).lexically_normal();
  const bool folder_exists = fs::exists(there, ignored);
  while (!fs::exists(there, ignored) && there.has_relative_path()) {
    there = there.parent_path();
  }
  const int error = !fs::is_directory(there, ignored) ? ENOTDIR : ::access(there.c_str(), W_OK | X_OK) != 0 ? errno : 0;
  if (error == 0) {
    return {};
  }
  return folder_exists && error != ENOTDIR
             ? refused(path, "its folder takes no new file", error, "check the folder's permissions")
             : refused(path, "its folder cannot be made", error, "check that every parent is a folder");
}

core::Result<void> write_all_atomically(std::span<const FileText> files) {
  std::vector<StagedFile> staged;
  staged.reserve(files.size());
  for (const FileText& file : files) {
    Result<StagedFile> next = StagedFile::make(file.path, file.text);
    if (!next) {
      return std::unexpected{std::move(next.error())};
    }
    staged.push_back(std::move(*next));
  }
  for (StagedFile& file : staged) {
    if (Result<void> done = file.commit(); !done) {
      return done;
    }
  }
  return {};
}

core::Result<std::string> read_text(const fs::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) {
    return refused(path, "cannot be opened", errno, "check the name and the permissions");
  }
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return core::input_error(path.string(), "is a directory; name a file in it");
  }
  if (static_cast<std::size_t>(status.st_size) > k_most_bytes) {
    return too_long(path);
  }
  std::string text;
  for (std::size_t length = static_cast<std::size_t>(status.st_size) + 4096;; length *= 2) {
    if (const int error = read_until(file.get(), text, length); error != 0) {
      return refused(path, "cannot be read", error, "check the disk and the permissions");
    }
    if (text.size() > k_most_bytes) {
      return too_long(path);
    }
    if (text.size() < length) {
      break;
    }
  }
  if (text.empty()) {
    return core::input_error(path.string(), "is empty; write it again with the command that made it");
  }
  return text;
}

}  // namespace moebench::io
