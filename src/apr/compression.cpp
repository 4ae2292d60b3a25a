#include "compression.hpp"

#include <new>
#include <utility>

#include <fmt/format.h>
#include <lz4.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "little_endian.hpp"

namespace moebench::apr {
namespace {

// The most that a byte stands for. A zstd block of 4 bytes repeats one byte up to 128 KiB; a byte of an LZ4 length 255.
constexpr std::uint64_t k_most_by_zstd = (std::uint64_t{128} << 10U) / 4;
constexpr std::uint64_t k_most_by_lz4 = 255;

constexpr std::size_t k_size_prefix = 4;

std::unexpected<core::Error> too_few(const Payload& stored, std::uint32_t size) {
  return refuse(stored, stored.bytes.size(),
                fmt::format("the {} bytes of the payload end before the {} bytes that it should decompress to; the "
                            "header or the payload is broken: fetch or save the model again",
                            stored.bytes.size(), size));
}

core::Result<Buffer> decompress_zstd(const Payload& stored, std::uint32_t size) {
  if (size > k_most_by_zstd * stored.bytes.size()) {
    return too_few(stored, size);
  }
  Buffer out{.bytes = std::make_unique_for_overwrite<std::byte[]>(size), .size = size};
  const std::size_t written = ZSTD_decompress(out.bytes.get(), size, stored.bytes.data(), stored.bytes.size());
  if (ZSTD_isError(written) != 0) {
    if (ZSTD_getErrorCode(written) == ZSTD_error_dstSize_tooSmall) {
      return refuse(stored, 0,
                    fmt::format("the payload decompresses to more than the {} bytes that the header announces; it was "
                                "stopped there: fetch or save the model again",
                                size));
    }
    return refuse(stored, 0,
                  fmt::format("the payload is no intact zstd data: {}; fetch or save the model again",
                              ZSTD_getErrorName(written)));
  }
  if (written != size) {
    return refuse(stored, stored.bytes.size(),
                  fmt::format("the payload decompresses to {} bytes; the header announces {}; fetch or save the model "
                              "again",
                              written, size));
  }
  return out;
}

core::Result<Buffer> decompress_lz4(const Payload& stored, std::uint32_t size) {
  if (stored.bytes.size() < k_size_prefix) {
    return refuse(
        stored, stored.bytes.size(),
        fmt::format("the LZ4 payload ends after {} bytes; it begins with a size of 4; fetch or save the model "
                    "again",
                    stored.bytes.size()));
  }
  if (const auto prefix = load<std::uint32_t>(stored.bytes, 0); prefix != size) {
    return refuse(stored, 0,
                  fmt::format("the LZ4 payload says that it has {} bytes decompressed; the header says {}; fetch or "
                              "save the model again",
                              prefix, size));
  }
  const auto block = stored.bytes.subspan(k_size_prefix);
  if (size > k_most_by_lz4 * block.size()) {
    return too_few(stored, size);
  }
  Buffer out{.bytes = std::make_unique_for_overwrite<std::byte[]>(size), .size = size};
  const int written =
      LZ4_decompress_safe(reinterpret_cast<const char*>(block.data()), reinterpret_cast<char*>(out.bytes.get()),
                          static_cast<int>(block.size()), static_cast<int>(size));
  if (written < 0) {
    return refuse(stored, k_size_prefix,
                  fmt::format("the payload is no intact LZ4 block, or one of more than the {} bytes that the header "
                              "announces; fetch or save the model again",
                              size));
  }
  if (static_cast<std::uint32_t>(written) != size) {
    return refuse(stored, stored.bytes.size(),
                  fmt::format("the payload decompresses to {} bytes; the header announces {}; fetch or save the model "
                              "again",
                              written, size));
  }
  return out;
}

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

void append_zstd(std::vector<std::byte>& file, std::span<const std::byte> bytes, int level) {
  const std::unique_ptr<ZSTD_CCtx, FreeContext> context{ZSTD_createCCtx()};
  if (context == nullptr) {
    throw std::bad_alloc{};
  }
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 0);
  const std::size_t start = file.size();
  file.resize(start + ZSTD_compressBound(bytes.size()));
  const std::size_t written =
      ZSTD_compress2(context.get(), file.data() + start, file.size() - start, bytes.data(), bytes.size());
  if (ZSTD_isError(written) != 0) {  // the bound makes the room suffice; what is left is memory
    throw std::bad_alloc{};
  }
  file.resize(start + written);
}

void append_lz4(std::vector<std::byte>& file, std::span<const std::byte> bytes) {
  append(file, static_cast<std::uint32_t>(bytes.size()));
  const std::size_t start = file.size();
  const int bound = LZ4_compressBound(static_cast<int>(bytes.size()));
  file.resize(start + static_cast<std::size_t>(bound));
  const int written =
      LZ4_compress_default(reinterpret_cast<const char*>(bytes.data()), reinterpret_cast<char*>(file.data() + start),
                           static_cast<int>(bytes.size()), bound);
  file.resize(start + static_cast<std::size_t>(written));
}

}  // namespace

core::Result<Buffer> decompress(const Payload& stored, Compression compression, std::uint32_t size) {
  return compression == Compression::lz4 ? decompress_lz4(stored, size) : decompress_zstd(stored, size);
}

void append_compressed(std::vector<std::byte>& file, std::span<const std::byte> bytes, Compression compression) {
  switch (compression) {
    case Compression::none: file.insert(file.end(), bytes.begin(), bytes.end()); break;
    case Compression::zstd_3: append_zstd(file, bytes, 3); break;
    case Compression::zstd_19: append_zstd(file, bytes, 19); break;
    case Compression::lz4: append_lz4(file, bytes); break;
  }
}

}  // namespace moebench::apr
