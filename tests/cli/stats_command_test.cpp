// `moebench stats` on real input: what a user reads, and what a program reads.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using nlohmann::json;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// A text with one sample on each line.
std::string list_of(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) {
    text += std::to_string((37 * i) % 101) + "\n";
  }
  return text;
}

json parsed(const Printed& printed) {
  REQUIRE(printed.status == 0);
  return json::parse(printed.out);
}

const char* const k_two_runs = R"({"schema": "moebench/1", "config": {}, "results": [
  {"name": "a", "runs": [{"samples_us": [1.0, 2.0, 3.0, 4.0]}, {"samples_us": [2.0, 3.0, 4.0, 6.0]}]},
  {"name": "b", "iterations": 100, "mean_us": 10.0, "std_us": 2.0, "p50_us": 10.0, "p95_us": 15.25, "p99_us": 14.5}]})";

}  // namespace

TEST_CASE("stats describes a list of samples for people") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "samples.csv", "latency_us\n" + list_of(1, 100));
  const Printed printed = run({"stats", file, "--ascii"});
  CHECK(printed.status == 0);
  CHECK(printed.err == "moebench: " + file +
                           ": read as a text with a number on each line, which tells no unit: taken for microseconds "
                           "(--unit of stats, compare and history add names another)\n");
  CHECK(contains(printed.out, "# Samples of " + file + "\n\n## latency_us\n\nMean **50.5 us**"));
  CHECK(contains(printed.out, "NOT REPLICATED"));
  CHECK(contains(printed.out, "upper limit needs 368 samples, 100 given"));
  CHECK(contains(printed.out, "<- p50"));
  CHECK_FALSE(contains(printed.out, "█"));
  CHECK(contains(run({"stats", file}).out, "█"));
}

TEST_CASE("a list of samples is in the unit that is named, and a file that tells its own is not") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "samples.txt", "1\n2\n3\n");
  const std::string own = set_content(folder / "own.json", k_two_runs);
  const auto mean_in = [&](const std::string& unit) {
    const Printed printed = run({"stats", file, "--unit", unit, "--format", "json"});
    CHECK(printed.err == "moebench: " + file + ": read as a text with a number on each line, in " + unit + "\n");
    return parsed(printed)["results"][0]["mean"].get<double>();
  };
  CHECK(mean_in("ns") == doctest::Approx(0.002));
  CHECK(mean_in("us") == 2);
  CHECK(mean_in("ms") == 2000);
  CHECK(mean_in("s") == 2'000'000);
  const Printed refused = run({"stats", own, "--unit", "ms"});
  CHECK(refused.status == 2);
  CHECK(contains(refused.err, "--unit: is for a text with a number on each line; what is read here tells its unit"));
  CHECK(run({"stats", file, "--unit", "h"}).status == 2);

  const Printed compared = run({"compare", file, own, "--unit", "ms", "--match", "samples=a", "--format", "json"});
  CHECK(contains(compared.err, "in ms\n"));
  CHECK(parsed(compared)["comparisons"][0]["ratio"]["estimate"].get<double>() > 100);
  CHECK(run({"compare", own, own, "--unit", "ms"}).status == 2);
}

TEST_CASE("stats gives every figure in JSON") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "samples.txt", list_of(1, 100));
  const json document = parsed(run({"stats", file, "--format", "json", "--quantiles", "0.25,0.75", "--confidence",
                                    "0.9", "--ljung-box-lags", "3", "--bootstrap", "200", "--seed", "5"}));
  CHECK(document["schema"] == "moebench.stats/1");
  const json& found = document["results"][0];
  CHECK(found["n"] == 100);
  CHECK(found["source"] == "samples");
  CHECK(found["mean"] == 50.5);
  CHECK(found["mean_ci"]["level"] == 0.9);
  CHECK(found["quantiles"].size() == 5);
  CHECK(found["quantiles"][0]["p"] == 0.25);
  CHECK(found["quantiles"][0]["type"] == 7);
  CHECK(found["ljung_box"]["df"] == 3);
  CHECK(found["bootstrap"]["resamples"] == 200);
  CHECK(found["runs"].is_null());
}

