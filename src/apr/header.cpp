#include "moebench/apr/header.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "checksum.hpp"
#include "file_kind.hpp"
#include "little_endian.hpp"
#include "refusal.hpp"

namespace moebench::apr {
namespace {

constexpr std::uint32_t k_signature_size = 64 + 32;  // Ed25519 signature and public key
constexpr std::uint8_t k_named_flags = 0x7f;

// Where the fields stand.
constexpr std::size_t k_major_at = 4;
constexpr std::size_t k_minor_at = 5;
constexpr std::size_t k_model_type_at = 6;
constexpr std::size_t k_metadata_size_at = 8;
constexpr std::size_t k_payload_size_at = 12;
constexpr std::size_t k_uncompressed_size_at = 16;
constexpr std::size_t k_compression_at = 20;
constexpr std::size_t k_flags_at = 21;
constexpr std::size_t k_quality_score_at = 22;

std::uint64_t announced_size(std::span<const std::byte> file) {
  return std::uint64_t{k_min_file_size} + load<std::uint32_t>(file, k_metadata_size_at) +
         load<std::uint32_t>(file, k_payload_size_at) +
         ((load<std::uint8_t>(file, k_flags_at) & static_cast<std::uint8_t>(Flag::is_signed)) != 0 ? k_signature_size
                                                                                                   : 0);
}

core::Result<void> check_checksum(std::span<const std::byte> file, std::string_view subject) {
  const std::size_t at = file.size() - 4;
  const auto stored = load<std::uint32_t>(file, at);
  const std::uint32_t computed = checksum(file.first(at));
  if (stored == computed) {
    return {};
  }
  // The header is not to be trusted here; it only helps to tell a cut file from an altered one.
  const std::uint64_t announced = announced_size(file);
  const std::string hint =
      announced == file.size()
          ? "bytes were altered"
          : fmt::format("its header announces {} bytes and it has {}, so it was {}", announced, file.size(),
                        announced > file.size() ? "probably cut short" : "probably appended to");
  return refuse(subject, at,
                fmt::format("the stored CRC-32 is {:08X}, that of the bytes before it {:08X}: the file is damaged "
                            "({}); fetch or save it again",
                            stored, computed, hint));
}

core::Result<void> check_envelope(std::span<const std::byte> file, std::string_view subject) {
  if (file.empty()) {
    return refuse(subject, 0, "the file is empty; an .apr file has 36 bytes or more; fetch or save it again");
  }
  if (!is_v1(file)) {
    return refuse(subject, 0, unknown_magic(file));
  }
  if (file.size() < k_min_file_size) {
    return refuse(subject, file.size(),
                  fmt::format("the file ends after {} bytes; the header and the checksum alone have {}; it was cut "
                              "short: fetch or save it again",
                              file.size(), k_min_file_size));
  }
  if (const auto major = load<std::uint8_t>(file, k_major_at); major != 1) {
    return refuse(subject, k_major_at,
                  fmt::format("the format's major version is {}; this program reads 1; save the model in version 1, or "
                              "fetch the file again if it should be one",
                              major));
  }
  return check_checksum(file, subject);
}

Header load_header(std::span<const std::byte> file) {
  return Header{
      .major = load<std::uint8_t>(file, k_major_at),
      .minor = load<std::uint8_t>(file, k_minor_at),
      .model_type = ModelType{load<std::uint16_t>(file, k_model_type_at)},
      .metadata_size = load<std::uint32_t>(file, k_metadata_size_at),
      .payload_size = load<std::uint32_t>(file, k_payload_size_at),
      .uncompressed_size = load<std::uint32_t>(file, k_uncompressed_size_at),
      .compression = Compression{load<std::uint8_t>(file, k_compression_at)},
      .flags = static_cast<std::uint8_t>(load<std::uint8_t>(file, k_flags_at) & k_named_flags),
      .reserved_set = (load<std::uint8_t>(file, k_flags_at) & ~k_named_flags) != 0 ||
                      std::ranges::any_of(file.subspan(k_quality_score_at + 1, k_header_size - k_quality_score_at - 1),
                                          [](std::byte reserved) { return reserved != std::byte{0}; }),
      .quality_score = load<std::uint8_t>(file, k_quality_score_at),
      .checksum = load<std::uint32_t>(file, file.size() - 4),
  };
}

core::Result<void> check_fields(const Header& header, std::string_view subject) {
  if (name(header.model_type).empty()) {
    return refuse(subject, k_model_type_at,
                  fmt::format("the model type 0x{:02X} is unknown; a LogisticRegression has 0x02; a newer version of "
                              "this program may know it",
                              std::to_underlying(header.model_type)));
  }
  if (name(header.compression).empty()) {
    return refuse(subject, k_compression_at,
                  fmt::format("the compression {} is unknown; 0 (none) to 3 (LZ4) are known; save the model again "
                              "without compression",
                              std::to_underlying(header.compression)));
  }
  if (header.uncompressed_size > k_max_payload_size) {
    return refuse(subject, k_uncompressed_size_at,
                  fmt::format("the payload is said to have {} bytes decompressed; the format allows {}; the file is "
                              "broken or no model",
                              header.uncompressed_size, k_max_payload_size));
  }
  if (header.compression == Compression::none && !header.has(Flag::encrypted) &&
      header.uncompressed_size != header.payload_size) {
    return refuse(subject, k_uncompressed_size_at,
                  fmt::format("the payload is not compressed and should have the same size stored and decompressed; "
                              "found {} and {} bytes; save the model again",
                              header.payload_size, header.uncompressed_size));
  }
  return {};
}

core::Result<void> check_extents(const Header& header, std::uint64_t file_size, std::string_view subject) {
  const std::uint64_t room = file_size - k_min_file_size;
  if (header.metadata_size > room) {
    return refuse(subject, k_metadata_size_at,
                  fmt::format("the metadata is said to have {} bytes, but the file has room for {}; save the model "
                              "again",
                              header.metadata_size, room));
  }
  if (header.payload_size > room - header.metadata_size) {
    return refuse(subject, k_payload_size_at,
                  fmt::format("the payload is said to have {} bytes, but the file has room for {} after the metadata; "
                              "save the model again",
                              header.payload_size, room - header.metadata_size));
  }
  const bool is_signed = header.has(Flag::is_signed);
  const std::uint64_t expected =
      std::uint64_t{k_min_file_size} + header.metadata_size + header.payload_size + (is_signed ? k_signature_size : 0);
  if (header.has(Flag::encrypted) ? file_size < expected : file_size != expected) {
    return refuse(subject, std::min(file_size, expected),
                  fmt::format("the file has {} bytes; header, metadata ({}), payload ({}){} and checksum make {}; save "
                              "the model again",
                              file_size, header.metadata_size, header.payload_size, is_signed ? ", signature (96)" : "",
                              expected));
  }
  return {};
}

}  // namespace

core::Result<Header> read_header(std::span<const std::byte> file, std::string_view subject) {
  if (auto checked = check_envelope(file, subject); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  const Header header = load_header(file);
  if (auto checked = check_fields(header, subject); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  if (auto checked = check_extents(header, file.size(), subject); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  return header;
}

core::Result<void> check_readable(const Header& header, std::string_view subject, bool accept_unverified_signature) {
  if (header.has(Flag::encrypted)) {
    return refuse(subject, k_flags_at,
                  "the model is encrypted (flag ENCRYPTED); this program reads plain files; save the model again "
                  "without encryption");
  }
  if (header.has(Flag::is_signed) && !accept_unverified_signature) {
    return refuse(subject, k_flags_at,
                  "the model is signed (flag SIGNED) and this program cannot verify signatures; save the model again "
                  "without one, or convert it with --allow-unverified where you trust its source");
  }
  return {};
}

}  // namespace moebench::apr
