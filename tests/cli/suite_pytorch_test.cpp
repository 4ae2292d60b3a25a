// The suite beside PyTorch, with a stand-in for Python: torch is not needed, and what the report must say is known.
#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

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

std::string small_model(const TemporaryFolder& folder) {
  const auto model = moebench::apr::LogisticRegression::create({0.5F, -0.25F}, 0.125F);
  const auto bytes = moebench::apr::write_v1(model.value(), {.created_at = "1764274185", .aprender_version = "0.11.0"});
  return set_content(folder / "small.apr", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string program(const std::filesystem::path& path, const std::string& text) {
  set_content(path, "#!/bin/sh\n" + text);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path.string();
}

std::string row(const std::string& name, const std::string& form, int batch, const std::string& logit,
                const std::string& samples) {
  return fmt::format(R"({{"name": "{}", "framework": "PyTorch", "unit": "us", "better": "lower",
      "params": {{"form": "{}", "batch_size": {}{}}}, "runs": [{{"batch": 1, "samples_us": [{}]}}], "checks": []}})",
                     name, form, batch, logit.empty() ? "" : ", \"logit\": " + logit, samples);
}

/// A Python that has torch and whose script measures what stands here, whatever it is asked; it keeps the arguments.
std::string python_with_torch(const TemporaryFolder& folder, const std::string& logit) {
  const std::string plain = "PyTorch LogisticRegression";
  const std::string layout = set_content(
      folder / "layout.json",
      R"({"config": {"pytorch_version": "2.9.1", "python_version": "3.13.1", "warmup_iterations": 100, "blas": "none"},
         "results": [)" +
          row(plain, "plain", 1, logit, "1000, 1001, 1002") + ", " +
          row(plain + " (batched)", "plain", 1, logit, "999, 1000, 1001") + ", " +
          row(plain + " dot", "dot", 1, "", "500, 501, 502") + ", " +
          row(plain + " batch 1000 (batched)", "plain", 1000, logit, "100999, 101000, 101001") + "]}");
  return program(folder / "python",
                 "[ \"$1\" = -c ] && exit 0\necho \"$@\" >> " + (folder / "asked").string() + "\ncat " + layout + "\n");
}

Printed suite(const TemporaryFolder& folder, const std::string& python, const std::string& runs = "1") {
  return run({"suite", "--quick", "--runs", runs, "--pytorch", "--python", python, "--model", small_model(folder),
              "--results", (folder / "results").string()});
}

}  // namespace

TEST_CASE("the suite measures PyTorch as often as everything else, compares, and keeps its samples") {
  const TemporaryFolder folder;
  // 0.125 - 0.25 / 255
  const Printed printed = suite(folder, python_with_torch(folder, "0.12401961"), "2");
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## Cross-Framework Comparison: moebench vs PyTorch"));
  CHECK(contains(printed.out, "| PyTorch 2.9.1"));
  CHECK(contains(printed.out, "Welch's t-test: p"));
  CHECK(contains(printed.out, "Same logit"));
  CHECK(contains(printed.out, "PyTorch: 6 iterations in 2 fresh processes, 100 warmup in each"));
  CHECK(contains(printed.out, "| dot "));
  // 1000 inputs take 101,000 us and one takes 1000: 100.1 us for each, 899.9 whatever a call does.
  CHECK(contains(printed.out, "### What the figures consist of"));
  const std::size_t parts = printed.out.find("| PyTorch, plain form ");
  REQUIRE(parts != std::string::npos);
  const std::string line = printed.out.substr(parts, printed.out.find('\n', parts) - parts);
  CAPTURE(line);
  CHECK(contains(line, " 900 |"));
  CHECK(contains(line, " 100 |"));
  CHECK(contains(line, " 89.99 % |"));

  const std::string asked = content(folder / "asked");
  CHECK(contains(asked, "examples/pytorch/benchmark.py --model "));
  CHECK(contains(asked, "--run-index 0 --seed 42 --warmup 100 --iterations 1000 --batches 1,32,1000"));
  CHECK(contains(asked, "--run-index 1"));
  CHECK_FALSE(content(folder / "results/model.safetensors").empty());

  const auto pytorch = moebench::io::read_result_file(folder / "results/pytorch.json");
  REQUIRE(pytorch.has_value());
  CHECK(pytorch->results.front().series.runs.size() == 2);
  CHECK(pytorch->config.text("pytorch_version") == "2.9.1");
  CHECK(pytorch->config.text("runs") == "2");
  REQUIRE(pytorch->results.front().checks.size() == 1);
  CHECK(pytorch->results.front().checks.front().ok);
  const auto ours = moebench::io::read_result_file(folder / "results/infer.json");
  REQUIRE(ours.has_value());
  CHECK(ours->find("moebench LogisticRegression, vector kernel") != nullptr);
  CHECK(moebench::io::read_result_file(folder / "results/infer_batch.json").has_value());

  const std::string page = content(folder / "results/report.html");
  CHECK(contains(page, "<h2 id=\"infer-json-against-pytorch-json\">"));
  CHECK(contains(page, "PyTorch 2.9.1"));
  CHECK(contains(page, "Cross-Framework Comparison: moebench vs PyTorch"));
  CHECK(contains(page, "<td data-label=\"Result\" align=\"left\">moebench LogisticRegression, vector kernel</td>"));

  const Printed compared =
      run({"compare", (folder / "results/infer.json").string(), (folder / "results/pytorch.json").string()});
  CHECK(compared.status == 0);
  CHECK(run({"verify", (folder / "results/pytorch.json").string()}).status == 0);
}

TEST_CASE("a PyTorch that computes something else fails the suite's check") {
  const TemporaryFolder folder;
  const Printed printed = suite(folder, python_with_torch(folder, "0.1241"));
  CHECK(printed.status == 1);
  CHECK(contains(printed.err, "check failed: PyTorch LogisticRegression: logit beside moebench's"));
  CHECK(contains(printed.out, "**Different logits**"));
}

TEST_CASE("without torch the suite says so and goes on") {
  const TemporaryFolder folder;
  const std::string python = program(folder / "python", "echo \"No module named 'torch'\" >&2\nexit 1\n");
  const Printed printed = suite(folder, python);
  CHECK(printed.status == 0);
  CHECK(contains(printed.err, "PyTorch is not measured: " + python + " cannot import torch"));
  CHECK(contains(printed.out, "Not measured: " + python + " cannot import torch"));
  CHECK(contains(printed.out, "## Single-Sample Inference"));
  CHECK_FALSE(std::filesystem::exists(folder / "results/pytorch.json"));
  CHECK_FALSE(std::filesystem::exists(folder / "results/model.safetensors"));
}

TEST_CASE("a PyTorch script that fails ends the suite in its own words and changes nothing") {
  const TemporaryFolder folder;
  const std::string python =
      program(folder / "python", "[ \"$1\" = -c ] && exit 0\necho 'benchmark.py: no memory' >&2\nexit 3\n");
  const Printed printed = suite(folder, python);
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, "benchmark.py: exited with status 3: benchmark.py: no memory"));
  CHECK_FALSE(std::filesystem::exists(folder / "results/report.md"));
}

TEST_CASE("what concerns PyTorch needs --pytorch") {
  CHECK(run({"suite", "--python", "python3"}).status == 2);
}
