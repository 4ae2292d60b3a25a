#include "moebench/apr/header.hpp"

#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "apr/apr_bytes.hpp"

using namespace moebench::apr;
using moebench::core::ErrorKind;

namespace {

Bytes text_file(std::string_view text) {
  Bytes file(text.size());
  std::memcpy(file.data(), text.data(), text.size());
  return file;
}

/// Bytes that begin with `text`, padded with zeros to the size of a small file.
Bytes padded_text(std::string_view text) {
  Bytes file = text_file(text);
  file.resize(77);
  return file;
}

void check_file_refused(const Bytes& file, std::string_view subject, std::string_view phrase) {
  const auto header = read_header(file, "m.apr");
  REQUIRE(!header);
  CHECK(header.error().kind == ErrorKind::input);
  CHECK(header.error().subject == subject);
  CAPTURE(header.error().message);
  CHECK(header.error().message.find(phrase) != std::string::npos);
}

}  // namespace

TEST_CASE("a header keeps every field of the file") {
  Bytes file = small_file();
  put(file, 5, std::uint8_t{9});
  put(file, 21, std::uint8_t{0x94});
  put(file, 22, std::uint8_t{77});
  file = sealed(std::move(file));
  const auto header = read_header(file, "m.apr");
  REQUIRE(header);
  CHECK(header->major == 1);
  CHECK(header->minor == 9);
  CHECK(header->model_type == ModelType::logistic_regression);
  CHECK(header->metadata_size == 47);
  CHECK(header->payload_size == 41);
  CHECK(header->uncompressed_size == 41);
  CHECK(header->compression == Compression::none);
  CHECK(header->flags == 0x14);
  CHECK(header->has(Flag::streaming));
  CHECK(!header->has(Flag::licensed));
  CHECK(header->quality_score == 77);
  CHECK(header->checksum == zlib_crc(std::span{file}.first(file.size() - 4)));
  CHECK(header->payload_offset() == k_payload_at);
}

TEST_CASE("a header can be read whatever the model and its compression are") {
  Bytes file = small_file();
  put(file, 6, std::uint16_t{0x10});
  put(file, 16, std::uint32_t{33824});
  put(file, 20, std::uint8_t{1});
  const auto header = read_header(sealed(std::move(file)), "m.apr");
  REQUIRE(header);
  CHECK(header->model_type == ModelType::ngram_lm);
  CHECK(header->compression == Compression::zstd_3);
  CHECK(header->uncompressed_size == 33824);
}

TEST_CASE("another magic is refused") {
  check_file_refused(padded_text("PK\3\4"), "m.apr: byte 0",
                     "begins with the bytes 50 4B 03 04, which no known layout has");
  check_file_refused(text_file("\xff"), "m.apr: byte 0", "begins with the bytes FF,");
}

TEST_CASE("an empty or short file is refused as such") {
  check_file_refused({}, "m.apr: byte 0", "the file is empty");
  check_file_refused(text_file("APRN"), "m.apr: byte 4", "the file ends after 4 bytes");
  check_file_refused(text_file("AP"), "m.apr: byte 2", "the file ends after 2 bytes");
  Bytes file = small_file();
  file.resize(35);
  check_file_refused(file, "m.apr: byte 35", "the header and the checksum alone have 36");
}

TEST_CASE("a major version other than 1 is refused") {
  check_file_refused(with(small_file(), 4, std::uint8_t{2}), "m.apr: byte 4", "major version is 2");
  check_file_refused(with(small_file(), 4, std::uint8_t{0}), "m.apr: byte 4", "major version is 0");
}

TEST_CASE("a damaged file is told from a cut and from an extended one") {
  Bytes file = small_file();
  file[90] ^= std::byte{0x10};
  check_file_refused(file, "m.apr: byte 120", "bytes were altered");
  file = small_file();
  file.resize(100);
  check_file_refused(file, "m.apr: byte 96", "announces 124 bytes and it has 100, so it was probably cut short");
  file = small_file();
  file.resize(130);
  check_file_refused(file, "m.apr: byte 126", "announces 124 bytes and it has 130, so it was probably appended to");
}

TEST_CASE("the message about a checksum shows both values") {
  Bytes file = small_file();
  const std::uint32_t right = zlib_crc(std::span{file}.first(120));
  put(file, 120, ~right);
  char expected[80];
  std::snprintf(expected, sizeof expected, "CRC-32 is %08X, that of the bytes before it %08X", ~right, right);
  check_file_refused(file, "m.apr: byte 120", expected);
}

TEST_CASE("every truncation of a valid file is refused") {
  const Bytes file = small_file();
  for (std::size_t size = 0; size < file.size(); ++size) {
    CAPTURE(size);
    CHECK(!read_header(std::span{file}.first(size), "m.apr"));
  }
}

