#include "criterion.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;
using moebench::io::read_result_file;
using ::test::set_content;
using ::test::TemporaryFolder;

namespace {

std::filesystem::path criterion() {
  return std::filesystem::path{MOEBENCH_SOURCE_DIR} / "tests/io/fixtures/criterion";
}

ResultSet read(const std::filesystem::path& path) {
  const auto set = read_result_file(path);
  REQUIRE(set.has_value());
  return *set;
}

std::string refusal(const std::filesystem::path& path) {
  const auto set = read_result_file(path);
  REQUIRE_FALSE(set.has_value());
  return set.error().subject + ": " + set.error().message;
}

/// A folder with one benchmark of these two files.
void put(const std::filesystem::path& folder, const std::string& benchmark, const std::string& sample) {
  std::filesystem::create_directories(folder);
  set_content(folder / "benchmark.json", benchmark);
  set_content(folder / "sample.json", sample);
}

}  // namespace

TEST_CASE("Criterion's newest samples are read from its folder") {
  const ResultSet set = read(criterion());
  CHECK(set.source == criterion().string());
  CHECK(set.config.text("read_as") == "Criterion.rs samples");
  REQUIRE(names_of(set) == std::vector<std::string>{"fold/xor/1000", "fold 100"});
  const BenchmarkResult& linear = set.results[1];
  CHECK(linear.series.unit == "us");
  REQUIRE(linear.series.runs.size() == 1);
  CHECK(linear.series.runs[0].samples.size() == 10);
  CHECK(linear.series.runs[0].samples[0] == doctest::Approx(2289103.0 / 101609 / 1000));
  CHECK(linear.series.runs[0].samples[9] == doctest::Approx(30934676.0 / 1016090 / 1000));
  CHECK(linear.series.runs[0].batch == 558850);  // 101609 times 5.5, rounded
  CHECK(linear.params.text("iterations_per_sample") == "101609 to 1016090");
  CHECK(linear.params.text("sampling_mode") == "Linear");
  const BenchmarkResult& flat = set.results[0];
  CHECK(flat.series.runs[0].batch == 70915);
  CHECK(flat.params.find("iterations_per_sample") == nullptr);
  CHECK(flat.params.text("throughput Elements") == "1000");
}

TEST_CASE("a deeper folder of Criterion's and the samples' own are read") {
  CHECK(names_of(read(criterion() / "fold")) == std::vector<std::string>{"fold/xor/1000"});
  CHECK(names_of(read(criterion() / "fold 100" / "new")) == std::vector<std::string>{"fold 100"});
  CHECK(names_of(read(criterion() / "fold 100" / "base")) == std::vector<std::string>{"fold 100"});
}

TEST_CASE("folders that hold no samples of Criterion's are refused") {
  const TemporaryFolder folder;
  put(folder / "a/base", R"({"full_id": "a"})", R"({"iters": [1], "times": [1]})");
  put(folder / "a/change/new", R"({"full_id": "a"})", R"({"iters": [1], "times": [1]})");
  put(folder / "report/new", R"({"full_id": "a"})", R"({"iters": [1], "times": [1]})");
  CHECK(refusal(folder / "").find("is a folder without samples of Criterion.rs (new/sample.json); name") !=
        std::string::npos);
}

TEST_CASE("malformed files of Criterion's are refused with file and place") {
  const TemporaryFolder folder;
  const auto refusal_of_files = [&](const std::string& benchmark, const std::string& sample) {
    put(folder / "new", benchmark, sample);
    std::string text = refusal(folder / "");
    return text.substr(text.find("new/"));
  };
  const std::string named = R"({"full_id": "a"})";
  CHECK(refusal_of_files(named, R"({"iters": [1, 2], "times": [1]})")
            .starts_with("new/sample.json: times: holds 1 times for 2 iterations in \"iters\""));
  CHECK(refusal_of_files(named, R"({"iters": [0], "times": [1]})") ==
        "new/sample.json: iters: [0] is 0; expected a whole number of 1 or more");
  CHECK(refusal_of_files(named, R"({"iters": [1.5], "times": [1]})").starts_with("new/sample.json: iters: [0] is 1.5"));
  CHECK(refusal_of_files(named, "{}") == "new/sample.json: iters: is missing; expected an array of one number or more");
  CHECK(refusal_of_files("{}", R"({"iters": [1], "times": [1]})") ==
        "new/benchmark.json: group_id: is missing; expected a text");
  CHECK(refusal_of_files("{", "{}").starts_with("new/benchmark.json: line 1"));
  std::filesystem::remove(folder / "new/benchmark.json");
  CHECK(refusal(folder / "").find("new/benchmark.json") != std::string::npos);
  CHECK(refusal_of(R"({"sampling_mode": "Flat", "iters": [1], "times": [2]})") ==
        "f: top level: these are samples of Criterion.rs without their name; name the folder that holds them instead");
}
