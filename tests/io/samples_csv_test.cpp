#include "moebench/io/samples_csv.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "io/random_results.hpp"
#include "temporary_folder.hpp"

using namespace moebench::core;
using namespace moebench::io;
using namespace moebench::io::test;
using ::test::set_content;
using ::test::TemporaryFolder;

namespace {

std::string samples_refusal(std::string_view text) {
  const auto samples = parse_samples_csv(text, "input.csv");
  if (samples) {
    return "";
  }
  CHECK(samples.error().kind == ErrorKind::input);
  return samples.error().subject + ": " + samples.error().message;
}

const std::string k_advice =
    "; expected a finite number that fits a 32-bit float, correct it, or start the line with # if it is not a sample";

}  // namespace

TEST_CASE("samples are read row by row") {
  const auto samples = parse_samples_csv("# three features\n1,2.5,-3e2\r\n\n  \n 4 ,\t5, 6", "input.csv");
  REQUIRE(samples);
  CHECK(samples->columns == 3);
  REQUIRE(samples->rows() == 2);
  CHECK(std::ranges::equal(samples->row(0), std::vector{1.0F, 2.5F, -300.0F}));
  CHECK(std::ranges::equal(samples->row(1), std::vector{4.0F, 5.0F, 6.0F}));
}

TEST_CASE("one value is a matrix of one row and one column") {
  const auto samples = parse_samples_csv(
      "\xEF\xBB\xBF"
      "0.1\n",
      "input.csv");
  REQUIRE(samples);
  CHECK(samples->rows() == 1);
  CHECK(samples->row(0).front() == 0.1F);
}

TEST_CASE("values at the ends of the float range are read and those beyond are refused") {
  // The largest float is 0x1.fffffep+127 = 3.4028234663852886e+38, the smallest 0x1p-149 = 1.401298464324817e-45.
  const auto samples = parse_samples_csv("3.4028234663852886e38,1.401298464324817e-45,1e-60,-1e-60", "input.csv");
  REQUIRE(samples);
  CHECK(samples->values[0] == std::numeric_limits<float>::max());
  CHECK(samples->values[1] == std::numeric_limits<float>::denorm_min());
  CHECK(samples->values[2] == 0.0F);
  CHECK(samples_refusal("1e39") == "input.csv: line 1, value 1: found \"1e39\"" + k_advice);
  CHECK(samples_refusal("-1e999") == "input.csv: line 1, value 1: found \"-1e999\"" + k_advice);
}

TEST_CASE("what is not a finite number is refused with its line and value") {
  CHECK(samples_refusal("# a\n\n1,2\n3,x4") == "input.csv: line 4, value 2: found \"x4\"" + k_advice);
  for (const std::string word :
       {"nan", "NaN", "inf", "-inf", "infinity", "1.5f", "1 2", "0x10", "1;2", "--1", "\"1\""}) {
    CHECK(samples_refusal("0," + word) == "input.csv: line 1, value 2: found \"" + word + "\"" + k_advice);
  }
  CHECK(samples_refusal("1,,2") == "input.csv: line 1, value 2: found nothing" + k_advice);
  CHECK(samples_refusal("1,2,") == "input.csv: line 1, value 3: found nothing" + k_advice);
}

TEST_CASE("rows of different lengths are refused") {
  CHECK(samples_refusal("1,2\n3\n") ==
        "input.csv: line 2: found 1 values; expected 2 as in the lines before, every sample needs the same number of "
        "features");
  CHECK(samples_refusal("1\n2\n3,4").starts_with("input.csv: line 3: found 2 values; expected 1"));
}

TEST_CASE("a text without samples is refused") {
  CHECK(samples_refusal("") == "input.csv: holds no samples; expected one line of comma-separated numbers each");
  CHECK(samples_refusal("# only\n\n") == samples_refusal(""));
}

TEST_CASE("a file of samples is read and a missing one refused") {
  const TemporaryFolder folder;
  set_content(folder / "in.csv", "1,2\n");
  REQUIRE(read_samples_csv(folder / "in.csv"));
  const auto missing = read_samples_csv(folder / "none.csv");
  REQUIRE(!missing);
  CHECK(missing.error().subject == (folder / "none.csv").string());
  set_content(folder / "bad.csv", "x");
  CHECK(read_samples_csv(folder / "bad.csv").error().subject == (folder / "bad.csv").string() + ": line 1, value 1");
}
