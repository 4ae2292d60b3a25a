#include "moebench/apr/file_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "refusal.hpp"

namespace moebench::apr {
namespace {

// From this size on the memory comes in pages of 2 MiB where the system has them, so that it is touched for the first
// time in fewer faults.
constexpr std::size_t k_large = std::size_t{4} << 20U;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  int get() const { return fd_; }

 private:
  int fd_;
};

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// The size in bytes of the regular file that is open.
core::Result<std::size_t> regular_size(int fd, const std::string& path) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    return core::input_error(path, fmt::format("the file's size cannot be read: {}; try again", reason(errno)));
  }
  if (!S_ISREG(status.st_mode)) {
    return core::input_error(path, fmt::format("this is {}; give a model file",
                                               S_ISDIR(status.st_mode) ? "a directory" : "no regular file"));
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > k_max_file_size) {
    return core::input_error(
        path, fmt::format("the file has {} bytes; a model has at most {}; give a model file", size, k_max_file_size));
  }
  return size;
}

std::byte* allocate(std::size_t size) {
  if (size < k_large) {
    return static_cast<std::byte*>(::operator new(size));
  }
  void* const bytes = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) {
    throw std::bad_alloc{};
  }
  ::madvise(bytes, size, MADV_HUGEPAGE);  // a hint: without it the memory is as usable
  return static_cast<std::byte*>(bytes);
}

}  // namespace

void FileBytes::Release::operator()(std::byte* bytes) const {
  if (size < k_large) {
    ::operator delete(bytes);
  } else {
    ::munmap(bytes, size);
  }
}

core::Result<FileBytes> FileBytes::read(const std::string& path) {
  // Without blocking, so that a pipe is refused instead of waited for.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.get() < 0) {
    const int error = errno;
    return error == ENOENT || error == ENOTDIR
               ? core::input_error(path, "there is no such file; check the path")
               : core::input_error(
                     path,
                     fmt::format("the file cannot be opened: {}; check the path and its permissions", reason(error)));
  }
  const auto size = regular_size(file.get(), path);
  if (!size) {
    return std::unexpected(size.error());
  }
  FileBytes content{std::unique_ptr<std::byte, Release>{allocate(*size), Release{*size}}, *size};
  for (std::size_t done = 0; done < *size;) {
    const ssize_t count = ::read(file.get(), content.bytes_.get() + done, *size - done);
    if (count > 0) {
      done += static_cast<std::size_t>(count);
    } else if (count == 0) {
      return refuse(
          path, done,
          fmt::format("reading stopped before the file's {} bytes; another program changed it: try again", *size));
    } else if (errno != EINTR) {
      return refuse(path, done, fmt::format("the file cannot be read: {}; check the disk", reason(errno)));
    }
  }
  return content;
}

}  // namespace moebench::apr
