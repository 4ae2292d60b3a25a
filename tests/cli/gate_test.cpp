// The commands that gate, as their users meet them: verdicts, exit statuses, what fails, what is refused, what CI
// reads.
#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// A program that prints a result file of one run. Its time is around 100 us x factor, another in each call: a counter
/// beside it makes the noise, so that a test sees the same figures whenever it runs.
std::string program_of(const TemporaryFolder& folder, const std::string& name, double factor,
                       const std::string& also = "") {
  const std::string counter = (folder / (name + ".count")).string();
  set_content(counter, "0");
  return "sh " + set_content(folder / (name + ".sh"), fmt::format(R"(n=$(cat {0}); n=$((n + 1)); echo $n > {0}
{2}
awk -v n=$n 'BEGIN {{ printf "{{\"config\": {{}}, \"results\": [{{\"name\": \"bench\", \"samples_us\": [%.6f]}}]}}\n", {1} * (100 + (n * 37) % 11 / 10) }}'
)",
                                                                  counter, factor, also));
}

std::vector<std::string> ab(const std::string& baseline, const std::string& candidate,
                            const std::vector<std::string>& options = {}) {
  std::vector<std::string> words{"ab",       "--baseline", baseline,        "--candidate", candidate,
                                 "--blocks", "8",          "--time-budget", "600"};
  words.insert(words.end(), options.begin(), options.end());
  return words;
}

std::string file_of_runs(const std::string& name, const std::vector<double>& runs, const std::string& environment) {
  std::vector<std::string> texts;
  for (const double each : runs) {
    texts.push_back(fmt::format(R"({{"batch": 1, "samples_us": [{}]}})", each));
  }
  return fmt::format(
      R"({{"schema": "moebench/1", "config": {{}}, "environment": {{{}}}, "results": [{{"name": "{}", "runs": [{}]}}]}})",
      environment, name, fmt::join(texts, ", "));
}

const std::vector<double> k_slow{110.1, 109.6, 110.4, 109.9, 110.7};
const std::vector<double> k_fast{100.1, 99.6, 100.4, 99.9, 100.7};

/// A variable of the environment for the length of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_{name} { setenv(name, value.c_str(), 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

}  // namespace

TEST_CASE("ab: the same program passes, a slower one fails with status 1, a faster one is improved") {
  const TemporaryFolder folder;
  const std::string one = program_of(folder, "one", 1);
  const std::string same = program_of(folder, "same", 1.001, "n=$((n + 3))");
  const std::string slow = program_of(folder, "slow", 1.1);
  const Printed passed = run(ab(one, same));
  CHECK(passed.status == 0);
  CHECK(contains(passed.out, "**PASSED**: 0 regressed, 0 improved, 1 equivalent, 0 inconclusive."));
  const Printed failed = run(ab(one, slow));
  CHECK(failed.status == 1);
  CHECK(contains(failed.out, "**REGRESSED**: 1 regressed"));
  CHECK(contains(failed.out, "bench p50: the whole interval lies beyond the margin"));
  CHECK(contains(failed.out, "8 blocks, each a fresh process of both sides in random order (seed 42)"));
  const Printed improved = run(ab(slow, one, {"--format", "json"}));
  CHECK(improved.status == 0);
  CHECK(contains(improved.out, R"("outcome": "improved")"));
  CHECK(contains(improved.out, R"("schema": "moebench.gate/1")"));
}

