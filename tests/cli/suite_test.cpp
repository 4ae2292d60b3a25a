#include <csignal>
#include <cstdio>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/program.hpp"
#include "moebench/apr/writer.hpp"
#include "moebench/io/result_file.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// A model of two inputs: none is trained, which takes a sanitized program long.
std::string small_model_file(const TemporaryFolder& folder) {
  const auto model = moebench::apr::LogisticRegression::create({0.5F, -0.25F}, 0.125F);
  const auto bytes = moebench::apr::write_v1(model.value(), {.created_at = "1764274185", .aprender_version = "0.11.0"});
  return set_content(folder / "small.apr", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

TEST_CASE("the suite writes the report and every result file and prints the report") {
  const TemporaryFolder folder;
  const Printed printed = run({"suite", "--quick", "--runs", "2", "--model", small_model_file(folder), "--results",
                               (folder / "results").string(), "--quiet"});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  CHECK(content(folder / "results/report.md") == printed.out);
  CHECK(contains(printed.out, "**A quick look**"));
  for (const char* section :
       {"## Methodology", "## Hardware Configuration", "## 1. Capacity Factor Router Throughput", "## Router lifecycle",
        "## 2. Registry Lock-Free Reads", "## 3. Capacity Overflow Fallback", "## 4. Mixed Read/Write Workload",
        "## Comparison with Baselines", "## Batch Dispatch", "## Single-Sample Inference", "## What the Harness Costs",
        "## References"}) {
    CAPTURE(section);
    CHECK(contains(printed.out, section));
  }
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder / "results"}) {
    names.insert(entry.path().filename());
  }
  const std::set<std::string> parts{"dispatch.json", "infer.json",    "lifecycle.json", "mixed.json",
                                    "null.json",     "overflow.json", "registry.json",  "router.json"};
  std::set<std::string> files = parts;
  files.insert({"report.md", "report.html"});
  CHECK(names == files);
  for (const std::string& name : parts) {
    const auto set = moebench::io::read_result_file(folder / "results" / name);
    REQUIRE(set.has_value());
    CHECK(set->results.front().series.runs.size() == 2);
    CHECK(set->config.text("command").starts_with("moebench suite"));
  }
  const std::string page = content(folder / "results/report.html");
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(contains(page, "a look and no evidence"));
  CHECK(contains(page, "Figures of every result in router.json"));
  CHECK(contains(page, "data-chart=\"f"));
  CHECK(page.ends_with("</html>\n"));
}

TEST_CASE("a suite whose page cannot be written says so before it measures, and changes nothing") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "results/report.html");
  set_content(folder / "results/report.md", "earlier");
  const Printed printed = run({"suite", "--quick", "--runs", "1", "--model", small_model_file(folder), "--results",
                               (folder / "results").string()});
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, "report.html"));
  CHECK(printed.out.empty());
  CHECK(content(folder / "results/report.md") == "earlier");
}

TEST_CASE("a page that cannot be written in the end costs no result") {
  const TemporaryFolder folder;
  const std::string results = (folder / "results").string();
  // While the suite measures, a folder appears in the page's place.
  const std::string program = cli_test::script_program(
      folder, fmt::format("mkdir -p '{}/report.html'\nexec '{}' \"$@\"\n", results, MOEBENCH_PROGRAM));
  const Printed printed =
      run({"suite", "--quick", "--runs", "1", "--model", small_model_file(folder), "--results", results, "--quiet"},
          program);
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, "report.html"));
  CHECK(contains(printed.err, "report.md and the result files were written"));
  CHECK(content(folder / "results/report.md") == printed.out);
  CHECK(moebench::io::read_result_file(folder / "results/router.json").has_value());
}

TEST_CASE("a quick look leaves the results that are there as they were") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "results");
  set_content(folder / "results/report.md", "earlier");
  const std::string model = small_model_file(folder);
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  const Printed printed = run({"suite", "--quick", "--runs", "1", "--model", model, "--quiet"});
  std::filesystem::current_path(before);
  CHECK(printed.status == 0);
  CHECK(content(folder / "results/report.md") == "earlier");
  CHECK(content(folder / "results/quick/report.md") == printed.out);
  CHECK(contains(printed.out, "seed 42, 1 run, each"));
}

TEST_CASE("a suite whose part fails changes nothing") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "results");
  set_content(folder / "results/report.md", "earlier");
  const Printed printed = run({"suite", "--runs", "1", "--model", (folder / "missing.apr").string(), "--results",
                               (folder / "results").string()});
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, "missing.apr"));
  CHECK(content(folder / "results/report.md") == "earlier");
}

TEST_CASE("a killed suite leaves earlier results as they were and no process behind") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "results");
  set_content(folder / "results/report.md", "earlier");
  int notes[2];
  REQUIRE(pipe(notes) == 0);
  const std::string results = (folder / "results").string();
  const pid_t suite = fork();
  if (suite == 0) {
    dup2(notes[1], STDERR_FILENO);
    close(notes[0]);
    close(notes[1]);
    execl(MOEBENCH_PROGRAM, "moebench", "suite", "--runs", "1000", "--results", results.c_str(), nullptr);
    _exit(127);
  }
  close(notes[1]);
  // The suite's children are its only ones; the first appears when measuring begins.
  const std::string children = "/proc/" + std::to_string(suite) + "/task/" + std::to_string(suite) + "/children";
  std::string child;
  while (child.empty()) {
    std::ifstream{children} >> child;
  }
  kill(suite, SIGKILL);
  int status = 0;
  waitpid(suite, &status, 0);
  CHECK(WIFSIGNALED(status));
  CHECK(content(folder / "results/report.md") == "earlier");
  CHECK(std::distance(std::filesystem::directory_iterator{folder / "results"}, {}) == 1);
  // Its run holds the other end of the pipe until it is gone as well: reading to the end waits for just that.
  char byte = 0;
  while (read(notes[0], &byte, 1) > 0) {
  }
  close(notes[0]);
}
