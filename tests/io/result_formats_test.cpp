// What is none of the known formats, and what is one of them inside gzip.
#include "result_formats.hpp"

#include <doctest/doctest.h>
#include <libdeflate.h>

#include "gunzip.hpp"
#include "io/read_fixture.hpp"

using namespace moebench::io::test;
using moebench::io::known_formats;

namespace {

std::string gzip(const std::string& text) {
  libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
  std::string packed(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
  packed.resize(libdeflate_gzip_compress(compressor, text.data(), text.size(), packed.data(), packed.size()));
  libdeflate_free_compressor(compressor);
  return packed;
}

}  // namespace

TEST_CASE("the list of known formats names them all") {
  CHECK(known_formats() ==
        "Google Benchmark JSON, hyperfine JSON, pytest-benchmark JSON, pyperf JSON, JMH JSON, nanobench JSON, "
        "moebench/1 or "
        "PyTorch layout, Go benchmark text, text with a number on each line, Criterion.rs folder");
}

TEST_CASE("what is none of the known formats is refused with their list") {
  const std::string known = "expected one of the known result files: " + known_formats();
  CHECK(refusal_of("{}") == "f: top level: found an object; " + known);
  CHECK(refusal_of(R"({"benchmarks": []})") == "f: top level: found an object; " + known);
  CHECK(refusal_of(R"({"benchmarks": [{"name": "a"}]})") == "f: top level: found an object; " + known);
  CHECK(refusal_of("[{}]") == "f: top level: found an array; " + known);
  CHECK(refusal_of("null") == "f: top level: found null; " + known);
  CHECK(refusal_of("name,time\na,1\n").ends_with("; known result files are: " + known_formats()));
}

TEST_CASE("any format may be compressed by gzip, also in several members") {
  const std::string text = fixture("go/sums.txt");
  const std::size_t half = text.find('\n', text.size() / 2) + 1;
  const auto whole = read_text_results(text);
  const auto packed = read_text_results(gzip(text.substr(0, half)) + gzip(text.substr(half)));
  REQUIRE(packed.results.size() == whole.results.size());
  for (std::size_t i = 0; i < whole.results.size(); ++i) {
    CHECK(packed.results[i].series == whole.results[i].series);
  }
}

TEST_CASE("broken and truncated gzip is refused") {
  const std::string packed = gzip("1\n2\n");
  for (std::size_t i = 2; i < packed.size(); ++i) {
    CHECK(refusal_of(packed.substr(0, i)) ==
          "f: byte 0: the gzip data is broken or truncated; copy or write the file again");
  }
  CHECK(refusal_of(packed + "x").starts_with("f: byte " + std::to_string(packed.size()) + ": the gzip data is broken"));
}

TEST_CASE("gzip that unpacks to more than the limit is refused") {
  const std::string packed = gzip(std::string(moebench::io::k_most_unpacked + 1, '1'));
  CHECK(refusal_of(packed) ==
        "f: byte 0: the gzip data unpacks to more than 268435456 bytes; unpack it with gunzip first");
}