TEST_CASE("ab: arguments behind -- go to both, and both sides' samples are kept") {
  const TemporaryFolder folder;
  const std::string script = set_content(
      folder / "print.sh", R"(echo "{\"config\": {}, \"results\": [{\"name\": \"$1\", \"samples_us\": [100.$$]}]}")");
  const std::string saved = (folder / "saved").string();
  const Printed printed = run(ab("sh " + script, "sh " + script, {"--save", saved, "--", "named"}));
  CHECK(contains(printed.out, "| named "));
  const Printed described = run({"stats", saved + "/baseline.json", "--format", "csv"});
  CHECK(contains(described.out, "named"));
  const Printed compared =
      run({"check", "--baseline", saved + "/baseline.json", "--candidate", saved + "/candidate.json"});
  CHECK(compared.status == 0);
  CHECK(contains(compared.out, "| named "));
}

TEST_CASE("ab: a process that fails is counted, told and ends in status 3") {
  const TemporaryFolder folder;
  const std::string one = program_of(folder, "one", 1);
  // The fifth call fails; the first is the rehearsal.
  const std::string flaky = program_of(folder, "flaky", 1, "[ $n = 5 ] && { echo 'out of luck' >&2; exit 7; }");
  const Printed printed = run(ab(one, flaky));
  CHECK(printed.status == 3);
  CHECK(contains(printed.out, "Failed processes (1)"));
  CHECK(contains(printed.out, "the candidate in block 4: sh: exited with status 7, expected 0: out of luck"));
  CHECK(contains(printed.err, "1 processes failed; the first: sh: exited with status 7"));
}

TEST_CASE("ab: a regression is told by its status although a process failed") {
  const TemporaryFolder folder;
  const std::string flaky = program_of(folder, "flaky", 1.1, "[ $n = 5 ] && exit 7");
  const Printed printed = run(ab(program_of(folder, "one", 1), flaky));
  CHECK(printed.status == 1);
  CHECK(contains(printed.out, "Failed processes (1)"));
}

TEST_CASE("ab: a program that prints other results than before fails, and the gate ends") {
  const TemporaryFolder folder;
  const std::string one = program_of(folder, "one", 1);
  const std::string counter = set_content(folder / "renaming.count", "0");
  const std::string renaming =
      "sh " + set_content(folder / "renaming.sh", fmt::format(R"(n=$(cat {0}); n=$((n + 1)); echo $n > {0}
[ $n -gt 3 ] && name=another || name=bench
echo "{{\"config\": {{}}, \"results\": [{{\"name\": \"$name\", \"samples_us\": [100]}}]}}"
)",
                                                              counter));
  const Printed printed = run(ab(one, renaming));
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, "printed other results than in its first run"));
}

TEST_CASE("ab: runs that one process tells of are one run, and summaries count as one") {
  const TemporaryFolder folder;
  const std::string runs = "sh " + set_content(folder / "runs.sh", R"(
echo "{\"config\": {}, \"results\": [{\"name\": \"bench\", \"runs\": [{\"batch\": 1, \"samples_us\": [100.1$$]}, {\"batch\": 1, \"samples_us\": [100.2$$]}]}]}"
)");
  CHECK(contains(run(ab(runs, runs)).out, "|    3 % |    8 |"));
  const std::string summary = "sh " + set_content(folder / "summary.sh", R"(
echo "{\"config\": {}, \"results\": [{\"name\": \"bench\", \"iterations\": 10, \"mean_us\": $1.$$, \"std_us\": 1, \"p50_us\": $1.$$}]}"
)");
  CHECK(run(ab(summary + " 100", summary + " 100")).status == 0);
  CHECK(run(ab(summary + " 100", summary + " 150")).status == 1);
}

TEST_CASE("ab: too few blocks to claim anything are refused before any is measured") {
  const TemporaryFolder folder;
  const std::string one = program_of(folder, "one", 1);
  const Printed printed = run(ab(one, one, {"--blocks", "3"}));
  CHECK(printed.status == 2);
  CHECK(contains(printed.err, "--blocks: 3 are too few to claim a change of 1 rows at alpha 0.05; give 6 or more"));
}

TEST_CASE("ab: a process that hangs is killed at its limit and told") {
  const TemporaryFolder folder;
  const std::string one = program_of(folder, "one", 1);
  const std::string hanging = program_of(folder, "hanging", 1, "[ $n = 3 ] && sleep 1000");
  const Printed printed = run(ab(one, hanging, {"--time-limit", "5"}));
  CHECK(printed.status == 3);
  CHECK(contains(printed.out, "did not end within 5000 ms and was killed"));
  CHECK(contains(printed.out, "Failed processes (1)"));
}

