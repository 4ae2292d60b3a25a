// The content of a model file in memory. Does not know what it means. Included by reader.hpp and by whoever looks at
// one file in several ways.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "moebench/apr/format.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

/// A file over this many bytes is refused unread: the largest payload, and 16 MiB for all else.
inline constexpr std::uint64_t k_max_file_size = k_max_payload_size + (std::uint64_t{1} << 24U);

/// Owns the bytes; moving it leaves them where they are. Not a mapping of the file: a file that another program cuts
/// short while it is looked at would end this one.
class FileBytes {
 public:
  /// Reads the regular file at `path` whole. Input errors: nothing there, a directory, device or pipe, no permission,
  /// more than k_max_file_size bytes, a file that became shorter meanwhile.
  static core::Result<FileBytes> read(const std::string& path);

  /// All of them.
  std::span<const std::byte> view() const { return {bytes_.get(), size_}; }

 private:
  struct Release {
    std::size_t size;
    void operator()(std::byte* bytes) const;
  };

  FileBytes(std::unique_ptr<std::byte, Release> bytes, std::size_t size) : bytes_{std::move(bytes)}, size_{size} {}

  std::unique_ptr<std::byte, Release> bytes_;
  std::size_t size_;
};

}  // namespace moebench::apr
