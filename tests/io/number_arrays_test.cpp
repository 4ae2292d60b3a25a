// The fast way of reading samples is the general parser's, number for number and refusal for refusal.
#include <bit>
#include <charconv>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"
#include "moebench/io/result_file.hpp"

using namespace moebench::core;
using namespace moebench::io;

namespace {

/// A file whose samples are `content`, with so much white space that they are read the fast way.
std::string file_of(const std::string& content) {
  return R"({"results": [{"name": "x", "samples_us": [)" + content + std::string(300, ' ') + "]}]}";
}

std::vector<double> first_samples(const std::string& text) {
  const auto set = parse_results(text, "file");
  REQUIRE_MESSAGE(set, set.error().message);
  return set->results.at(0).series.runs.at(0).samples;
}

/// A number as some program may write it, and what from_chars, which rounds correctly, makes of it.
std::pair<std::string, double> random_number(Rng& rng) {
  char buffer[400];
  char* end = buffer;
  for (;;) {
    double value = 0;
    switch (rng.below(5)) {
      case 0: value = std::bit_cast<double>(rng()); break;
      case 1: value = rng.normal(); break;
      case 2: value = static_cast<double>(rng() >> rng.below(64)); break;
      case 3: value = static_cast<double>(rng.below(1'000'000)) / 1000; break;
      default:  // half way between two doubles
        end = std::to_chars(buffer, buffer + 40, (std::uint64_t{1} << 52U) + (rng() >> 12U)).ptr;
        *end++ = '.';
        *end++ = '5';
        std::from_chars(buffer, end, value);
        return {{buffer, end}, value};
    }
    if (value - value != 0) {
      continue;
    }
    const auto format = rng.below(2) == 0 && std::abs(value) < 1e30 && std::abs(value) > 1e-30
                            ? std::chars_format::fixed
                            : std::chars_format::general;
    end = rng.below(2) == 0
              ? std::to_chars(buffer, std::end(buffer), value, format).ptr
              : std::to_chars(buffer, std::end(buffer), value, format, static_cast<int>(rng.below(25))).ptr;
    if (std::from_chars(buffer, end, value).ec == std::errc{}) {  // few digits may round beyond a double
      return {{buffer, end}, value};
    }
  }
}

}  // namespace

TEST_CASE("samples are the nearest doubles to the last bit") {
  Rng rng{91};
  std::string content;
  std::vector<double> expected;
  for (int i = 0; i < 200'000; ++i) {
    const auto [text, value] = random_number(rng);
    content += (i == 0 ? "" : ",") + text;
    expected.push_back(value);
  }
  const std::vector<double> found = first_samples(file_of(content));  // some megabytes: several parts
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    REQUIRE(std::bit_cast<std::uint64_t>(found[i]) == std::bit_cast<std::uint64_t>(expected[i]));
  }
}

TEST_CASE("numbers are read as JSON writes them, with white space anywhere between them") {
  CHECK(first_samples(file_of("1")) == std::vector{1.0});
  CHECK(first_samples(
            file_of(" \n 0 ,\t-1.5\r\n, 1e3 ,2E-2, 1e+2,12345678901234567890, 123456789012345678901234567890")) ==
        std::vector{0.0, -1.5, 1000.0, 0.02, 100.0, 12345678901234567890.0, 123456789012345678901234567890.0});
  CHECK(first_samples(file_of("0.1000000000000000055511151231257827021181583404541015625, 1e-400, 4.9e-324")) ==
        std::vector{0.1, 0.0, 4.9e-324});
}

TEST_CASE("what is no array of numbers is refused as ever, with its place") {
  for (const char* broken :
       {"01", "1.", ".5", "+1", "1e", "1e+", "-", "--1", "1,", ",1", "1,,2", "1 2", "0x1", "1.5.5", "1_000", "1;2"}) {
    CAPTURE(broken);
    const auto set = parse_results(file_of(broken), "file");
    REQUIRE_FALSE(set);
    CHECK(set.error().subject.starts_with("file: line 1, column "));
  }
  CHECK(parse_results(file_of("1, NaN, 2"), "file").error().message.starts_with("\"NaN\" is not a number"));
  CHECK(parse_results(file_of("1, -Infinity"), "file").error().message.starts_with("\"-Infinity\" is not a number"));
  CHECK(parse_results(file_of("1, 1e999"), "file").error().message.starts_with("\"1e999\" is too large"));
  CHECK(parse_results(file_of("1, null"), "file").error().subject == "file: results[0].samples_us[1]");
  CHECK(parse_results(file_of("1, \"2\""), "file").error().subject == "file: results[0].samples_us[1]");
  CHECK(parse_results(file_of("1, [2]"), "file").error().subject == "file: results[0].samples_us[1]");
  CHECK(parse_results(file_of(""), "file").error().subject == "file: results[0].samples_us");
}

TEST_CASE("what is wrong behind long samples is told with its own line") {
  const std::string samples(300, ' ');
  const std::string text =
      "{\"results\": [\n{\"name\": \"x\", \"samples_us\": [1,2" + samples + "]},\n{\"name\": oops}]}";
  CHECK(parse_results(text, "file").error().subject == "file: line 3, column 10");
  CHECK_FALSE(parse_results(file_of("1,2") + " x", "file"));
  CHECK_FALSE(parse_results(file_of("1,2") + "]", "file"));
  for (std::size_t length = 0; length < file_of("1,2").size(); ++length) {
    REQUIRE_FALSE(parse_results(file_of("1,2").substr(0, length), "file"));
  }
}

TEST_CASE("each array of samples goes to its own run") {
  const std::string blanks(300, ' ');
  const std::string text = R"({"config": {"note": "\"samples_us\": [", "latencies_us": [7)" + blanks +
                           R"(]}, "results": [{"name": "a", "runs": [{"samples_us": [1,2)" + blanks +
                           R"(]}, {"samples_us": [3]}, {"samples_us" : [ 4,5,6 )" + blanks +
                           R"(]}]}, {"name": "\\", "samples_us": [[8]], "latencies_us": null},)" +
                           R"({"name": "c", "latencies_us": [9)" + blanks + "]}]}";
  const auto refused = parse_results(text, "file");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().subject == "file: results[1].samples_us[0]");
  std::string fixed = text;
  fixed.replace(fixed.find("[[8]]"), 5, "[8]");
  const auto set = parse_results(fixed, "file");
  REQUIRE_MESSAGE(set, set.error().message);
  const auto& runs = set->results.at(0).series.runs;
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].samples == std::vector{1.0, 2.0});
  CHECK(runs[1].samples == std::vector{3.0});
  CHECK(runs[2].samples == std::vector{4.0, 5.0, 6.0});
  CHECK(set->results.at(1).series.runs.at(0).samples == std::vector{8.0});
  CHECK(set->results.at(2).series.runs.at(0).samples == std::vector{9.0});
}

TEST_CASE("a text that opens arrays of samples without end is refused in linear time") {
  std::string text = R"({"results": [)";
  for (int i = 0; i < 200'000; ++i) {
    text += R"({"samples_us": [)";
  }
  CHECK_FALSE(parse_results(text, "file"));
}

TEST_CASE("a key that stands twice is refused also when both hold long samples") {
  const std::string blanks(300, ' ');
  const std::string text =
      R"({"results": [{"name": "x", "samples_us": [1)" + blanks + R"(], "samples_us": [2)" + blanks + "]}]}";
  CHECK(parse_results(text, "file").error().subject == "file: results[0].samples_us");
}