TEST_CASE("ab: commands that cannot be measured are refused before anything is") {
  const TemporaryFolder folder;
  const std::string one = program_of(folder, "one", 1);
  CHECK(run(ab(one, "true | false")).status == 2);
  CHECK(contains(run(ab(one, "true | false")).err, "--candidate: 'true | false' holds one of"));
  CHECK(run(ab("echo 'open", one)).status == 2);
  CHECK(run(ab("", one)).status == 2);
  CHECK(run(ab("/does/not/exist", one)).status == 3);
  CHECK(contains(run(ab("false", one)).err, "exited with status 1"));
  const Printed markdown = run(ab(one, "echo '# A report'"));
  CHECK(markdown.status == 3);
  CHECK(contains(markdown.err, "--format json"));
}

TEST_CASE("ab: a time budget that is used up ends the gate at the look that was taken") {
  const TemporaryFolder folder;
  const std::string noisy = "sh " + set_content(folder / "noisy.sh", R"(
echo "{\"config\": {}, \"results\": [{\"name\": \"bench\", \"samples_us\": [1.$$]}, {\"name\": \"open\", \"samples_us\": [$1]}]}"
)");
  const Printed printed =
      run({"ab", "--baseline", noisy + " 100", "--candidate", noisy + " 100", "--time-budget", "0"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "8 blocks"));  // two rows: the fewest with which one can be claimed
  CHECK(contains(printed.out, "the time budget was used up at look 1 of 3"));
}

TEST_CASE("ab: what cannot be measured again stays a regression") {
  const TemporaryFolder folder;
  const std::string fragile = program_of(folder, "fragile", 1.1, "[ $n -gt 9 ] && exit 7");
  const Printed printed = run(ab(program_of(folder, "one", 1), fragile, {"--confirm"}));
  CHECK(printed.status == 1);
  CHECK(contains(printed.err, "what regressed could not be measured again"));
  CHECK(contains(printed.out, "**REGRESSED**: 1 regressed"));
  CHECK_FALSE(contains(printed.out, "measured again and counts only where it did so twice"));
}

TEST_CASE("ab: with --confirm only what regresses twice counts") {
  const TemporaryFolder folder;
  const std::string one = program_of(folder, "one", 1);
  const std::string slow = program_of(folder, "slow", 1.1);
  const Printed twice = run(ab(one, slow, {"--confirm"}));
  CHECK(twice.status == 1);
  CHECK(contains(twice.out, "measured again it was regressed"));
  CHECK(contains(twice.out, "measured again and counts only where it did so twice"));
  // Slow in its first nine calls, the rehearsal among them, and as fast as the other from then on.
  const std::string counter = (folder / "once.count").string();
  set_content(counter, "0");
  const std::string once =
      "sh " + set_content(folder / "once.sh", fmt::format(R"(n=$(cat {0}); n=$((n + 1)); echo $n > {0}
awk -v n=$n 'BEGIN {{ printf "{{\"config\": {{}}, \"results\": [{{\"name\": \"bench\", \"samples_us\": [%.6f]}}]}}\n", (n < 10 ? 1.1 : 1) * (100 + (n * 37) % 11 / 10) }}'
)",
                                                          counter));
  const Printed printed = run(ab(one, once, {"--confirm"}));
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "measured again it was equivalent"));
}

