// Version 2 files, packed by hand from the format's description.
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "apr/tensor_files.hpp"
#include "moebench/apr/reader.hpp"

using namespace moebench::apr;
using namespace std::string_literals;

namespace {

void check_v2_refused(const Bytes& file, std::string_view subject, std::string_view phrase) {
  const auto model = read_model(file, "m.apr");
  REQUIRE(!model);
  CAPTURE(model.error().message);
  CHECK(model.error().kind == moebench::core::ErrorKind::input);
  CHECK(model.error().subject == subject);
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

Bytes with_entries(std::vector<V2Entry> entries) {
  V2Parts parts;
  parts.entries = std::move(entries);
  return v2_file(parts);
}

const V2Entry k_coefficients{"coefficients", 0, {3}, 0, 12};
const V2Entry k_intercept{"intercept", 0, {1}, 64, 4};

}  // namespace

TEST_CASE("a version 2 file of either magic is read") {
  for (const std::string& magic : {"APR\0"s, "APR2"s}) {
    const auto read = read_model(v2_file({.magic = magic}), "m.apr");
    REQUIRE(read);
    CHECK(read->format == FileFormat::apr_v2);
    CHECK(read->model.coefficients() == small_model().coefficients());
    CHECK(read->model.intercept() == small_model().intercept());
    CHECK_FALSE(read->has_hyperparameters);
    CHECK(read->model.hyperparameters() == Hyperparameters{});
    CHECK_FALSE(read->metadata);
  }
}

TEST_CASE("what version 2 tolerates is tolerated") {
  CHECK(read_model(with_v2(v2_file(), 5, std::uint8_t{9}), "m.apr"));
  CHECK(read_model(with_v2(v2_file(), 63, std::uint8_t{1}), "m.apr"));
  CHECK(read_model(v2_file({.flags = 0}), "m.apr"));
  CHECK(read_model(v2_file({.flags = 0x1420}), "m.apr"));  // unknown flags
  CHECK(read_model(v2_file({.metadata = ""}), "m.apr"));
  CHECK(
      read_model(v2_file({.metadata = "{\"architecture\":null}\0\0"s}), "m.apr"));  // a writer that counts the padding
}

TEST_CASE("both checksums are checked") {
  Bytes file = v2_file();
  file[50] ^= std::byte{1};
  check_v2_refused(file, "m.apr: byte 40", "the stored CRC-32 of the header is");
  file = v2_file();
  file[300] ^= std::byte{1};
  check_v2_refused(file, "m.apr: byte 384", "the stored CRC-32 of the file is");
  file = v2_file();
  for (std::size_t size = 4; size < file.size(); ++size) {
    CHECK(!read_model(std::span{file}.first(size), "m.apr"));
  }
}

TEST_CASE("every altered byte of a version 2 file is noticed") {
  Bytes file = v2_file();
  for (std::size_t at = 0; at < file.size(); ++at) {
    file[at] ^= std::byte{0x20};
    CHECK(!read_model(file, "m.apr"));
    file[at] ^= std::byte{0x20};
  }
}

TEST_CASE("a short or foreign version 2 header is refused") {
  Bytes file = v2_file();
  file.resize(67);
  check_v2_refused(file, "m.apr: byte 67", "the header and the checksum of version 2 alone have 68");
  check_v2_refused(with_v2(v2_file({.magic = "APR2"}), 4, std::uint8_t{3}), "m.apr: byte 4", "major version is 3");
}

TEST_CASE("files that are not plain are refused by name") {
  check_v2_refused(v2_file({.flags = 0x1}), "m.apr: byte 6", "compressed with LZ4");
  check_v2_refused(v2_file({.flags = 0x2}), "m.apr: byte 6", "compressed with zstd");
  check_v2_refused(v2_file({.flags = 0x4}), "m.apr: byte 6", "is encrypted");
  check_v2_refused(v2_file({.flags = 0x10}), "m.apr: byte 6", "one of several shards");
  check_v2_refused(v2_file({.flags = 0x800}), "m.apr: byte 6", "column by column");
}

TEST_CASE("sections outside the file or out of order are refused") {
  check_v2_refused(with_v2(v2_file(), 12, std::uint64_t{128}), "m.apr: byte 12", "start at byte 128");
  check_v2_refused(with_v2(v2_file(), 20, std::uint32_t{321}), "m.apr: byte 20",
                   "321 bytes, but the file has room for 320");
  check_v2_refused(with_v2(v2_file(), 24, std::uint64_t{65}), "m.apr: byte 24", "between 66 and 384");
  check_v2_refused(with_v2(v2_file(), 24, ~std::uint64_t{0}), "m.apr: byte 24", "18446744073709551615");
  check_v2_refused(with_v2(v2_file(), 32, std::uint64_t{127}), "m.apr: byte 32", "between 128 and 384");
  check_v2_refused(with_v2(v2_file(), 32, std::uint64_t{385}), "m.apr: byte 32", "start at byte 385");
}

TEST_CASE("broken JSON metadata is refused at its byte") {
  check_v2_refused(v2_file({.metadata = "{\"a\":}"}), "m.apr: byte 69", "the metadata is no valid JSON");
  check_v2_refused(v2_file({.metadata = "[]"}), "m.apr: byte 64", "the metadata is an array; an object was expected");
  check_v2_refused(v2_file({.metadata = "{\"a\":1,\"a\":2}"}), "m.apr: byte 76", "the key \"a\" stands twice");
  check_v2_refused(v2_file({.metadata = "{\"a\":\"\xff\"}"}), "m.apr: byte 70", "no valid JSON");
  check_v2_refused(v2_file({.metadata = "{} x"}), "m.apr: byte 67", "no valid JSON");
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(read_model(v2_file({.metadata = "{\"a\":" + nested(64) + "}"}), "m.apr"));
  check_v2_refused(v2_file({.metadata = "{\"a\":" + nested(65) + "}"}), "m.apr: byte 133",
                   "more than 65 arrays and maps");
}

TEST_CASE("an index that is broken is refused") {
  check_v2_refused(with_v2(v2_file(), 8, std::uint32_t{9}), "m.apr: byte 217", "tensor 2 is said to have 0 bytes");
  check_v2_refused(with_v2(v2_file(), 32, std::uint64_t{192}), "m.apr: byte 168", "ends within tensor 1 of 2");
  check_v2_refused(with_v2(v2_file(), 128, std::uint16_t{257}), "m.apr: byte 128", "has 257 bytes; at most 256");
  check_v2_refused(with_entries({{"coefficients", 2, {3}, 0, 12}, k_intercept}), "m.apr: byte 142",
                   "is 2, which is unknown");
  check_v2_refused(with_entries({{"coefficients", 0, std::vector<std::uint64_t>(9, 1), 0, 4}, k_intercept}),
                   "m.apr: byte 143", "has 9 dimensions; at most 8");
}

TEST_CASE("names that are unsorted or twice there or not UTF-8 are refused") {
  check_v2_refused(with_entries({k_intercept, k_coefficients}), "m.apr: byte 165",
                   "\"coefficients\" follows \"intercept\"");
  check_v2_refused(with_entries({k_coefficients, k_coefficients}), "m.apr: byte 168", "each once, were expected");
  check_v2_refused(with_entries({{"\xff", 0, {3}, 0, 12}}), "m.apr: byte 128", "is not UTF-8");
}

TEST_CASE("sizes that disagree with shapes are refused") {
  check_v2_refused(with_entries({{"coefficients", 0, {4}, 0, 12}, k_intercept}), "m.apr: byte 160", "(f32) make 16");
  check_v2_refused(with_entries({{"coefficients", 3, {3}, 0, 12}, k_intercept}), "m.apr: byte 160", "(f64) make 24");
  // 2^62 * 4 is 0 in 64 bits.
  check_v2_refused(with_entries({{"coefficients", 0, {std::uint64_t{1} << 62U}, 0, 0}, k_intercept}), "m.apr: byte 160",
                   "more than 64 bits hold");
}

TEST_CASE("data outside its section is refused") {
  check_v2_refused(with_entries({k_coefficients, {"intercept", 0, {1}, 125, 4}}), "m.apr: byte 189",
                   "(4 bytes from 125 on) reaches beyond the data section of 128 bytes");
  check_v2_refused(with_entries({k_coefficients, {"intercept", 0, {1}, ~std::uint64_t{0} - 1, 4}}), "m.apr: byte 189",
                   "reaches beyond");
}

TEST_CASE("tensors that are no logistic regression are refused by name") {
  check_v2_refused(with_entries({k_coefficients}), "m.apr", "the file holds \"coefficients\"; exactly");
  check_v2_refused(with_entries({}), "m.apr", "the file holds no tensors");
  check_v2_refused(with_entries({k_coefficients, k_intercept, {"w", 0, {1}, 0, 4}}), "m.apr",
                   "\"coefficients\", \"intercept\", \"w\"");
  check_v2_refused(with_entries({{"coefficients", 1, {6}, 0, 12}, k_intercept}), "m.apr: byte 128", "is of type f16");
  check_v2_refused(with_entries({{"coefficients", 4, {3}, 0, 12}, k_intercept}), "m.apr: byte 128", "is of type i32");
  check_v2_refused(with_entries({{"coefficients", 0, {1, 3}, 0, 12}, k_intercept}), "m.apr: byte 128", "shape [1, 3]");
  check_v2_refused(with_entries({{"coefficients", 0, {0}, 0, 0}, k_intercept}), "m.apr: byte 128", "shape [0]");
  check_v2_refused(with_entries({k_coefficients, {"intercept", 0, {2}, 64, 8}}), "m.apr: byte 168",
                   "shape [2]; [1] was");
  check_v2_refused(with_v2(v2_file(), 260, std::numeric_limits<float>::infinity()), "m.apr: byte 260",
                   "element 1 of the tensor \"coefficients\" is inf");
}
