// `moebench history`: what a user reads, what a program reads, and what happens to the file.
#include <algorithm>
#include <cmath>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "moebench/harness/process_runs.hpp"

namespace fs = std::filesystem;
using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using nlohmann::json;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// A result file with two runs around `level`, which differs from those of other numbers.
std::string result_file(const fs::path& path, double level, int number, const std::string& cpu = "A") {
  const double noise = 0.1 * ((37 * number) % 11 - 5);
  return set_content(path, fmt::format(R"({{"schema": "moebench/1",
    "config": {{"timestamp": "2026-01-{:02}T12:00:00Z", "command": "moebench router"}},
    "environment": {{"cpu_model": "{}", "cpu_available": 2, "compiler": "GCC 12"}},
    "results": [{{"name": "router", "params": {{"threads": 10}}, "unit": "us",
                 "runs": [{{"samples_us": [{}, {}, {}]}}, {{"samples_us": [{}, {}, {}]}}]}}]}})",
                                       number % 28 + 1, cpu, level + noise, level + noise + 1, level + noise + 2,
                                       level + noise, level + noise + 2, level + noise + 4));
}

std::string commit_of(int number) {
  return fmt::format("{:08x}{:032x}", 0xabc00000 + static_cast<std::uint32_t>(number), 0);
}

struct History {
  TemporaryFolder folder;
  std::string db = (folder / "history.sqlite").string();

  Printed add(int number, double level, const std::string& cpu = "A") {
    const std::string file = result_file(folder / "result.json", level, number, cpu);
    return run({"history", "add", file, "--db", db, "--commit", commit_of(number), "--time",
                fmt::format("2026-01-01T{:02}:{:02}:00Z", number / 60, number % 60), "--branch", "main"});
  }

  /// A step from 100 us to 120 us.
  void add_step(int before, int after) {
    for (int number = 0; number < before + after; ++number) {
      REQUIRE(add(number, number < before ? 100 : 120).status == 0);
    }
  }

  Printed ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "history");
    arguments.insert(arguments.end(), {"--db", db});
    return run(arguments);
  }
};