TEST_CASE("stats gives the same bytes for any number of threads and others for another seed") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "samples.txt", list_of(1, 60));
  const std::vector<std::string> base{"stats", file, "--format", "json", "--bootstrap", "300"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> all = base;
    all.insert(all.end(), more.begin(), more.end());
    return run(all).out;
  };
  CHECK(with({"--threads", "1"}) == with({"--threads", "3"}));
  CHECK(with({}) == with({"--seed", "42"}));
  CHECK(with({"--seed", "1"}) != with({"--seed", "2"}));
}

TEST_CASE("stats reads several results and several runs") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "two.json", k_two_runs);
  const json document = parsed(run({"stats", file, "--format", "json"}));
  REQUIRE(document["results"].size() == 2);
  const json& runs = document["results"][0]["runs"];
  CHECK(runs["count"] == 2);
  CHECK(runs["mean"] == 3.125);
  CHECK(runs["mean_ci"]["df"] == 1.0);
  CHECK(document["results"][1]["source"] == "summary");
  CHECK(document["results"][1]["mad"].is_null());
  bool said = false;
  for (const json& warning : document["warnings"]) {
    said = said || (warning["code"] == "inconsistent_percentiles" && warning["name"] == "b");
  }
  CHECK(said);
  const Printed text = run({"stats", file});
  CHECK(contains(text.out, "the run as the unit of replication"));
  CHECK(contains(text.out, "NOT KNOWN TO BE REPLICATED"));
  CHECK(run({"stats", file, "--format", "csv"}).out.starts_with("name,unit,source,n,mean,"));
}

TEST_CASE("stats writes to a file where it is told to") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "samples.txt", list_of(1, 20));
  const std::string target = (folder / "out.json").string();
  const Printed printed = run({"stats", file, "--format", "json", "--output", target});
  CHECK(printed.status == 0);
  CHECK(printed.out.empty());
  CHECK(contains(content(folder / "out.json"), "moebench.stats/1"));
}

TEST_CASE("stats refuses what cannot be described with status 3 and nothing on standard output") {
  const TemporaryFolder folder;
  for (const char* text :
       {"", R"({"results": []})", R"({"results": [{"name": "a", "samples_us": [1, NaN]}]})",
        R"({"results": [{"name": "a", "samples_us": []}]})", R"({"results": [{"name": "a", "samples_us": [1, 2)",
        R"({"results": [{"name": "a", "samples_us": [1, 1e999]}]})", "1\n2\nthree\n"}) {
    const Printed printed = run({"stats", set_content(folder / "bad.json", text)});
    CAPTURE(text);
    CHECK(printed.status == 3);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, "bad.json"));
  }
  CHECK(run({"stats", (folder / "missing.json").string()}).status == 3);
}

TEST_CASE("stats refuses options that mean nothing with status 2") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "samples.txt", list_of(1, 20));
  for (const auto& options : std::vector<std::vector<std::string>>{{"--confidence", "1"},
                                                                   {"--confidence", "0"},
                                                                   {"--quantiles", "0.5,1.5"},
                                                                   {"--quantiles", "x"},
                                                                   {"--bootstrap", "1.5"},
                                                                   {"--bootstrap", "-5"},
                                                                   {"--ljung-box-lags", "0"},
                                                                   {"--threads", "0"},
                                                                   {"--threads", "1025"},
                                                                   {"--format", "xml"}}) {
    std::vector<std::string> all{"stats", file};
    all.insert(all.end(), options.begin(), options.end());
    CAPTURE(options[0]);
    CHECK(run(all).status == 2);
  }
  CHECK(run({"stats"}).status == 2);
}
