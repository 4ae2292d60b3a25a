// --dry-run: what is told is what would be done, and nothing is done.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/program.hpp"
#include "moebench/apr/writer.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

using Words = std::vector<std::string>;

// A program that cannot be started shows that none was.
const std::string k_no_program = "/no/such/program";

Words with_dry_run(Words words) {
  words.insert(words.begin() + (words[0] == "history" ? 2 : 1), "--dry-run");
  return words;
}

/// The indented lines behind a heading.
Words lines_behind(const std::string& text, const std::string& heading) {
  Words lines;
  std::istringstream in{text.substr(text.find(heading + "\n") + heading.size() + 1)};
  for (std::string line; std::getline(in, line) && line.starts_with("  ");) {
    lines.push_back(line.substr(2));
  }
  return lines;
}

Words processes(const std::string& text) {
  return lines_behind(text, "What would be run:");
}

Words files(const std::string& text) {
  return lines_behind(text, "What would be written:");
}

/// A program that notes its arguments before it does what moebench does.
std::string noting_program(const TemporaryFolder& folder) {
  const std::string program =
      set_content(folder / "noting.sh", fmt::format("#!/bin/sh\necho \"moebench $*\" >>'{}'\nexec '{}' \"$@\"\n",
                                                    (folder / "noted").string(), MOEBENCH_PROGRAM));
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  return program;
}