std::string output_of(const std::string& script) {
  const auto finished = moebench::harness::run_to_end(
      {.program = "/bin/sh", .arguments = {"-c", script}, .time_limit = std::chrono::milliseconds{60'000}});
  REQUIRE(finished.has_value());
  CAPTURE(finished->errors);
  REQUIRE(finished->status == 0);
  std::string output = finished->output;
  output.erase(output.find_last_not_of('\n') + 1);
  return output;
}

}  // namespace

TEST_CASE("history keeps results by commit and lists them") {
  History history;
  const Printed added = history.add(3, 100);
  CHECK(added.status == 0);
  CHECK(added.err.empty());
  CHECK(added.out == "Added 1 measurement of commit " + commit_of(3).substr(0, 9) + " on main (2026-01-01 00:03) to " +
                         history.db + ".\n");
  CHECK(history.add(1, 110).status == 0);

  const Printed listed = history.ask({"list"});
  CHECK(listed.status == 0);
  CHECK(contains(listed.out, "2 measurements of 1 result at 2 commits."));
  CHECK(contains(listed.out, "A, 2 cores, GCC 12"));
  CHECK(listed.out.find(commit_of(1).substr(0, 9)) < listed.out.find(commit_of(3).substr(0, 9)));

  const json document = json::parse(history.ask({"list", "--format", "json"}).out);
  CHECK(document["schema"] == "moebench.history/1");
  REQUIRE(document["measurements"].size() == 2);
  const json& first = document["measurements"][0];  // by the commit's time, not by adding
  CHECK(first["commit"] ==
        json{{"id", commit_of(1)}, {"branch", "main"}, {"time", "2026-01-01T00:01:00Z"}, {"dirty", false}});
  CHECK(first["id"] == 2);
  CHECK(first["name"] == "router");
  CHECK(first["samples"] == 6);
  CHECK(first["mean"].get<double>() == doctest::Approx(111.4));
  CHECK(first["run_means"].size() == 2);
  CHECK(first["sd_between_runs"].get<double>() == doctest::Approx(std::sqrt(0.5)));
  CHECK(first["p50"].get<double>() == doctest::Approx(111.4));
  CHECK(first["machine"] == json{{"cpu_model", "A"}, {"cpu_available", "2"}, {"compiler", "GCC 12"}});
  CHECK(first["parameters"] == json{{"threads", "10"}});
  CHECK(first["measured_at"] == "2026-01-02T12:00:00Z");
  CHECK(contains(history.ask({"list", "--format", "csv"}).out,
                 "\n2," + commit_of(1) + ",main,2026-01-01T00:01:00Z,false,router,"));
}

TEST_CASE("history adds the same result to a commit once, and another measurement of it") {
  History history;
  history.add(1, 100);
  CHECK(contains(history.add(1, 100).out, "Added 0 measurements"));
  CHECK(contains(history.add(1, 100).out, "1 was already there and not added again."));
  CHECK(contains(history.add(1, 101).out, "Added 1 measurement "));
  const json document = json::parse(history.ask({"list", "--format", "json"}).out);
  CHECK(document["measurements"].size() == 2);
}

TEST_CASE("history add takes several files, and any known format") {
  const TemporaryFolder folder;
  const std::string one = result_file(folder / "one.json", 100, 1);
  const std::string list = set_content(folder / "list.txt", "latency\n1\n2\n3\n");
  const std::string db = (folder / "new" / "h.sqlite").string();
  const Printed printed =
      run({"history", "add", one, list, "--db", db, "--commit", "v1", "--time", "2026-01-31", "--format", "json"});
  CHECK(printed.status == 0);
  const json document = json::parse(printed.out);
  CHECK(document["added"] == 2);
  CHECK(document["commit"]["id"] == "v1");
  CHECK(document["commit"]["time"] == "2026-01-31T00:00:00Z");
  const json listed = json::parse(run({"history", "list", "--db", db, "--format", "json"}).out);
  CHECK(listed["measurements"][1]["name"] == "latency");
  CHECK(listed["measurements"][1]["sd_between_runs"] == nullptr);
}

TEST_CASE("history add asks git in the current folder which commit was measured") {
  const TemporaryFolder folder;
  const test::StandingIn standing{folder.path()};
  output_of(
      "git init -q -b trunk . && echo a > a && git add a && GIT_COMMITTER_DATE=2026-01-31T12:00:00+01:00 "
      "git -c user.name=a -c user.email=a@b.c commit -q -m a");
  const std::string head = output_of("git rev-parse HEAD");
  const std::string file = result_file(folder / "result.json", 100, 1);

  const Printed clean = run({"history", "add", file, "--format", "json"});
  CHECK(clean.status == 0);
  CHECK(clean.err.empty());
  json commit = json::parse(clean.out)["commit"];
  CHECK(commit == json{{"id", head}, {"branch", "trunk"}, {"time", "2026-01-31T11:00:00Z"}, {"dirty", false}});
  CHECK(fs::exists(folder / ".moebench" / "history.sqlite"));

  commit = json::parse(
      run({"history", "add", file, "--commit", head.substr(0, 8), "--db", "b", "--format", "json"}).out)["commit"];
  CHECK(commit["id"] == head);
  CHECK(commit["time"] == "2026-01-31T11:00:00Z");

  output_of("echo b > a");
  const Printed dirty = run({"history", "add", file, "--db", "c"});
  CHECK(contains(dirty.err, "changes that are in no commit"));
  CHECK(contains(dirty.out, head.substr(0, 9) + "+ on trunk"));

  const Printed other = run({"history", "add", file, "--commit", "--upload-pack=x", "--db", "d"});
  CHECK(other.status == 0);
  CHECK(contains(other.err,
                 "git does not know commit '--upload-pack=x' here: it is placed at the time of its result, "
                 "2026-01-02T12:00:00Z"));
}

TEST_CASE("history add files a result under the commit that its file records") {
  const TemporaryFolder folder;
  const test::StandingIn standing{folder.path()};
  output_of(
      "git init -q -b trunk . && for i in 1 2; do echo $i > a && git add a && "
      "git -c user.name=a -c user.email=a@b.c commit -q -m a; done");
  const std::string head = output_of("git rev-parse HEAD");
  const std::string before = output_of("git rev-parse HEAD^");
  const auto file_of = [&](const std::string& name, const std::string& commit) {
    std::string text = content(result_file(folder / name, 100, 1));
    text.insert(text.find("\"timestamp\""), "\"moebench_commit\": \"" + commit + "\", ");
    return set_content(folder / name, text);
  };
  const auto added = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"history", "add", "--format", "json"});
    Printed printed = run(words);
    CHECK(printed.status == 0);
    return printed;
  };
  const std::string of_head = file_of("head.json", head.substr(0, 12));
  const std::string of_before = file_of("before.json", before.substr(0, 12));
  const Printed same = added({of_head});
  CHECK(same.err.empty());
  CHECK(json::parse(same.out)["commit"]["id"] == head);
  CHECK(json::parse(same.out)["commit"]["branch"] == "trunk");

  const Printed older = added({of_before});
  CHECK(json::parse(older.out)["commit"]["id"] == before);
  CHECK(json::parse(older.out)["commit"]["branch"] == "");
  CHECK(contains(older.err, "before.json was measured at commit " + before.substr(0, 12) + ", which is not HEAD (" +
                                head.substr(0, 12) + "): it is filed under the one that was measured; --commit HEAD"));
  CHECK(json::parse(added({of_before, "--commit", "HEAD"}).out)["commit"]["id"] == head);

  const Printed dirty = added({file_of("dirty.json", before.substr(0, 12) + "+")});
  CHECK(json::parse(dirty.out)["commit"]["id"] == before);
  CHECK(json::parse(dirty.out)["commit"]["dirty"] == true);
  CHECK(contains(dirty.err, "dirty.json was measured with changes that are in no commit"));

  const Printed foreign = added({file_of("foreign.json", "0123456789ab")});
  CHECK(json::parse(foreign.out)["commit"]["id"] == "0123456789ab");
  CHECK(contains(foreign.err, "git does not know commit '0123456789ab' here"));
  CHECK(json::parse(added({file_of("unknown.json", "unknown")}).out)["commit"]["id"] == head);

  const std::string silent = result_file(folder / "silent.json", 100, 1);
  const Printed beside = added({silent, of_head});
  CHECK(json::parse(beside.out)["commit"]["id"] == head);
  CHECK(contains(beside.err, "silent.json records no commit: it is filed with " + of_head));

  const Printed several = run({"history", "add", of_head, of_before});
  CHECK(several.status == 2);
  CHECK(contains(several.err, "--commit: " + of_head + " was measured at " + head.substr(0, 12)));
}

