#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "io/fixtures.hpp"
#include "moebench/io/result_file.hpp"
#include "temporary_folder.hpp"

using moebench::core::Error;
using moebench::core::ErrorKind;
using namespace moebench::io;
using namespace moebench::io::test;
using ::test::TemporaryFolder;

namespace {

/// The refusal of `text` as "place: message"; "" when it was read.
std::string result_refusal(std::string_view text) {
  const auto set = parse_results(text, "f.json");
  if (set) {
    return "";
  }
  CHECK(set.error().kind == ErrorKind::input);
  return set.error().subject + ": " + set.error().message;
}

/// The refusal of a document with one result that has these members.
std::string refusal_of_result(const std::string& members) {
  return result_refusal(R"({"config": {}, "results": [{)" + members + "}]}");
}

}  // namespace

TEST_CASE("an empty text is refused") {
  CHECK(result_refusal("") == "f.json: is empty; expected a JSON document, write the file again");
  CHECK(result_refusal(" \r\n\t") == result_refusal(""));
}

TEST_CASE("every truncation of a valid document is refused") {
  const std::string whole = fixture("moebench_1.json");
  const std::size_t length = whole.find_last_of('}') + 1;
  REQUIRE(result_refusal(whole.substr(0, length)) == "");
  for (std::size_t i = 0; i < length; ++i) {
    REQUIRE(result_refusal(whole.substr(0, i)) != "");
  }
  CHECK(result_refusal("{\"results\": [\n {\"name\"") ==
        "f.json: line 2, column 9: the file ends before its JSON is complete: it is truncated; write or copy it again");
}

TEST_CASE("NaN and Infinity literals are refused with line and column") {
  const std::string advice = " is not a number; expected a finite number, drop what could not be measured";
  for (const std::string word : {"NaN", "nan", "Infinity", "-Infinity", "inf", "-NaN", "+Infinity"}) {
    CHECK(result_refusal("{\"results\": [\n {\"samples_us\": [1.0," + word + ",3.0]}]}") ==
          "f.json: line 2, column 22: \"" + word + "\"" + advice);
  }
}

TEST_CASE("numbers beyond a double are refused with line and column") {
  CHECK(
      result_refusal("{\"a\": 1,\n\"b\": [2, 1e999]}") ==
      "f.json: line 2, column 10: \"1e999\" is too large for a 64-bit float; expected a finite number, correct or drop "
      "it");
  CHECK(result_refusal("[-1E+400, 2]").starts_with("f.json: line 1, column 2: \"-1E+400\" is too large"));
}

TEST_CASE("broken syntax is refused with line and column") {
  CHECK(result_refusal("{\"results\": [1,]}") ==
        "f.json: line 1, column 16: found ']' where JSON does not allow it (while parsing value - unexpected ']'; "
        "expected '[', '{', or a literal); "
        "expected valid JSON in UTF-8, correct it there");
  CHECK(result_refusal("{} x").starts_with("f.json: line 1, column 4: found \"x\""));
  CHECK(result_refusal("hello").starts_with("f.json: line 1, column 1: found \"hello\""));
  CHECK(result_refusal("{'results': []}").starts_with("f.json: line 1, column 2: found ''' where"));
  CHECK(result_refusal("{\"a\": 01}").starts_with("f.json: line 1, column 8: found \"01\""));
  CHECK(result_refusal("{\"a\": \"\n\"}").starts_with("f.json: line 1, column 8: found byte 0x0A"));
}

TEST_CASE("invalid UTF-8 is refused without repeating it") {
  const std::string text = result_refusal("{\"results\": [{\"name\": \"a\xff\"}]}");
  CHECK(text.starts_with("f.json: line 1, column 25: found byte 0xFF where JSON does not allow it"));
  CHECK(text.find('\xff') == std::string::npos);
  CHECK(result_refusal("\xff\xfe{\0}\0").starts_with("f.json: line 1, column 1"));
}

