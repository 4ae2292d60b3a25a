#include "moebench/apr/writer.hpp"

#include <array>
#include <string>

#include <doctest/doctest.h>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/core/rng.hpp"

using namespace moebench::apr;

TEST_CASE("a file is laid out as the format says") {
  // Packed by hand with Python struct.pack from the format description; the last four bytes are zlib.crc32 of the rest.
  constexpr std::array<unsigned char, 102> expected{
      'A',  'P',  'R',  'N',  1,   0,   2,   0,    33,   0,    0,    0,    33,   0,   0,    0,     // to payload_size
      33,   0,    0,    0,    0,   0,   0,   0,    0,    0,    0,    0,    0,    0,   0,    0,     // to the metadata
      0x82, 0xaa, 'c',  'r',  'e', 'a', 't', 'e',  'd',  '_',  'a',  't',  0xa1, '2', 0xb0, 'a',   //
      'p',  'r',  'e',  'n',  'd', 'e', 'r', '_',  'v',  'e',  'r',  's',  'i',  'o', 'n',  0xa1,  //
      '1',                                                                                         //
      1,    1,    0,    0,    0,   0,   0,   0,    0,                                              // one coefficient
      0,    0,    0xc0, 0x3f, 0,   0,   0,   0xc0, 0x0a, 0xd7, 0x23, 0x3c,                         // 1.5, -2, 0.01
      100,  0,    0,    0,    0,   0,   0,   0,    0x17, 0xb7, 0xd1, 0x38,                         // 100, 1e-4
      0xcb, 0x39, 0x21, 0xa6};
  const Bytes file = write_v1(*LogisticRegression::create({1.5F}, -2.0F), {"2", "1"});
  REQUIRE(file.size() == expected.size());
  for (std::size_t i = 0; i < file.size(); ++i) {
    CAPTURE(i);
    CHECK(std::to_integer<unsigned>(file[i]) == expected[i]);
  }
}

TEST_CASE("models of any size come back from a round trip the same") {
  moebench::core::Rng rng{9};
  for (const std::size_t n : {1U, 2U, 7U, 784U, 5000U}) {
    std::vector<float> coefficients(n);
    for (float& coefficient : coefficients) {
      coefficient = static_cast<float>(rng.normal());
    }
    const auto model = LogisticRegression::create(coefficients, static_cast<float>(rng.normal()), {0.5F, n, 1e-6F});
    REQUIRE(model);
    const auto again = read_logistic_regression(write_v1(*model, {"1764278947", "0.11.0"}), "m.apr");
    REQUIRE(again);
    CHECK(*again == *model);
  }
}

TEST_CASE("metadata of any length keeps the file whole") {
  for (const std::size_t length : {0U, 31U, 32U, 255U, 256U, 70000U}) {
    const Bytes file = write_v1(small_model(), {"0", std::string(length, 'v')});
    const auto header = read_header(file, "m.apr");
    REQUIRE(header);
    CHECK(header->metadata_size > length);
    CHECK(*read_logistic_regression(file, "m.apr") == small_model());
  }
}
