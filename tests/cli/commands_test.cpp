// Each command on real input: the sentences, tables and documents that a user reads.
#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/writer.hpp"
#include "moebench/io/result_file.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using moebench::core::ResultSet;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

// The figures that the reference and its PyTorch baseline published.
const std::string k_published = MOEBENCH_SOURCE_DIR "/examples/published/aprender.json";
const std::string k_published_baseline = MOEBENCH_SOURCE_DIR "/examples/published/pytorch.json";

std::string write_model(const TemporaryFolder& folder, const std::string& name) {
  const auto bytes = moebench::apr::write_v1(moebench::apr::benchmark_model(),
                                             {.created_at = "1764274185", .aprender_version = "0.11.0"});
  return set_content(folder / name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

ResultSet parsed(const std::string& json) {
  auto set = moebench::io::parse_results(json, "printed");
  REQUIRE(set.has_value());
  return *set;
}

}  // namespace

TEST_CASE("compare prints the reference's comparison with what a sceptic asks for") {
  const Printed printed = run({"compare", k_published, k_published_baseline});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "**9.67x**"));
  CHECK(contains(printed.out, "Ratio of means (baseline / candidate): 9.6486"));
  CHECK(contains(printed.out, "t = -469.04, df = 10102.13, p = 10^-6858.94"));
  CHECK(contains(printed.out, "Cohen's d: 6.6332 (large)"));
  CHECK(contains(printed.out, "10,000 iterations, 100 warm-up"));
  CHECK(contains(printed.out, "not replicated"));
  CHECK(contains(printed.out, "Without a partner in the candidate (1):\n\n- PyTorch MLP"));
  CHECK_FALSE(contains(printed.out, "p = 0,"));
}

TEST_CASE("compare gives the same in JSON to the last digit") {
  const Printed printed = run({"compare", k_published, k_published_baseline, "--format", "json"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, R"("schema": "moebench.compare/1")"));
  CHECK(contains(printed.out, "-469.040571171785"));
  CHECK(contains(printed.out, "9.648619622641"));
  CHECK(contains(printed.out, "-6858.94060081"));
  CHECK(contains(printed.out, "-6.633235370543"));
  CHECK(contains(printed.out, "not_replicated"));
  CHECK(run({"compare", k_published, k_published_baseline, "--format", "csv"})
            .out.starts_with("name,candidate,baseline,"));
}

TEST_CASE("compare pairs other names when told and says when nothing was compared") {
  const TemporaryFolder folder;
  const Printed told =
      run({"compare", k_published, k_published_baseline, "--match", "Aprender LogisticRegression=PyTorch MLP"});
  CHECK(told.status == 0);
  CHECK(contains(told.out, "| PyTorch MLP "));
  const Printed unknown = run({"compare", k_published, k_published_baseline, "--match", "x=y"});
  CHECK(unknown.status == 2);
  CHECK(contains(unknown.err, "Aprender LogisticRegression"));
  const std::string other =
      set_content(folder / "other.json", R"({"results":[{"name":"other","iterations":10,"mean_us":2,"std_us":1}]})");
  const Printed nothing = run({"compare", k_published, other});
  CHECK(nothing.status == 0);
  CHECK(contains(nothing.out, "--match"));
  CHECK(contains(nothing.err, "nothing was compared"));
}

TEST_CASE("infer reads a model and an input file and prints the answer and both timings") {
  const TemporaryFolder folder;
  const std::string model = write_model(folder, "model.apr");
  const Printed printed =
      run({"infer", model, "--runs", "1", "--iterations", "500", "--save", (folder / "infer.json").string()});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "logit 2.165476, probability 0.897106, class 1"));
  CHECK(contains(printed.out, "| single shot |"));
  CHECK(contains(printed.out, "| batched     |"));
  CHECK(contains(printed.out, "not replicated"));
  const ResultSet saved = parsed(content(folder / "infer.json"));
  REQUIRE(saved.results.size() == 2);
  CHECK(saved.results[0].series.runs.front().samples.size() == 500);
  CHECK(saved.config.text("command") ==
        "moebench infer " + model + " --runs 1 --iterations 500 --save " + (folder / "infer.json").string());
  CHECK(saved.config.text("warmup_iterations") == "100");
  CHECK_FALSE(saved.environment.facts.text("cpu_logical_cores").empty());
  CHECK_FALSE(saved.environment.facts.text("clock_overhead_ns").empty());
}

