// Which layout a file has is told by its first bytes; what is not read is refused by name.
#include <array>
#include <string_view>

#include <doctest/doctest.h>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/reader.hpp"

using namespace moebench::apr;
using namespace std::string_view_literals;

namespace {

/// Bytes that begin with `text`, padded with zeros to the size of a small file.
Bytes padded(std::string_view text) {
  Bytes file = bytes_of(text);
  file.resize(77);
  return file;
}

void check_layout_refused(const Bytes& file, std::string_view subject, std::string_view phrase,
                          std::string_view path = "m.apr") {
  const auto model = read_model(file, path);
  REQUIRE(!model);
  CAPTURE(model.error().message);
  CHECK(model.error().kind == moebench::core::ErrorKind::input);
  CHECK(model.error().subject == subject);
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

}  // namespace

TEST_CASE("layouts of other tools are refused by name") {
  check_layout_refused(padded("APR\0\1\0\0\0\0PST"sv), "m.apr: byte 0", "a travelling-salesman solver's own layout");
  check_layout_refused(padded("APR\0\1\0\0\0\x14\0\0\0sent"sv), "m.apr: byte 0", "another tool's private layout");
  check_layout_refused(padded("APR\0\7"sv), "m.apr: byte 0", "neither version 1 nor version 2");
  check_layout_refused(bytes_of("APR\0"sv), "m.apr: byte 0", "neither version 1 nor version 2");
  check_layout_refused(padded("APR1{}"), "m.apr: byte 0", "the old JSON form");
  check_layout_refused(padded("PK\3\4"), "m.apr: byte 0",
                       "begins with the bytes 50 4B 03 04, which no known layout has");
  check_layout_refused(bytes_of("\xff"), "m.apr: byte 0", "begins with the bytes FF,");
  check_layout_refused({}, "m.apr: byte 0", "the file is empty");
}

TEST_CASE("a name that ends in .safetensors decides where the bytes do not") {
  check_layout_refused(padded("\xff\xff\xff\xff\xff"), "m.apr: byte 0", "which no known layout has");
  check_layout_refused(padded("\xff\xff\xff\xff\xff"), "m.safetensors: byte 0", "the format allows 100000000",
                       "m.safetensors");
}

TEST_CASE("the magic of version 1 cut short is a short file of version 1") {
  check_layout_refused(bytes_of("APR"), "m.apr: byte 3", "the file ends after 3 bytes");
}