TEST_CASE("history add takes a list of numbers for times in the unit that is named") {
  const TemporaryFolder folder;
  const std::string list = set_content(folder / "list.txt", "1\n2\n3\n");
  const std::string db = (folder / "h.sqlite").string();
  const auto add = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"history", "add", list, "--db", db, "--commit", "v1", "--time", "2026-01-31"});
    return run(more);
  };
  CHECK(contains(add({}).err,
                 "list.txt: read as a text with a number on each line, which tells no unit: taken for "
                 "microseconds"));
  CHECK(contains(add({"--unit", "ms"}).err, "list.txt: read as a text with a number on each line, in ms"));
  const json listed = json::parse(run({"history", "list", "--db", db, "--format", "json"}).out);
  CHECK(listed["measurements"][0]["mean"] == 2);
  CHECK(listed["measurements"][1]["mean"] == 2000);
}

TEST_CASE("history add says what it cannot know") {
  const TemporaryFolder folder;
  const test::StandingIn standing{folder.path()};
  const std::string file = result_file(folder / "result.json", 100, 1);
  const Printed no_commit = run({"history", "add", file});
  CHECK(no_commit.status == 2);
  CHECK(contains(no_commit.err, "--commit: which commit was measured?"));
  const std::string list = set_content(folder / "list.txt", "1\n2\n3\n");
  const Printed no_time = run({"history", "add", list, "--commit", "v1"});
  CHECK(no_time.status == 2);
  CHECK(contains(no_time.err, "--time: when was commit 'v1' made?"));
  const Printed bad_time = run({"history", "add", list, "--commit", "v1", "--time", "yesterday"});
  CHECK(bad_time.status == 2);
  CHECK(contains(bad_time.err, "--time: 'yesterday' is no time of ISO 8601"));
  CHECK(run({"history", "add", (folder / "none.json").string(), "--commit", "v1"}).status == 3);
  CHECK_FALSE(fs::exists(folder / ".moebench"));
}