TEST_CASE("infer answers for the samples of a file") {
  const TemporaryFolder folder;
  std::string zeros = "0";
  for (int i = 1; i < 784; ++i) {
    zeros += ",0";
  }
  const std::string input = set_content(folder / "input.csv", zeros + "\n" + zeros + "\n");
  const Printed printed = run({"infer", "--input", input, "--runs", "1", "--iterations", "50"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "probability 0.502793"));
}

TEST_CASE("infer refuses broken models and inputs with status 3 and a place") {
  const TemporaryFolder folder;
  const std::string model = write_model(folder, "model.apr");
  std::string bytes = content(folder / "model.apr");
  bytes[500] = static_cast<char>(bytes[500] ^ 1);
  const std::string damaged = set_content(folder / "damaged.apr", bytes);
  const std::string torn = set_content(folder / "torn.apr", bytes.substr(0, 1000));
  const std::string input = set_content(folder / "input.csv", "1,2,three\n");
  const std::string short_input = set_content(folder / "short.csv", "1,2,3\n");
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"infer", damaged},
                                                                     {"infer", torn},
                                                                     {"infer", (folder / "missing.apr").string()},
                                                                     {"infer", model, "--input", input},
                                                                     {"infer", model, "--input", short_input}}) {
    for (const char* runs : {"1", "2"}) {
      std::vector<std::string> all = arguments;
      all.insert(all.end(), {"--runs", runs});
      const Printed printed = run(all);
      CAPTURE(printed.err);
      CHECK(printed.status == 3);
      CHECK(printed.out.empty());
      CHECK(contains(printed.err, arguments.back()));
    }
  }
  CHECK(contains(run({"infer", model, "--input", input, "--runs", "1"}).err, "line 1, value 3"));
}

TEST_CASE("infer takes a model after a double dash in fresh runs too") {
  const TemporaryFolder folder;
  const std::string model = write_model(folder, "model.apr");
  CHECK(run({"infer", "--runs", "2", "--iterations", "10", "--", model}).status == 0);
}

TEST_CASE("the recorded command can be pasted into a shell") {
  const TemporaryFolder folder;
  const Printed printed = run({"null", "--runs", "1", "--iterations", "5", "--rounds", "1", "--save",
                               (folder / "it's here.json").string(), "--format", "json"});
  CHECK(contains(printed.out, "it'\\\\''s here.json'"));
}

TEST_CASE("several runs are fresh processes whose samples stay apart") {
  const TemporaryFolder folder;
  const Printed printed = run({"router", "--threads", "2", "--requests", "100", "--rounds", "2", "--runs", "3",
                               "--scores", "uniform", "--save", (folder / "router.json").string(), "--quiet"});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  CHECK(contains(printed.out, "95 % t interval over 3 runs (fresh processes)"));
  const ResultSet saved = parsed(content(folder / "router.json"));
  REQUIRE(saved.results.size() == 5);
  for (const auto& result : saved.results) {
    CHECK(result.series.runs.size() == 3);
  }
  CHECK(saved.config.text("runs") == "3");
}

TEST_CASE("the lifecycle counts its violations") {
  const Printed printed = run({"router", "--lifecycle", "--threads", "2", "--requests", "100", "--rounds", "2",
                               "--runs", "1", "--capacity", "3"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "admissions beyond an expert's capacity"));
  CHECK(contains(printed.out, "| ok"));
}

TEST_CASE("overflow routes 20 of 20 to the second-best and admits exactly 5") {
  const Printed printed = run({"overflow", "--runs", "2"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "20 of 20"));
  CHECK(contains(printed.out, "5 of 20"));
  CHECK(contains(printed.out, "15 of 20"));
  CHECK(contains(printed.out, "4,000 of 4,000 (100 %)"));
}

TEST_CASE("a result file in JSON is what --save writes but for what differs by itself") {
  const Printed json =
      run({"null", "--runs", "1", "--iterations", "10", "--rounds", "2", "--threads", "1", "--format", "json"});
  CHECK(json.status == 0);
  CHECK(parsed(json.out).results.size() == 4);
  const Printed csv =
      run({"null", "--runs", "1", "--iterations", "10", "--rounds", "2", "--threads", "1", "--format", "csv"});
  CHECK(csv.out.starts_with("name,scenario,n,"));
  const Printed text = run({"null", "--runs", "1", "--iterations", "10", "--rounds", "2", "--threads", "3"});
  CHECK(contains(text.out, "Create and join 3 threads"));
}

TEST_CASE("env prints the machine in all formats") {
  CHECK(contains(run({"env"}).out, "| Logical cores online"));
  CHECK(contains(run({"env", "--format", "json"}).out, "\"cpu_logical_cores\""));
  CHECK(contains(run({"env", "--format", "csv"}).out, "cpu_logical_cores,"));
}