TEST_CASE("check: two files, each exit status") {
  const TemporaryFolder folder;
  const std::string fast = set_content(folder / "fast.json", file_of_runs("bench", k_fast, ""));
  const std::string slow = set_content(folder / "slow.json", file_of_runs("bench", k_slow, ""));
  const auto check = [](const std::string& baseline, const std::string& candidate,
                        const std::vector<std::string>& options = {}) {
    std::vector<std::string> words{"check", "--baseline", baseline, "--candidate", candidate};
    words.insert(words.end(), options.begin(), options.end());
    return run(words);
  };
  CHECK(check(fast, fast).status == 0);
  const Printed regressed = check(fast, slow);
  CHECK(regressed.status == 1);
  CHECK(contains(regressed.out, "+10.0 %"));
  CHECK(contains(regressed.out, "did not take turns"));
  CHECK(check(slow, fast).status == 0);
  CHECK(check(fast, slow, {"--margin", "20%"}).status == 0);
  CHECK(check(fast, slow, {"--margin", "20%", "--margin", "ben*=1%"}).status == 1);
  const std::string single = set_content(folder / "single.json", file_of_runs("bench", {200}, ""));
  const Printed unreplicated = check(fast, single);
  CHECK(unreplicated.status == 0);
  CHECK(contains(unreplicated.out, "not replicated"));
  CHECK(check(fast, single, {"--inconclusive", "fail"}).status == 4);
  CHECK(check(fast, slow, {"--inconclusive", "fail"}).status == 1);
  CHECK(check(fast, "/does/not/exist").status == 3);
  CHECK(check(fast, slow, {"--margin", "lots"}).status == 2);
  CHECK(check(fast, slow, {"--metric", "speed"}).status == 2);
  CHECK(check(fast, slow, {"--confirm"}).status == 2);
  CHECK(check(fast, slow, {"--save", "folder"}).status == 2);
  CHECK(check(fast, slow, {"--margin", "3"}).status == 2);
  CHECK(contains(check(fast, fast, {"--margin", "nosuch*=5%"}).err, "--margin nosuch*=...: no row"));
  CHECK(contains(run({"check", "--baseline", fast, slow}).err, "write --candidate"));
  CHECK(contains(check(fast, fast).err, "does not tell its machine"));
  CHECK(run({"check", "--candidate", fast}).status == 2);
  CHECK(run({"check"}).status == 2);
  const std::string other = set_content(folder / "other.json", file_of_runs("other", k_fast, ""));
  CHECK(check(fast, other).status == 3);
  CHECK(check(fast, other, {"--match", "other=bench"}).status == 0);
}

TEST_CASE("check: a baseline of another machine, compiler or configuration is refused unless allowed by name") {
  const TemporaryFolder folder;
  const std::string here =
      set_content(folder / "here.json", file_of_runs("bench", k_fast, R"("cpu_model": "A", "compiler": "GCC 12")"));
  const std::string there =
      set_content(folder / "there.json", file_of_runs("bench", k_fast, R"("cpu_model": "B", "compiler": "GCC 13")"));
  const Printed refused = run({"check", "--baseline", there, "--candidate", here});
  CHECK(refused.status == 3);
  CHECK(refused.out.empty());
  CHECK(contains(refused.err, "CPU: B in the baseline, A now (machine)"));
  CHECK(contains(refused.err, "--allow machine,compiler"));
  CHECK(run({"check", "--baseline", there, "--candidate", here, "--allow", "machine"}).status == 3);
  const Printed allowed = run({"check", "--baseline", there, "--candidate", here, "--allow", "machine,compiler"});
  CHECK(allowed.status == 0);
  CHECK(contains(allowed.out, "CPU: B in the baseline, A now (machine)"));
}

TEST_CASE("check: without a candidate the recorded command is run now") {
  const TemporaryFolder folder;
  const std::string baseline = (folder / "null.json").string();
  REQUIRE(run({"null", "--iterations", "1000", "--rounds", "5", "--runs", "2", "--save", baseline}).status == 0);
  const Printed printed = run({"check", "--baseline", baseline, "--margin", "900%"});
  CHECK(printed.status <= 1);  // measured and judged; the machine may be that much slower by now
  CHECK(contains(printed.err, "measuring now, 2 times: moebench null --iterations 1000"));
  CHECK(contains(printed.out, "what was measured now"));
  const std::string unknown = set_content(folder / "fast.json", file_of_runs("bench", k_fast, ""));
  const Printed refused = run({"check", "--baseline", unknown});
  CHECK(refused.status == 2);
  CHECK(contains(refused.err, "does not tell a command"));
}

TEST_CASE("check: two commands are measured in turns, as ab does") {
  const TemporaryFolder folder;
  const Printed printed = run({"check", "--baseline-cmd", program_of(folder, "one", 1), "--candidate-cmd",
                               program_of(folder, "slow", 1.1), "--blocks", "8", "--time-budget", "600"});
  CHECK(printed.status == 1);
  CHECK(contains(printed.out, "8 blocks"));
}

