// Compressed payloads: round trips, bombs, corruption. Bytes to alter come from the libraries themselves.
#include <string>

#include <doctest/doctest.h>
#include <lz4.h>
#include <zstd.h>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/core/rng.hpp"

using namespace moebench::apr;

namespace {

const Bytes k_metadata = [] {
  const Bytes file = small_file();
  return Bytes{file.begin() + 32, file.begin() + k_payload_at};
}();

Bytes zstd(const Bytes& bytes) {
  Bytes out(ZSTD_compressBound(bytes.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

Bytes lz4(const Bytes& bytes, std::uint32_t prefix) {
  Bytes out(4 + static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(bytes.size()))));
  put(out, 0, prefix);
  const int size =
      LZ4_compress_default(reinterpret_cast<const char*>(bytes.data()), reinterpret_cast<char*>(out.data() + 4),
                           static_cast<int>(bytes.size()), static_cast<int>(out.size() - 4));
  out.resize(4 + static_cast<std::size_t>(size));
  return out;
}

void check_stored_refused(const Bytes& stored, std::uint8_t compression, std::uint32_t size, std::size_t at,
                          std::string_view phrase) {
  const auto model = read_model(v1_file(k_metadata, stored, 2, compression, size), "m.apr");
  REQUIRE(!model);
  CAPTURE(model.error().message);
  CHECK(model.error().subject == "m.apr: byte " + std::to_string(79 + at));
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

}  // namespace

TEST_CASE("models come back the same from every compression") {
  moebench::core::Rng rng{3};
  std::vector<float> coefficients(5000);
  for (float& coefficient : coefficients) {
    coefficient = static_cast<float>(static_cast<int>(rng.below(50)));
  }
  const auto model = *LogisticRegression::create(coefficients, 1.0F);
  const std::size_t plain = write_v1(model, {"1", "2"}).size();
  for (const Compression compression : {Compression::zstd_3, Compression::zstd_19, Compression::lz4}) {
    CAPTURE(name(compression));
    const Bytes file = write_v1(model, {"1", "2"}, {.compression = compression});
    CHECK(file.size() < plain);
    const auto read = read_model(file, "m.apr");
    REQUIRE(read);
    CHECK(read->model == model);
    CHECK(read->header->compression == compression);
    CHECK(read->header->uncompressed_size == 29 + 4 * 5000);
  }
}

TEST_CASE("zstd frames are written as upstream writes them: no content size, no checksum") {
  const Bytes file = write_v1(small_model(), {"1764278947", "0.11.0"}, {.compression = Compression::zstd_3});
  const auto descriptor = std::to_integer<unsigned>(file[k_payload_at + 4]);
  CHECK(descriptor == 0U);  // RFC 8878, 3.1.1.1.1: no content size, no single segment, no checksum, no dictionary
}

TEST_CASE("zstd frames with a content size and of several parts are read") {
  const Bytes payload = small_payload();
  Bytes parts = zstd({payload.begin(), payload.begin() + 10});
  const Bytes rest = zstd({payload.begin() + 10, payload.end()});
  parts.insert(parts.end(), rest.begin(), rest.end());
  for (const Bytes& stored : {zstd(payload), parts}) {
    const auto read = read_model(v1_file(k_metadata, stored, 2, 2, 41), "m.apr");
    REQUIRE(read);
    CHECK(read->model == small_model());
  }
}

TEST_CASE("a bomb stops at the announced size") {
  const Bytes zeros(std::size_t{64} << 20U);
  const Bytes bomb = zstd(zeros);
  REQUIRE(bomb.size() < 10'000);
  check_stored_refused(bomb, 1, 41, 0, "decompresses to more than the 41 bytes that the header announces");
  const auto size = static_cast<std::uint32_t>(zeros.size());
  const auto inside = read_model(v1_file(k_metadata, bomb, 2, 1, size), "m.apr");
  REQUIRE(!inside);  // decompressed in full, and no model: zeros
}

TEST_CASE("output that does not reach the announced size is refused") {
  check_stored_refused(zstd(small_payload()), 1, 42, zstd(small_payload()).size(),
                       "decompresses to 41 bytes; the header announces 42");
  check_stored_refused(zstd(small_payload()), 1, std::uint32_t{1} << 30U, zstd(small_payload()).size(),
                       "end before the 1073741824 bytes");
  check_stored_refused({}, 1, 41, 0, "the 0 bytes of the payload end before the 41 bytes");
  check_stored_refused(lz4(small_payload(), 42), 3, 42, lz4(small_payload(), 42).size(), "decompresses to 41 bytes");
  check_stored_refused(lz4(small_payload(), 1U << 30U), 3, 1U << 30U, lz4(small_payload(), 0).size(),
                       "end before the 1073741824 bytes");
}

TEST_CASE("an LZ4 size prefix other than the header's size is refused") {
  check_stored_refused(lz4(small_payload(), 40), 3, 41, 0,
                       "says that it has 40 bytes decompressed; the header says 41");
  check_stored_refused(Bytes(3), 3, 41, 3, "the LZ4 payload ends after 3 bytes; it begins with a size of 4");
  check_stored_refused(lz4(small_payload(), 40), 3, 40, 4, "no intact LZ4 block, or one of more than the 40 bytes");
}

TEST_CASE("corrupt compressed data is refused") {
  Bytes broken = zstd(small_payload());
  broken[0] ^= std::byte{0xff};
  check_stored_refused(broken, 1, 41, 0, "the payload is no intact zstd data: Unknown frame descriptor");
  broken = zstd(small_payload());
  broken.pop_back();
  check_stored_refused(broken, 2, 41, 0, "the payload is no intact zstd data: Src size is incorrect");
  broken = lz4(small_payload(), 41);
  broken[4] = std::byte{0x0f};
  check_stored_refused(broken, 3, 41, 4, "no intact LZ4 block");
}

TEST_CASE("a place in a decompressed payload is told as one") {
  Bytes payload = small_payload();
  payload[0] = std::byte{7};
  const auto model = read_model(v1_file(k_metadata, zstd(payload), 2, 1, 41), "m.apr");
  REQUIRE(!model);
  CHECK(model.error().subject == "m.apr: byte 0 of the decompressed payload");
}
