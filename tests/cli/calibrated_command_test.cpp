// Of which command a calibration is: what is recorded and shown, and when a gate uses its noise floor.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/program.hpp"
#include "measured_command.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using moebench::cli::what_is_measured;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

using Words = std::vector<std::string>;

/// A calibration of `command` on any machine, whose floor is wider than any margin.
std::string calibration_of(const TemporaryFolder& folder, const std::string& command) {
  return set_content(folder / "calibration.json", fmt::format(R"({{"schema": "moebench.calibration/1",
  "command": "{}", "timestamp": "", "machine": {{}}, "gates": 1, "blocks": 8, "seconds_per_block": 1, "alpha": 0.05,
  "margin": 0.03, "rows": [{{"name": "bench", "metric": "p50", "sd_of_pairs": 1, "lag1": 0, "sd_of_runs": 1,
  "noise_floor": 2, "smallest_effect": 3, "regressed": {{"times": 0, "of": 1, "ci_lower": 0, "ci_upper": 1}},
  "changed_at_0": {{"times": 0, "of": 1, "ci_lower": 0, "ci_upper": 1}}}}]}})",
                                                              command));
}

std::string printing(const std::string& argument) {
  return fmt::format(R"(echo '{{"config": {{}}, "results": [{{"name": "bench", "samples_us": [{}]}}]}}')", argument);
}

}  // namespace

TEST_CASE("how often and how a command tells does not change what it measures, other options do") {
  const Words infer = what_is_measured({"moebench", "infer"});
  CHECK(infer == Words{"infer"});
  CHECK(what_is_measured({"old/moebench", "--no-config", "infer", "--runs", "1", "--format", "json", "--quiet"}) ==
        infer);
  CHECK(what_is_measured({"moebench", "infer", "--save=x.json", "--seed", "7", "--config", "f"}) == infer);
  CHECK(what_is_measured({"moebench", "infer", "--batch", "8"}) == Words{"infer", "--batch", "8"});
  CHECK(what_is_measured({"./old-moebench", "infer"}) == infer);
  CHECK(what_is_measured({}).empty());
}

TEST_CASE("of another program every word counts, and the program by its file's name") {
  CHECK(what_is_measured({"bin/bench", "--config", "small"}) == Words{"bench", "--config", "small"});
  CHECK(what_is_measured({"./bench"}) == what_is_measured({"other/bench"}));
  CHECK(what_is_measured({"./fast"}) != what_is_measured({"./slow"}));
}

TEST_CASE("ab: a calibration that is named is used for another command, with a note") {
  const TemporaryFolder folder;
  const Words ab{"ab",       "--baseline", printing("100"), "--candidate", printing("150"),
                 "--blocks", "8",          "--margin",      "1%",          "--calibration"};
  const auto gated = [&](const std::string& calibrated) {
    Words words = ab;
    words.push_back(calibration_of(folder, calibrated));
    return run(words);
  };
  const Printed other = gated("moebench infer");
  CHECK(contains(other.err,
                 "calibration.json is of another command, `moebench infer`: its noise floor is used because "
                 "--calibration names it"));
  CHECK(contains(other.out, "noise floor"));
  const std::string same = "echo 'x'";
  CHECK(contains(gated(same).err, "is of another command, `echo 'x'`"));
}

TEST_CASE("check: a calibration that lies there is used for its own command alone") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "runs.json", R"({"config": {"command": "moebench router --runs 5"},
    "results": [{"name": "bench", "runs": [{"samples_us": [100]}, {"samples_us": [101]}]}]})");
  std::filesystem::create_directory(folder / "results");
  const test::StandingIn standing{folder.path()};
  const auto checked = [&](const std::string& calibrated) {
    std::filesystem::rename(calibration_of(folder, calibrated), "results/calibration.json");
    return run({"check", "--baseline", file, "--candidate", file});
  };
  const Printed own = checked("moebench router --runs 1 --format json --quiet");
  const Printed other = checked("moebench router --threads 3");
  CHECK(contains(own.out, "noise floor"));
  CHECK_FALSE(contains(own.err, "another command"));
  CHECK_FALSE(contains(other.out, "noise floor"));
  CHECK(contains(other.err,
                 "results/calibration.json is of another command, `moebench router --threads 3`: it is not used"));
}

TEST_CASE("calibrate records the command as it is typed, and names arguments as help does") {
  const TemporaryFolder folder;
  const std::string saved = (folder / "c.json").string();
  const Printed done = run({"calibrate", "--gates", "1", "--blocks", "1", "--save", saved, "--", "null", "--iterations",
                            "1000", "--rounds", "5"});
  CHECK(done.status == 0);
  CHECK(contains(content(saved), R"("command": "moebench null --iterations 1000 --rounds 5")"));
  const Printed none = run({"calibrate"});
  CHECK(none.status == 2);
  CHECK(none.err.starts_with("moebench: ARGS: none are given: name a scenario with its options behind --"));
}