std::string small_dry_model(const TemporaryFolder& folder) {
  const auto model = moebench::apr::LogisticRegression::create({0.5F, -0.25F}, 0.125F);
  const auto bytes = moebench::apr::write_v1(model.value(), {.created_at = "1764274185", .aprender_version = "0.11.0"});
  return set_content(folder / "small.apr", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Words without_quotes(Words lines) {
  for (std::string& line : lines) {
    std::erase(line, '\'');  // of empty words alone here
  }
  return lines;
}

Words noted(const TemporaryFolder& folder) {
  Words lines;
  std::istringstream in{content(folder / "noted")};
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("a scenario's processes are told as they are started") {
  const TemporaryFolder folder;
  const Words words{"null", "--threads", "1", "--rounds", "2", "--iterations", "10", "--runs", "3", "--quiet"};
  const Printed dry = run(with_dry_run(words), k_no_program);
  CHECK(dry.status == 0);
  CHECK(dry.err.empty());
  REQUIRE(run(words, noting_program(folder)).status == 0);
  CHECK(processes(dry.out).size() == 3);
  CHECK(without_quotes(processes(dry.out)) == noted(folder));
  CHECK(files(dry.out) == Words{"nothing but standard output"});
}

TEST_CASE("a single run is told to be of this process") {
  const Printed dry = run({"router", "--runs", "1", "--dry-run", "--threads", "2"}, k_no_program);
  CHECK(processes(dry.out) == Words{"moebench router --runs 1 --threads 2 (this process)"});
}

TEST_CASE("files are told and not written, nor their folders made") {
  const TemporaryFolder folder;
  const std::string there = set_content(folder / "there.json", "old");
  const std::string save = (folder / "new/results.json").string();
  const Printed dry = run({"overflow", "--dry-run", "--save", save, "--output", there}, k_no_program);
  CHECK(dry.status == 0);
  CHECK(files(dry.out) == Words{save, there + " (replaces what is there)"});
  CHECK(content(there) == "old");
  CHECK(folder.entry_count() == 1);
}

TEST_CASE("bad input gives the same error in a dry run") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "file", "not a folder");
  const std::string inside = (folder / "file/x.json").string();
  const std::string missing = (folder / "missing").string();
  const std::string target = (folder / "x").string();
  const std::vector<Words> wrong{
      {"router", "--threads", "0"},
      {"router", "--thread", "3"},
      {"router", "--capacity", "0"},
      {"overflow", "--save", target, "--output", target},
      {"overflow", "--save", inside},
      {"overflow", "--output", folder.path().string()},
      {"overflow", "--export", "go", "--format", "json"},
      {"null", "--output", inside},
      {"mixed", "--ops", "10,10"},
      {"mixed", "--stall-limit", "1", "--round-limit", "5"},
      {"registry", "--readers", "2,2"},
      {"registry", missing},
      {"dispatch", "--tokens", "8,8"},
      {"dispatch", "--routing", "experts", "--balance", "3"},
      {"dispatch", "--experts", "4", "--top-k", "8"},
      {"dispatch", "--logits", missing},
      {"infer", missing},
      {"infer", "--input", missing},
      {"infer", "--batch", "1000000"},
      {"suite", "--results", file},
      {"suite", "--model", missing},
      {"suite", "--output", inside},
      {"ab", "--baseline", "a | b", "--candidate", "c"},
      {"ab", "--baseline", "a", "--candidate", "c", "--output", inside},
      {"ab", "--baseline", "a", "--candidate", "c", "--calibration", missing},
      {"check"},
      {"check", "--baseline", missing},
      {"calibrate"},
      {"calibrate", "--save", inside, "--", "infer"},
      {"history", "add", missing},
      {"history", "add", file, "--output", inside},
  };
  for (const Words& words : wrong) {
    CAPTURE(fmt::format("{}", fmt::join(words, " ")));
    const Printed real = run(words, k_no_program);
    const Printed dry = run(with_dry_run(words), k_no_program);
    CHECK(real.status != 0);
    CHECK(dry.status == real.status);
    CHECK(dry.err == real.err);
    CHECK(dry.out.empty());
  }
}

TEST_CASE("the suite's processes are told in the order that is drawn") {
  const TemporaryFolder folder;
  const std::string results = (folder / "results").string();
  Words words{"suite",     "--quick", "--runs", "1", "--seed", "7", "--model", small_dry_model(folder),
              "--results", results,   "--quiet"};
  const Printed dry = run(with_dry_run(words), k_no_program);
  CHECK(dry.status == 0);
  CHECK_FALSE(std::filesystem::exists(results));
  const Words told = processes(dry.out);
  REQUIRE(run(words, noting_program(folder)).status == 0);
  CHECK(told.size() == 8);
  CHECK(without_quotes(told) == noted(folder));
  Words written;
  for (const auto& entry : std::filesystem::directory_iterator{results}) {
    written.push_back(entry.path().string());
  }
  Words would_be = files(dry.out);
  std::ranges::sort(written);
  std::ranges::sort(would_be);
  CHECK(written == would_be);

  words[5] = "8";
  CHECK(processes(run(with_dry_run(words), k_no_program).out) != told);
}

TEST_CASE("ab's blocks are told in the order, and with the environments, that are drawn") {
  const TemporaryFolder folder;
  const std::string log = (folder / "log").string();
  const auto program = [&](const std::string& name) {
    return "sh " + set_content(folder / name, fmt::format(R"(echo "{} ${{#MOEBENCH_PADDING}}" >>'{}'
echo '{{"config": {{}}, "results": [{{"name": "bench", "samples_us": [100]}}]}}')",
                                                          name, log));
  };
  const Words words{"ab",       "--baseline", program("baseline"), "--candidate", program("candidate"), "--seed", "3",
                    "--blocks", "8",          "--time-budget",     "600"};
  const Printed dry = run(with_dry_run(words), k_no_program);
  CHECK(dry.status == 0);
  CHECK_FALSE(std::filesystem::exists(log));
  const Words told = processes(dry.out);
  REQUIRE(told.size() > 10);
  CHECK(told[0] == "baseline:  " + program("baseline"));
  CHECK(told[2].starts_with("not counted: baseline ("));
  CHECK(told[10].starts_with("block 8: "));

  REQUIRE(run(words).status == 0);
  Words seen;
  std::istringstream in{content(log)};
  for (std::string first, second; std::getline(in, first) && std::getline(in, second);) {
    const auto process = [](const std::string& line) {
      const std::size_t blank = line.find(' ');
      return fmt::format("{} (environment longer by {} bytes)", line.substr(0, blank), line.substr(blank + 1));
    };
    const std::string name = seen.empty() ? "not counted" : fmt::format("block {}", seen.size());
    seen.push_back(fmt::format("{}: {}, {}", name, process(first), process(second)));
  }
  REQUIRE(seen.size() > 5);
  CHECK(std::ranges::equal(seen, std::span{told}.subspan(2, seen.size())));
}

TEST_CASE("calibrate's blocks are told, many shortened") {
  const TemporaryFolder folder;
  const std::string save = (folder / "new/calibration.json").string();
  const Printed dry =
      run({"calibrate", "--dry-run", "--gates", "2", "--blocks", "5", "--save", save, "--", "infer"}, k_no_program);
  CHECK(dry.status == 0);
  CHECK(processes(dry.out).size() == 13);  // two commands, those that do not count, 10 blocks
  CHECK(processes(dry.out)[0] == "baseline:  moebench --no-config infer --runs 1 --format json --quiet");
  CHECK(files(dry.out) == Words{save});
  CHECK(folder.entry_count() == 0);
  const Printed many = run({"calibrate", "--dry-run", "--gates", "1000", "--save", save, "--", "infer"}, k_no_program);
  CHECK(processes(many.out).size() == 1001);
  CHECK(processes(many.out).back() == "... and 39003 more lines");
}

TEST_CASE("this program is called as its user called it") {
  const auto told = [](const Words& words) {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const int status = moebench::cli::run_app(
        with_dry_run(words),
        {.program = k_no_program, .in = in, .out = out, .err = err, .show_progress = false, .name = "./my moebench"});
    CHECK(status == 0);
    return processes(out.str()).at(0);
  };
  CHECK(told({"calibrate", "--", "infer"}).starts_with("baseline:  './my moebench' --no-config infer "));
  CHECK(told({"null", "--runs", "2"}).starts_with("'./my moebench' null --runs 2 "));
  CHECK(told({"null", "--runs", "1"}) == "'./my moebench' null --runs 1 (this process)");
  CHECK(told({"suite", "--only", "null", "--runs", "1"}).starts_with("'./my moebench' null "));
}

TEST_CASE("check's processes are those of the command that the baseline records") {
  const TemporaryFolder folder;
  const std::string baseline = set_content(
      folder / "baseline.json",
      R"({"config": {"command": "moebench null --threads 1"}, "results": [{"name": "null/batched", "samples_us": [1, 2]}]})");
  const Printed dry = run({"check", "--dry-run", "--baseline", baseline, "--runs", "2"}, k_no_program);
  CHECK(dry.status == 0);
  REQUIRE(processes(dry.out).size() == 2);
  CHECK(processes(dry.out)[1].starts_with("moebench null --threads 1 --runs 1 --run-index 1 --format json "));
  const Printed two_files = run({"check", "--dry-run", "--baseline", baseline, "--candidate", baseline}, k_no_program);
  CHECK(processes(two_files.out) == Words{"nothing"});
}

TEST_CASE("history add tells what it would add") {
  const TemporaryFolder folder;
  const std::string db = (folder / "new/history.sqlite").string();
  const std::string result =
      set_content(folder / "result.json", R"({"config": {}, "results": [{"name": "x", "samples_us": [1, 2, 3]}]})");
  const Words words{"history",  "add", result, "--db", db, "--commit", "abc", "--time", "2026-01-31T12:00:00Z",
                    "--format", "json"};
  const Printed dry = run(with_dry_run(words));
  CHECK(dry.status == 0);
  CHECK(contains(dry.err, "dry run: nothing was added"));
  CHECK(folder.entry_count() == 1);
  const Printed added = run(words);
  CHECK(added.status == 0);
  CHECK(dry.out == added.out);
  CHECK(run(with_dry_run(words)).out == run(words).out);  // it is there already
  CHECK(run(words).out != added.out);
}