TEST_CASE("processes that add to one history at once lose nothing") {
  const TemporaryFolder folder;
  const std::string db = (folder / "history.sqlite").string();
  constexpr int processes = 8;
  constexpr int each = 3;
  std::vector<int> failed(processes, 0);
  {
    std::vector<std::jthread> all;
    for (int process = 0; process < processes; ++process) {
      const std::string file = result_file(folder / fmt::format("{}.json", process), 100, process);
      all.emplace_back([&failed, process, file, db] {
        for (int i = 0; i < each; ++i) {
          const auto finished =
              moebench::harness::run_to_end({.program = MOEBENCH_PROGRAM,
                                             .arguments = {"history", "add", file, "--db", db, "--commit",
                                                           fmt::format("c{}", i), "--time", "2026-01-31"},
                                             .time_limit = std::chrono::milliseconds{300'000}});
          failed[static_cast<std::size_t>(process)] += finished && finished->status == 0 ? 0 : 1;
        }
      });
    }
  }
  CHECK(failed == std::vector<int>(processes, 0));
  const json document = json::parse(run({"history", "list", "--db", db, "--format", "json"}).out);
  CHECK(document["measurements"].size() == processes * each);
}

TEST_CASE("history leaves a damaged file as it is and names it") {
  History history;
  const std::string text = "this is no database, but somebody's only copy of something\n";
  set_content(history.db, text);
  for (const Printed& printed : {history.add(1, 100), history.ask({"list"}), history.ask({"changes"}),
                                 history.ask({"plot", "--name", "router"})}) {
    CHECK(printed.status == 3);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, history.db + ": is not a history"));
    CHECK(content(history.db) == text);
  }
}

TEST_CASE("history says where a level changed, which way and how surely") {
  History history;
  history.add_step(12, 6);
  const Printed printed = history.ask({"changes"});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  CHECK(contains(printed.out, "# Changes of the mean in " + history.db));
  CHECK(contains(printed.out, "| router | regression, confirmed |"));
  CHECK(contains(printed.out, "18 measurements in 1 series, of which 1 was tested."));

  const json document = json::parse(history.ask({"changes", "--format", "json", "--seed", "7"}).out);
  CHECK(document["schema"] == "moebench.changes/1");
  CHECK(document["options"]["seed"] == 7);
  const json& change = document["series"][0]["changes"][0];
  CHECK(document["series"][0]["changes"].size() == 1);
  CHECK(change["commit_before"]["id"] == commit_of(11));
  CHECK(change["commit_at"]["id"] == commit_of(12));
  CHECK(change["effect"] == "regression");
  CHECK(change["status"] == "confirmed");
  CHECK(change["ratio"]["estimate"].get<double>() == doctest::Approx(1.2).epsilon(0.01));
  CHECK(change["ratio"]["lower"] < change["ratio"]["estimate"]);
  CHECK(contains(history.ask({"changes", "--format", "csv"}).out, ",regression,confirmed,"));

  CHECK(contains(history.ask({"changes", "--persistence", "7"}).out, "regression, provisional"));
  const Printed large = history.ask({"changes", "--min-change", "25%"});
  CHECK(contains(large.out, "No level changed."));
  CHECK(contains(large.out, "router: 1 change was found and dropped as too small."));
}

TEST_CASE("history fails on a regression where it is asked to, and on a confirmed one alone") {
  History history;
  history.add_step(12, 2);
  CHECK(history.ask({"changes", "--fail-on-regression"}).status == 0);
  history.add(14, 120);
  CHECK(history.ask({"changes"}).status == 0);
  CHECK(history.ask({"changes", "--fail-on-regression"}).status == 1);
  CHECK(history.ask({"changes", "--fail-on-regression", "--min-change", "0.3"}).status == 0);
}

TEST_CASE("history takes another machine's level for no change of the code") {
  History history;
  for (int number = 0; number < 20; ++number) {
    history.add(number, number < 10 ? 100 : 150, number < 10 ? "A" : "B");
  }
  const Printed printed = history.ask({"changes", "--fail-on-regression"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "No level changed."));
  CHECK(contains(printed.out, "cpu_model: A -> B"));
}

TEST_CASE("history plots a result by commit") {
  History history;
  history.add_step(8, 4);
  const Printed printed = history.ask({"plot", "--name", "rout*", "--ascii", "--last", "10"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## router\n\n"));
  CHECK(contains(printed.out, "the newest 10 of 12 measurements"));
  CHECK(contains(printed.out, "<- regression, confirmed"));
  CHECK(contains(printed.out, "```text\n"));
  CHECK(printed.out.find_first_of("\x1b\xe2") == std::string::npos);
  const std::string points = history.ask({"plot", "--name", "router", "--format", "csv"}).out;
  CHECK(std::ranges::count(points, '\n') > 12);
  CHECK(contains(points, "name,unit,measurement,commit,"));
  CHECK(json::parse(history.ask({"plot", "--name", "router", "--format", "json"}).out)["series"][0]["points"].size() ==
        12);
}

TEST_CASE("history refuses what it cannot use") {
  History history;
  CHECK(history.ask({"list"}).status == 3);
  CHECK(contains(history.ask({"list"}).err, "moebench history add RESULT"));
  CHECK_FALSE(fs::exists(history.db));
  history.add(1, 100);
  const Printed nobody = history.ask({"changes", "--name", "none*"});
  CHECK(nobody.status == 2);
  CHECK(contains(nobody.err, "--name: no result is called 'none*'; " + history.db + " holds:\n  router"));
  for (const auto& [option, value] : std::vector<std::pair<std::string, std::string>>{{"--min-change", "x"},
                                                                                      {"--min-change", "-1%"},
                                                                                      {"--alpha", "0"},
                                                                                      {"--persistence", "0"},
                                                                                      {"--min-segment", "1"},
                                                                                      {"--permutations", "0"},
                                                                                      {"--exponent", "2.1"},
                                                                                      {"--metric", "p42"}}) {
    CAPTURE(option);
    CHECK(history.ask({"changes", option, value}).status == 2);
  }
  CHECK(history.ask({"plot"}).status == 2);
  CHECK(run({"history"}).status == 2);
  const Printed folder = run({"history", "list", "--db", history.folder.path().string()});
  CHECK(folder.status == 3);
  CHECK(contains(folder.err, "is a folder"));
}
