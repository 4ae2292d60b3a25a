// audit and verify through the whole program: on published summaries, on a file measured here, on doctored ones.
#include <regex>

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "moebench/io/audit_json.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

const std::string k_aprender = MOEBENCH_SOURCE_DIR "/examples/published/aprender.json";
const std::string k_pytorch = MOEBENCH_SOURCE_DIR "/examples/published/pytorch.json";

std::string measured(const TemporaryFolder& folder) {
  const std::string file = folder / "infer.json";
  REQUIRE(run({"infer", "--runs", "2", "--iterations", "400", "--save", file, "--quiet"}).status == 0);
  return file;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("audit does not accept published summaries, and says what would have to be recorded") {
  const Printed printed = run({"audit", k_aprender, k_pytorch});
  CHECK(printed.status == 1);
  CHECK(contains(printed.out, "**Not accepted**"));
  CHECK(contains(printed.out, "of 100 points passed; 95 are needed."));
  CHECK(contains(printed.out, "## Points lost, and what must change"));
  CHECK(contains(printed.out, "holds no raw samples"));
  CHECK(contains(printed.out, "| Bias detection") == false);
  CHECK(contains(printed.out, "8 Bias detection"));
  CHECK(printed.err.empty());
}

TEST_CASE("the published summaries earn the points that they can prove, and no other") {
  const Printed csv = run({"audit", k_aprender, k_pytorch, "--format", "csv"});
  std::string passed;
  const std::regex point{"\n([0-9]+),[^\n]*?,PASS,"};
  for (std::sregex_iterator at{csv.out.begin(), csv.out.end(), point}; at != std::sregex_iterator{}; ++at) {
    passed += (*at)[1].str() + " ";
  }
  CHECK(passed == "2 3 4 16 17 21 23 25 28 43 56 61 62 86 87 88 89 90 ");
}

TEST_CASE("audit writes JSON with all points and CSV with a line for each") {
  const Printed json = run({"audit", k_aprender, k_pytorch, "--format", "json"});
  CHECK(json.status == 1);
  CHECK(contains(json.out, R"("schema": "moebench.audit/1")"));
  CHECK(contains(json.out, R"("accepted": false)"));
  CHECK(occurrences(json.out, R"("number": )") == 100);
  const Printed csv = run({"audit", k_aprender, k_pytorch, "--format", "csv"});
  CHECK(occurrences(csv.out, "\n") == 101);
}

TEST_CASE("audit finds in a file measured here what it asks of the candidate") {
  const TemporaryFolder folder;
  const Printed printed = run({"audit", measured(folder), k_pytorch, "--format", "csv"});
  CHECK(printed.status == 1);  // a baseline of another machine, without samples
  // Recorded, and judged: the answers, the parameters, the memory, the libraries.
  CHECK(contains(printed.out, "\n1,"));
  CHECK_FALSE(contains(printed.out, "The candidate's file does not tell"));
  // The kernel counted no reading and no writing in the timed part: only the baseline's count is missing.
  CHECK(std::regex_search(printed.out, std::regex{"\n13,[^\n]*SKIP,The baseline's runs do not count read_calls"}));
}

TEST_CASE("audit refuses files that it cannot use, and pairs that do not belong together") {
  const TemporaryFolder folder;
  const Printed missing = run({"audit", folder / "none.json", k_pytorch});
  CHECK(missing.status == 3);
  CHECK(missing.out.empty());
  const std::string other =
      set_content(folder / "other.json", R"({"results":[{"name":"other","iterations":10,"mean_us":2,"std_us":1}]})");
  const Printed strangers = run({"audit", k_aprender, other});
  CHECK(strangers.status == 3);
  CHECK(contains(strangers.err, "--match"));
  CHECK(run({"audit", k_aprender, k_pytorch, "--match", "x=y"}).status == 2);
  CHECK(run({"audit", k_aprender}).status == 2);
}

TEST_CASE("audit holds what is published of the comparison against the files") {
  const TemporaryFolder folder;
  const Printed compared = run({"compare", k_aprender, k_pytorch, "--format", "json"});
  const std::string claims = set_content(folder / "compare.json", compared.out);
  const auto found = [&](const std::string& file, const char* point) {
    const Printed printed = run({"audit", k_aprender, k_pytorch, "--claims", file, "--format", "csv"});
    std::smatch match;
    const std::regex line{"\n" + std::string{point} + ",[^\n]*?,(PASS|FAIL|SKIP),"};
    return std::regex_search(printed.out, match, line) ? match[1].str() : printed.err;
  };
  const std::string text = set_content(folder / "compare.md", run({"compare", k_aprender, k_pytorch}).out);
  const std::string wrong = set_content(folder / "wrong.md",
                                        "## Cross-Framework Comparison: Aprender vs PyTorch\n\n"
                                        "- Welch's t-test: t = 46.9, df = 19998\n- Cohen's d: 5.19 (medium effect)\n");
  for (const char* point : {"24", "26", "27"}) {
    CAPTURE(point);
    CHECK(found(claims, point) == "PASS");
    CHECK(found(text, point) == "PASS");
    CHECK(found(wrong, point) == "FAIL");
  }
  const Printed none = run({"audit", k_aprender, k_pytorch, "--claims", k_pytorch});
  CHECK(none.status == 3);
  CHECK(contains(none.err, "neither a Welch's t-test nor a Cohen's d"));
}

TEST_CASE("audit fails the points of figures that contradict the samples, wherever they stand") {
  const TemporaryFolder folder;
  const std::string text = content(measured(folder));
  struct {
    const char* figure;
    const char* point;
  } const figures[] = {{"sd_of_means_us", "20"}, {"p50_ci_lower", "22"}, {"min_us", "22"},
                       {"max_us", "22"},         {"iterations", "17"},   {"benchmark_iterations", "17"}};
  // The judged result's own figures and those of the file before it. An interval is not there where the runs' medians
  // happen to be the same step of the clock.
  const std::string judged = text.substr(0, text.find("\"name\"", text.find("\"moebench LogisticRegression\"")));
  for (const auto& [figure, point] : figures) {
    const std::regex number{"\"" + std::string{figure} + "\": [-0-9.e+]+"};
    if (!std::regex_search(judged, number)) {
      CHECK(std::string{figure} == "p50_ci_lower");
      continue;
    }
    const std::string doctored = set_content(folder / "doctored.json",
                                             std::regex_replace(text, number, "\"" + std::string{figure} + "\": 123456",
                                                                std::regex_constants::format_first_only));
    const Printed printed = run({"audit", doctored, k_pytorch, "--format", "csv"});
    CAPTURE(std::string{figure});
    CHECK(std::regex_search(printed.out, std::regex{"\n" + std::string{point} + ",[^\n]*?,FAIL,[^\n]*123456"}));
  }
}

TEST_CASE("audit refuses files in the wrong order with the right one") {
  const Printed swapped = run({"audit", k_pytorch, k_aprender});
  CHECK(swapped.status == 3);
  CHECK(contains(swapped.err, "moebench audit " + k_aprender + " " + k_pytorch));
}

TEST_CASE("audit holds the ratio against that of another machine") {
  const Printed printed =
      run({"audit", k_aprender, k_pytorch, "--elsewhere", k_aprender, k_pytorch, "--format", "csv"});
  CHECK(contains(printed.out, "The other pair was measured on the same CPU, AMD Ryzen Threadripper 7960X 24-Cores."));
  CHECK(run({"audit", k_aprender, k_pytorch, "--elsewhere", k_aprender}).status == 2);
}

TEST_CASE("verify recomputes every figure of a measured file, and notices a changed one") {
  const TemporaryFolder folder;
  const std::string file = measured(folder);
  const Printed right = run({"verify", file});
  CHECK(right.status == 0);
  CHECK(contains(right.out, " agree, 0 differ, 0 are unproven."));
  CHECK(contains(right.out, "results[0].between_runs.sd_of_means_us"));

  const std::string text = content(file);
  for (const char* figure :
       {"runs", "benchmark_iterations", "iterations", "mean_us", "std_us", "ci_95_lower", "ci_95_upper", "p50_us",
        "p95_us", "p99_us", "min_us", "max_us", "throughput_per_sec", "df", "ci_upper", "sd_of_means_us"}) {
    const std::regex number{"\"" + std::string{figure} + "\": [-0-9.e+]+"};
    REQUIRE(std::regex_search(text, number));
    const std::string doctored = set_content(folder / "doctored.json",
                                             std::regex_replace(text, number, "\"" + std::string{figure} + "\": 123456",
                                                                std::regex_constants::format_first_only));
    const Printed wrong = run({"verify", doctored, "--format", "csv"});
    CAPTURE(std::string{figure});
    CHECK(wrong.status == 1);
    CHECK(contains(wrong.out, std::string{figure} + ",123456,"));
    CHECK(contains(wrong.out, ",differs,"));
  }
}

TEST_CASE("verify refuses a file in which nothing can be recomputed") {
  const Printed printed = run({"verify", k_aprender});
  CHECK(printed.status == 3);
  CHECK(printed.out.empty());
  CHECK(contains(printed.err, "no raw samples"));
}

TEST_CASE("verify does not pass a file that lost samples of a result, unless told to") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "lost.json",
                                       R"({"results": [{"name": "kept", "mean_us": 2, "iterations": 3,
                                           "runs": [{"batch": 1, "samples_us": [1, 2, 3]}]},
                                          {"name": "lost", "mean_us": 2, "iterations": 3}]})");
  const Printed printed = run({"verify", file});
  CHECK(printed.status == 1);
  CHECK(contains(printed.out, "2 agree, 0 differ, 2 are unproven."));
  CHECK(contains(printed.err, "2 figures rest on samples that the file does not hold"));
  CHECK(run({"verify", file, "--allow-unproven"}).status == 0);
}

TEST_CASE("verify notices counts that the samples contradict") {
  const TemporaryFolder folder;
  const auto verified = [&](const std::string& counts) {
    return run({"verify", set_content(folder / "counts.json",
                                      R"({"results": [{"name": "router/makespan", "mean_us": 2, "iterations": 30,
                                          "runs": [{"batch": 10, "samples_us": [1, 2, 3], "counts": )" +
                                          counts + "}]}]}")});
  };
  CHECK(verified(R"({"requests": [30], "succeeded": [30], "expert_load": [10, 20]})").status == 0);
  CHECK(verified(R"({"requests": [31], "succeeded": [30], "expert_load": [10, 20]})").status == 1);
  CHECK(verified(R"({"requests": [30], "succeeded": [31], "expert_load": [11, 20]})").status == 1);
  CHECK(verified(R"({"requests": [30], "succeeded": [30], "expert_load": [10, 21]})").status == 1);
}
