#include "gunzip.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <libdeflate.h>

#include "binary_refusal.hpp"

namespace moebench::io {
namespace {

using Decompressor = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;

/// Appends the member at the front of `packed` to `unpacked` and returns its length.
core::Result<std::size_t> append_member(libdeflate_decompressor* decompressor, std::string_view packed,
                                        std::size_t offset, std::string_view subject, std::string& unpacked) {
  const std::size_t before = unpacked.size();
  constexpr std::size_t least_room = std::size_t{1} << 16U;
  for (std::size_t room = std::max(least_room, 4 * packed.size());; room *= 2) {
    const std::size_t allowed = std::min(room, k_most_unpacked - before);
    unpacked.resize(before + allowed);
    std::size_t read = 0;
    std::size_t written = 0;
    const libdeflate_result result = libdeflate_gzip_decompress_ex(decompressor, packed.data(), packed.size(),
                                                                   unpacked.data() + before, allowed, &read, &written);
    if (result == LIBDEFLATE_SUCCESS) {
      unpacked.resize(before + written);
      return read;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
      return refuse_at(subject, offset, "the gzip data is broken or truncated; copy or write the file again");
    }
    if (allowed < room || allowed == k_most_unpacked) {
      return refuse_at(
          subject, offset,
          fmt::format("the gzip data unpacks to more than {} bytes; unpack it with gunzip first", k_most_unpacked));
    }
  }
}

}  // namespace

core::Result<std::string> gunzip(std::string_view packed, std::string_view subject) {
  const Decompressor decompressor{libdeflate_alloc_decompressor(), libdeflate_free_decompressor};
  std::string unpacked;
  for (std::size_t at = 0; at < packed.size();) {
    const auto length = append_member(decompressor.get(), packed.substr(at), at, subject, unpacked);
    if (!length) {
      return std::unexpected{length.error()};
    }
    at += *length;
  }
  return unpacked;
}

}  // namespace moebench::io