TEST_CASE("every alteration of one byte of a valid file is refused") {
  Bytes file = small_file();
  for (std::byte& byte : file) {
    const std::byte before = byte;
    for (unsigned mask = 1; mask < 256; ++mask) {
      byte = before ^ static_cast<std::byte>(mask);
      REQUIRE(!read_header(file, "m.apr"));
    }
    byte = before;
  }
  CHECK(read_header(file, "m.apr"));
}

TEST_CASE("unknown numbers in the header are refused with their place") {
  check_file_refused(with(small_file(), 6, std::uint16_t{0}), "m.apr: byte 6", "model type 0x00 is unknown");
  check_file_refused(with(small_file(), 6, std::uint16_t{0x102}), "m.apr: byte 6", "model type 0x102 is unknown");
  check_file_refused(with(small_file(), 20, std::uint8_t{4}), "m.apr: byte 20", "compression 4 is unknown");
}

TEST_CASE("sizes that the file does not bear out are refused") {
  const std::uint32_t limit = std::uint32_t{1} << 30U;
  check_file_refused(with(small_file(), 16, limit + 1), "m.apr: byte 16", "1073741825 bytes decompressed");
  check_file_refused(with(with(small_file(), 20, std::uint8_t{1}), 16, limit + 1), "m.apr: byte 16",
                     "allows 1073741824");
  CHECK(read_header(with(with(small_file(), 20, std::uint8_t{1}), 16, limit), "m.apr"));
  check_file_refused(with(small_file(), 16, std::uint32_t{42}), "m.apr: byte 16", "found 41 and 42 bytes");
  check_file_refused(with(small_file(), 8, std::uint32_t{89}), "m.apr: byte 8",
                     "89 bytes, but the file has room for 88");
  check_file_refused(with(small_file(), 8, ~std::uint32_t{0}), "m.apr: byte 8", "4294967295 bytes");
  check_file_refused(with(small_file(), 8, std::uint32_t{48}), "m.apr: byte 12",
                     "41 bytes, but the file has room for 40");
}

TEST_CASE("sizes are summed without wrapping around") {
  // 0xffffffff + 89 is 88 in 32 bits, which is just the room that the file has.
  Bytes file = with(small_file(), 20, std::uint8_t{1});
  put(file, 8, std::uint32_t{89});
  put(file, 12, ~std::uint32_t{0});
  check_file_refused(sealed(file), "m.apr: byte 8", "room for 88");
  put(file, 8, std::uint32_t{47});
  check_file_refused(sealed(file), "m.apr: byte 12", "room for 41 after the metadata");
}

TEST_CASE("bytes that belong to no part are refused") {
  check_file_refused(with(small_file(), 8, std::uint32_t{46}), "m.apr: byte 123",
                     "the file has 124 bytes; header, metadata (46), payload (41) and checksum make 123");
  Bytes file = small_file();
  file.resize(file.size() + 96);
  check_file_refused(sealed(file), "m.apr: byte 124", "the file has 220 bytes");
}

TEST_CASE("encrypted and signed files have a header and are not readable") {
  const auto encrypted = read_header(with(small_file(), 21, std::uint8_t{0x01}), "m.apr");
  REQUIRE(encrypted);
  const auto refused = check_readable(*encrypted, "m.apr", true);
  REQUIRE(!refused);
  CHECK(refused.error().subject == "m.apr: byte 21");
  CHECK(refused.error().message.find("flag ENCRYPTED") != std::string::npos);
  CHECK(refused.error().message.find("save the model again without encryption") != std::string::npos);

  check_file_refused(with(small_file(), 21, std::uint8_t{0x02}), "m.apr: byte 124",
                     "signature (96) and checksum make 220");
  const auto header = read_header(signed_file(), "m.apr");
  REQUIRE(header);
  CHECK(check_readable(*header, "m.apr", true));
  const auto unverified = check_readable(*header, "m.apr", false);
  REQUIRE(!unverified);
  CHECK(unverified.error().subject == "m.apr: byte 21");
  CHECK(unverified.error().message.find("flag SIGNED") != std::string::npos);
}

TEST_CASE("an encrypted file may hold bytes that its header does not count") {
  Bytes file = with(small_file(), 21, std::uint8_t{0x01});
  file.resize(file.size() + 28);
  CHECK(read_header(sealed(file), "m.apr"));
  file.resize(100);
  check_file_refused(sealed(file), "m.apr: byte 12", "the payload is said to have 41 bytes");
}

TEST_CASE("set reserved bits are noticed and change nothing") {
  CHECK_FALSE(read_header(small_file(), "m.apr")->reserved_set);
  for (const std::size_t at : {23U, 31U}) {
    CHECK(read_header(with(small_file(), at, std::uint8_t{1}), "m.apr")->reserved_set);
  }
  const auto header = read_header(with(small_file(), 21, std::uint8_t{0x80}), "m.apr");
  CHECK(header->reserved_set);
  CHECK(header->flags == 0);
}