TEST_CASE("a NUL byte is refused even after a complete document") {
  using namespace std::string_view_literals;
  CHECK(result_refusal("{\"results\": [{\"name\": \"a\", \"samples_us\": [1]}]}\0{"sv) ==
        "f.json: line 1, column 48: found a NUL byte; expected JSON in UTF-8, convert or write the file again");
}

TEST_CASE("nesting is refused where it passes 64 levels") {
  const std::string limit = result_refusal("[\n" + std::string(63, '[') + std::string(63, ']') + "]");
  CHECK(limit.starts_with("f.json: top level: found an array; expected one of the known result files: "));
  const std::string advice = ": found more than 64 arrays and objects inside one another; expected a result file";
  CHECK(result_refusal("[\n" + std::string(64, '[')) == "f.json: line 2, column 64" + advice);
  CHECK(result_refusal(std::string(100'000, '[')) == "f.json: line 1, column 65" + advice);
  std::string objects = R"({"[[[\"[[": {}, "b": )";
  for (int i = 0; i < 100'000; ++i) {
    objects += "{\"a\":";
  }
  CHECK(result_refusal(objects) == "f.json: line 1, column " + std::to_string(22 + 63 * 5) + advice);
}

TEST_CASE("what is not an object with results is refused") {
  CHECK(result_refusal("[]").starts_with(
      "f.json: top level: found an empty array; expected one of the known result files: "));
  CHECK(result_refusal("true").starts_with("f.json: top level: found true; expected one of the known result files: "));
  CHECK(
      result_refusal("{}").starts_with("f.json: top level: found an object; expected one of the known result files: "));
  CHECK(result_refusal(R"({"schema": "moebench/1"})") ==
        "f.json: results: is missing; expected one result or more; name a file that moebench or the PyTorch baseline "
        "wrote");
  CHECK(result_refusal(R"({"results": []})") ==
        "f.json: results: found an empty array; expected one result or more; name a file that moebench or the PyTorch "
        "baseline wrote");
  CHECK(result_refusal(R"({"results": {}})") == "f.json: results: found an object; expected an array");
  CHECK(result_refusal(R"({"results": [3]})") == "f.json: results[0]: found 3; expected an object");
  CHECK(result_refusal(R"({"results": [null]})").starts_with("f.json: results[0].name: is missing"));
}

TEST_CASE("another schema is refused with the way out") {
  const std::string rest = R"(, "results": [{"name": "a", "samples_us": [1]}]})";
  CHECK(result_refusal(R"({"schema": "moebench/1")" + rest) == "");
  CHECK(result_refusal(R"({"schema": "moebench/2")" + rest) ==
        "f.json: schema: found the text \"moebench/2\"; expected \"moebench/1\"; read it with the moebench that wrote "
        "it, or update this one");
  CHECK(
      result_refusal(R"({"schema": "moebench.stats/1")" + rest) ==
      "f.json: schema: found the text \"moebench.stats/1\"; expected a result file (\"moebench/1\"), not an analysis; "
      "name the file that was analysed");
  CHECK(
      result_refusal(R"({"schema": "other")" + rest).starts_with("f.json: schema: found the text \"other\"; expected"));
  CHECK(result_refusal(R"({"schema": 1)" + rest) == "f.json: schema: found 1; expected a text");
}

TEST_CASE("a result without a usable name is refused") {
  const std::string missing =
      "f.json: results[0].name: is missing; expected a name, or framework, dataset and batch_size to build one from";
  CHECK(refusal_of_result(R"("samples_us": [1])") == missing);
  CHECK(refusal_of_result(R"("framework": "pytorch", "dataset": "mnist", "samples_us": [1])") == missing);
  CHECK(refusal_of_result(R"("name": null, "samples_us": [1])").starts_with("f.json: results[0].name: found null"));
  CHECK(refusal_of_result(R"("name": "", "samples_us": [1])") ==
        "f.json: results[0].name: found the text \"\"; expected a name that is not empty");
  CHECK(refusal_of_result(R"("name": 7, "samples_us": [1])") == "f.json: results[0].name: found 7; expected a text");
}

TEST_CASE("names that are not unique are refused") {
  CHECK(result_refusal(R"({"results": [{"name": "x", "samples_us": [1]}, {"name": "y", "samples_us": [1]},
                               {"name": "x", "samples_us": [1]}]})") ==
        "f.json: results[2]: has the name of results[0], \"x\"; names must be unique, rename one of them");
}

TEST_CASE("samples that are no finite numbers are refused with their index") {
  const std::string expected = "; expected a number; leave out what could not be measured";
  CHECK(refusal_of_result(R"("name": "a", "samples_us": [1, null])") ==
        "f.json: results[0].samples_us[1]: found null" + expected);
  CHECK(refusal_of_result(R"("name": "a", "samples_us": ["1.5"])") ==
        "f.json: results[0].samples_us[0]: found the text \"1.5\"" + expected);
  CHECK(refusal_of_result(R"("name": "a", "latencies_us": [1, 2, true])") ==
        "f.json: results[0].latencies_us[2]: found true" + expected);
  CHECK(refusal_of_result(R"("name": "a", "samples_us": [[1]])") ==
        "f.json: results[0].samples_us[0]: found an array" + expected);
  CHECK(refusal_of_result(R"("name": "a", "runs": [{"samples_us": [1]}, {"samples_us": [1, {}]}])") ==
        "f.json: results[0].runs[1].samples_us[1]: found an object" + expected);
  CHECK(refusal_of_result(R"("name": "a", "samples_us": [")" + std::string(5000, 's') + "\"]") ==
        "f.json: results[0].samples_us[0]: found a text of 5000 bytes" + expected);
}

TEST_CASE("empty and missing lists of samples are refused") {
  CHECK(refusal_of_result(R"("name": "a", "iterations": 3, "mean_us": 1, "samples_us": [])") ==
        "f.json: results[0].samples_us: found an empty array; expected an array of one number or more");
  CHECK(refusal_of_result(R"("name": "a", "samples_us": 3)") ==
        "f.json: results[0].samples_us: found 3; expected an array of one number or more");
  CHECK(refusal_of_result(R"("name": "a", "runs": [])") ==
        "f.json: results[0].runs: found an empty array; expected one run or more");
  CHECK(refusal_of_result(R"("name": "a", "runs": 5)") == "f.json: results[0].runs: found 5; expected an array");
  CHECK(refusal_of_result(R"("name": "a", "runs": [{"batch": 1}])") ==
        "f.json: results[0].runs[0].samples_us: is missing; expected an array of one number or more");
  CHECK(refusal_of_result(R"("name": "a", "runs": [3])") == "f.json: results[0].runs[0]: found 3; expected an object");
}

TEST_CASE("a result without samples needs a mean and iterations") {
  CHECK(refusal_of_result(R"("name": "a", "iterations": 10, "std_us": 1)") ==
        "f.json: results[0].mean_us: is missing; expected a mean, or samples in \"runs\" or \"samples_us\"");
  CHECK(refusal_of_result(R"("name": "a", "iterations": 10, "mean_us": null)") ==
        "f.json: results[0].mean_us: found null; expected a mean, or samples in \"runs\" or \"samples_us\"");
  CHECK(refusal_of_result(R"("name": "a", "mean_us": 2)") ==
        "f.json: results[0].iterations: is missing; expected how many operations the mean stands for, or samples");
}

TEST_CASE("iterations that are not a whole number from 1 are refused") {
  for (const std::string value : {"0", "-5", "2.5", "\"10\"", "[10]", "1e300", "9007199254740993", "true"}) {
    for (const std::string rest : {"", R"(, "samples_us": [1])"}) {
      const std::string text = refusal_of_result(R"("name": "a", "mean_us": 2, "iterations": )" + value + rest);
      CHECK(text.starts_with("f.json: results[0].iterations: found "));
      CHECK(text.ends_with("; expected a whole number from 1 to 9007199254740992"));
    }
  }
}

TEST_CASE("a negative standard deviation is refused") {
  const std::string expected = "; expected a standard deviation, which is never negative";
  CHECK(refusal_of_result(R"("name": "a", "iterations": 10, "mean_us": 2, "std_us": -0.5)") ==
        "f.json: results[0].std_us: found -0.5" + expected);
  CHECK(refusal_of_result(R"("name": "a", "samples_us": [1], "std_dev_us": -1)") ==
        "f.json: results[0].std_dev_us: found -1" + expected);
}

TEST_CASE("a batch that is not a whole number from 1 is refused") {
  for (const std::string value : {"0", "-1", "1.5", "4294967297", "\"1\""}) {
    CHECK(refusal_of_result(R"("name": "a", "runs": [{"samples_us": [1], "batch": )" + value + "}]")
              .starts_with("f.json: results[0].runs[0].batch: found "));
  }
  CHECK(refusal_of_result(R"("framework": "f", "dataset": "d", "batch_size": 0, "latencies_us": [1])")
            .starts_with("f.json: results[0].batch_size: found 0; expected a whole number from 1"));
}

TEST_CASE("wrong types are refused wherever they stand") {
  const std::string ok = R"("name": "a", "samples_us": [1], )";
  CHECK(result_refusal(R"({"config": 3, "results": [{"name": "a", "samples_us": [1]}]})") ==
        "f.json: config: found 3; expected an object of at most 10000 members");
  CHECK(result_refusal(R"({"environment": [], "results": [{"name": "a", "samples_us": [1]}]})")
            .starts_with("f.json: environment: found an empty array; expected an object"));
  CHECK(result_refusal(R"({"framework": 3, "results": [{"name": "a", "samples_us": [1]}]})") ==
        "f.json: framework: found 3; expected a text");
  for (const std::string key : {"framework", "scenario", "metric", "unit", "better", "dataset"}) {
    CHECK(refusal_of_result(ok + "\"" + key + "\": 3") == "f.json: results[0]." + key + ": found 3; expected a text");
  }
  for (const std::string key : {"mean_us", "std_us", "std_dev_us", "ci_95_lower", "ci_95_upper", "p50_us", "p95_us",
                                "p99_us", "min_us", "max_us", "throughput_per_sec"}) {
    CHECK(refusal_of_result(ok + "\"" + key + "\": \"3\"") ==
          "f.json: results[0]." + key + ": found the text \"3\"; expected a number");
  }
  for (const std::string key : {"checks", "warnings"}) {
    CHECK(refusal_of_result(ok + "\"" + key + "\": {}") ==
          "f.json: results[0]." + key + ": found an object; expected an array");
  }
  CHECK(refusal_of_result(ok + R"("params": [1])") ==
        "f.json: results[0].params: found an array; expected an object of at most 10000 members");
  CHECK(refusal_of_result(ok + R"("better": "faster")") ==
        "f.json: results[0].better: found the text \"faster\"; expected \"lower\" or \"higher\"");
}

TEST_CASE("wrong baselines are refused") {
  const auto baselines = [](const std::string& text) {
    return refusal_of_result(R"("name": "a", "samples_us": [1], "baselines": )" + text);
  };
  CHECK(baselines(R"(["b"])") == "");
  CHECK(baselines(R"("b")") == "f.json: results[0].baselines: found the text \"b\"; expected an array");
  CHECK(baselines(R"(["b", 3])") == "f.json: results[0].baselines[1]: found 3; expected a text");
  CHECK(baselines("[null]") == "f.json: results[0].baselines[0]: found null; expected a text");
}

TEST_CASE("wrong counts are refused") {
  const auto counts = [](const std::string& text) {
    return refusal_of_result(R"("name": "a", "runs": [{"samples_us": [1], "counts": )" + text + "}]");
  };
  CHECK(counts(R"({"requests": [0, 3]})") == "");
  CHECK(counts("[]").starts_with("f.json: results[0].runs[0].counts: found an empty array"));
  CHECK(counts(R"({"requests": 3})") == "f.json: results[0].runs[0].counts.requests: found 3; expected an array");
  CHECK(counts(R"({"requests": [3, -1]})").starts_with("f.json: results[0].runs[0].counts.requests[1]: found -1"));
  CHECK(counts(R"({"requests": [null]})").starts_with("f.json: results[0].runs[0].counts.requests[0]: found null"));
}

TEST_CASE("wrong checks and warnings and hazards are refused") {
  const std::string ok = R"("name": "a", "samples_us": [1], )";
  CHECK(refusal_of_result(ok + R"("checks": [{"ok": true}])") ==
        "f.json: results[0].checks[0].name: is missing; expected a text");
  CHECK(refusal_of_result(ok + R"("checks": [{"name": "c"}])") ==
        "f.json: results[0].checks[0].ok: is missing; expected true or false");
  CHECK(refusal_of_result(ok + R"("checks": [{"name": "c", "ok": 1}])") ==
        "f.json: results[0].checks[0].ok: found 1; expected true or false");
  CHECK(refusal_of_result(ok + R"("warnings": ["autocorrelated"])") ==
        "f.json: results[0].warnings[0]: found the text \"autocorrelated\"; expected an object");
  CHECK(refusal_of_result(ok + R"("warnings": [{"code": "autocorrelated"}])") ==
        "f.json: results[0].warnings[0].message: is missing; expected a text");
  for (const std::string code : {"doubtful", "unknown"}) {
    CHECK(refusal_of_result(ok + R"("warnings": [{"message": "m", "code": ")" + code + "\"}]") ==
          "f.json: results[0].warnings[0].code: found the text \"" + code +
              "\"; expected a warning code that this version knows; read the file with the moebench that wrote it");
  }
  CHECK(result_refusal(
            R"({"environment": {"hazards": [{"message": "m"}]}, "results": [{"name": "a", "samples_us": [1]}]})") ==
        "f.json: environment.hazards[0].code: is missing; expected a text");
}

TEST_CASE("a key that stands twice is refused where it is read") {
  const std::string twice = ": stands twice in its object; keep one of them";
  CHECK(refusal_of_result(R"("name": "a", "samples_us": [1], "samples_us": [2])") ==
        "f.json: results[0].samples_us" + twice);
  CHECK(result_refusal(R"({"config": {"seed": 1, "seed": 2}, "results": [{"name": "a", "samples_us": [1]}]})") ==
        "f.json: config.seed" + twice);
  CHECK(refusal_of_result(R"("name": "a", "samples_us": [1], "note": 1, "note": 2)") == "");
}

TEST_CASE("an object with more members than any file has is refused") {
  std::string config = "\"k\": 0";
  for (int i = 0; i < 200'000; ++i) {
    config += ", \"k" + std::to_string(i) + "\": 0";
  }
  CHECK(result_refusal("{\"config\": {" + config + R"(}, "results": [{"name": "a", "samples_us": [1]}]})") ==
        "f.json: config: found an object; expected an object of at most 10000 members");
}

TEST_CASE("the first refusal of several is reported") {
  CHECK(result_refusal(R"({"results": [{"name": "a", "samples_us": [null]}, {"name": 3}]})")
            .starts_with("f.json: results[0].samples_us[0]"));
}

TEST_CASE("a file that cannot be read is refused") {
  const TemporaryFolder folder;
  const auto missing = read_result_file(folder / "missing.json");
  REQUIRE(!missing);
  CHECK(missing.error().kind == ErrorKind::input);
  CHECK(missing.error().subject == (folder / "missing.json").string());
}