TEST_CASE("check: JUnit, annotations and GitHub's summary") {
  const TemporaryFolder folder;
  const std::string fast = set_content(folder / "fast.json", file_of_runs("a <b> & \\\"c\\\"", k_fast, ""));
  const std::string slow = set_content(folder / "slow.json", file_of_runs("a <b> & \\\"c\\\"", k_slow, ""));
  const std::string junit = (folder / "junit.xml").string();
  const std::string summary = set_content(folder / "summary.md", "before\n");
  const Variable variable{"GITHUB_STEP_SUMMARY", summary};
  const Printed printed =
      run({"check", "--baseline", fast, "--candidate", slow, "--junit", junit, "--annotations", "--quiet"});
  CHECK(printed.status == 1);
  CHECK(contains(printed.err, "::error title=REGRESSED::a <b> & \"c\" p50: +10.0 %25"));
  const std::string xml = content(junit);
  CHECK(contains(xml, R"(<testsuite name="moebench gate" tests="1" failures="1" skipped="0" errors="0")"));
  CHECK(contains(xml, R"(name="a &lt;b&gt; &amp; &quot;c&quot; p50")"));
  CHECK(contains(xml, "<failure message=\"the whole interval lies beyond the margin\">"));
  CHECK(content(summary).starts_with("before\n# Regression gate"));
  const Variable folder_instead{"GITHUB_STEP_SUMMARY", folder.path().string()};
  const Printed unwritable = run({"check", "--baseline", fast, "--candidate", fast});
  CHECK(unwritable.status == 3);
  CHECK(contains(unwritable.err, "GITHUB_STEP_SUMMARY"));
}

TEST_CASE("calibrate and plan: from a command against itself to the blocks that an effect needs") {
  const TemporaryFolder folder;
  const std::string saved = (folder / "calibration.json").string();
  const std::string one = program_of(folder, "one", 1);
  const Printed calibrated = run({"calibrate", "--command", one, "--gates", "2", "--blocks", "8", "--save", saved});
  CHECK(calibrated.status == 0);
  CHECK(contains(calibrated.out, "2 gates of 8 blocks"));
  CHECK(contains(calibrated.out, "| bench"));
  const Printed planned = run({"plan", saved, "--effect", "3%", "--power", "0.8"});
  CHECK(planned.status == 0);
  CHECK(contains(planned.out, "Blocks needed"));
  CHECK(contains(planned.out, "Of one row that is judged alone"));
  CHECK(contains(run({"plan", saved, "--effect", "3%", "--comparisons", "7"}).out,
                 "Of the one row that changes among 7 that are judged together, a metric each (Holm: alpha / 21;"));
  CHECK(run({"plan", saved, "--effect", "3%", "--margin", "3%"}).status == 2);
  CHECK(run({"plan", saved}).status == 2);
  CHECK(run({"plan", (folder / "none.json").string(), "--effect", "3%"}).status == 3);
  // The floor of this calibration is used, and what is damaged is refused by its path.
  const Printed gated =
      run(ab(one, program_of(folder, "other", 1, "n=$((n + 3))"), {"--margin", "0%", "--calibration", saved}));
  CHECK(contains(gated.out, "noise floor"));
  std::string text = content(saved);
  text.replace(text.find("\"noise_floor\": "), 15, "\"noise_floor\": -");
  const std::string damaged = set_content(folder / "damaged.json", text);
  const Printed refused = run(ab(one, one, {"--calibration", damaged}));
  CHECK(refused.status == 3);
  CHECK(contains(refused.err, "rows[0].noise_floor"));
  CHECK(run({"calibrate"}).status == 2);
}

TEST_CASE("calibrate: this program's own scenarios need no --command") {
  const TemporaryFolder folder;
  const Printed printed = run({"calibrate", "--gates", "1", "--blocks", "1", "--save", (folder / "c.json").string(),
                               "--", "null", "--iterations", "1000", "--rounds", "5"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "| null/"));
}
