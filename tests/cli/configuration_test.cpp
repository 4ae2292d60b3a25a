// The configuration file: what it sets, what comes before it, what fresh processes and the suite's parts get of it, and
// how one with a fault is refused.
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "moebench/io/result_file.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using moebench::core::ResultSet;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

using Words = std::vector<std::string>;

ResultSet read_back(const Printed& printed) {
  CAPTURE(printed.err);
  REQUIRE(printed.status == 0);
  return moebench::io::parse_results(printed.out, "printed").value();
}

/// The file's path, with this text.
std::string config(const TemporaryFolder& folder, const std::string& text) {
  return set_content(folder / "c.toml", text);
}

/// What the program says of a file with this text, asked for a command that takes no time.
Printed with_text(const std::string& text, const Words& command = {"env", "--format", "json"}) {
  const TemporaryFolder folder;
  Words words = command;
  words.insert(words.end(), {"--config", config(folder, text)});
  return run(words);
}

/// Stands in a folder of its own, and goes back.
class In {
 public:
  explicit In(const std::filesystem::path& folder) : before_{std::filesystem::current_path()} {
    std::filesystem::current_path(folder);
  }
  ~In() { std::filesystem::current_path(before_); }
  In(const In&) = delete;
  In& operator=(const In&) = delete;

 private:
  std::filesystem::path before_;
};

const std::string k_overflow = "[overflow]\nthreads = [2, 3]\nrounds = 2\nruns = 1\nquiet = true\nformat = \"json\"\n";

}  // namespace

TEST_CASE("a section sets a command's options and the command line comes first") {
  const TemporaryFolder folder;
  const std::string file = config(folder, k_overflow);
  const ResultSet set = read_back(run({"overflow", "--config", file}));
  CHECK(set.results[0].name == "overflow/route/2-threads");
  CHECK(set.results[2].name == "overflow/route/3-threads");
  CHECK(set.results[0].series.runs.front().samples.size() == 2);
  const ResultSet other = read_back(run({"--config", file, "overflow", "--threads", "4"}));
  CHECK(other.results[0].name == "overflow/route");
  CHECK(other.results[0].params.count("threads") == 4);
  CHECK(other.results[0].series.runs.front().samples.size() == 2);
}

TEST_CASE("a section of another command starts nothing and sets nothing here") {
  const TemporaryFolder folder;
  const std::string file = config(folder, k_overflow + "[suite]\nruns = 3\n[router]\nquiet = true\n");
  const Printed printed = run({"null", "--config", file, "--runs", "1", "--rounds", "2", "--threads", "2"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## What the Harness Costs"));
  CHECK_FALSE(contains(printed.out, "Overflow"));
  CHECK(run({"--config", file}).status == 2);  // no command
}

TEST_CASE("moebench.toml of the current folder is read and noted, unless told otherwise") {
  const TemporaryFolder folder;
  set_content(folder / "moebench.toml", "[overflow]\nthreads = 3\nrounds = 2\nruns = 1\n");
  const In here{folder / "."};
  const Words words{"overflow", "--format", "json"};
  const auto with = [&](const Words& more) {
    Words all = words;
    all.insert(all.end(), more.begin(), more.end());
    return run(all);
  };
  const Printed found = with({});
  CHECK(contains(found.err, "moebench: settings from moebench.toml\n"));
  CHECK(read_back(found).results[0].params.count("threads") == 3);
  CHECK(read_back(found).config.text("config_file") == "moebench.toml");
  CHECK_FALSE(contains(with({"--quiet"}).err, "settings from"));
  for (const Words& none : {Words{"--no-config"}, Words{"--config", ""}}) {
    Words all = none;
    all.insert(all.end(), {"--runs", "1", "--rounds", "1"});
    const Printed printed = with(all);
    CHECK_FALSE(contains(printed.err, "settings from"));
    CHECK(read_back(printed).results[0].params.count("threads") == 20);
    CHECK(read_back(printed).config.text("config_file").empty());
  }
  const Printed named = with({"--config", "moebench.toml"});
  CHECK_FALSE(contains(named.err, "settings from"));
  CHECK(read_back(named).results[0].params.count("threads") == 3);
  CHECK_FALSE(contains(run({"env"}).err, "settings from"));  // it says nothing of that command
}

TEST_CASE("fresh processes get what the file said when it was read, and the command that is recorded repeats the run") {
  const TemporaryFolder folder;
  const std::string file = config(folder, "[overflow]\nthreads = [2, 3]\nrounds = 2\nruns = 2\n");
  const ResultSet set = read_back(run({"overflow", "--config", file, "--format", "json", "--rounds", "3"}));
  CHECK(set.results[0].series.runs.size() == 2);
  CHECK(set.results[0].series.runs[1].samples.size() == 3);
  CHECK(set.results[2].name == "overflow/route/3-threads");
  CHECK(set.config.text("config_file") == file);
  CHECK(set.config.text("command") ==
        "moebench overflow --config " + file + " --format json --rounds 3 --threads 2,3 --runs 2 --no-config");
  std::filesystem::remove(file);
  const ResultSet again = read_back(
      run({"overflow", "--format", "json", "--rounds", "3", "--threads", "2,3", "--runs", "2", "--no-config"}));
  CHECK(again.results[2].name == "overflow/route/3-threads");
}

TEST_CASE("a fresh process of a program without a file reads none either") {
  const TemporaryFolder folder;
  const In here{folder / "."};
  // The parent was told to read none; a child that reads moebench.toml would have other threads.
  set_content(folder / "moebench.toml", "[overflow]\nthreads = 7\n");
  const ResultSet set =
      read_back(run({"overflow", "--no-config", "--runs", "2", "--rounds", "1", "--format", "json", "--quiet"}));
  CHECK(set.results[0].params.count("threads") == 20);
}

TEST_CASE("sections of scenarios apply to the suite's parts, but for what the suite decides") {
  const TemporaryFolder folder;
  const std::string results = (folder / "results").string();
  const std::string file = config(folder,
                                  "[suite]\nruns = 2\nquick = true\nonly = [\"router\", \"lifecycle\", \"overflow\"]\n"
                                  "[router]\nthreads = [1, 2]\nrounds = 9\nlifecycle = true\nhold = 3\nseed = 5\n"
                                  "format = \"csv\"\nround-ms = 0.2\n[overflow]\nthreads = 3\n");
  const Printed printed = run({"suite", "--config", file, "--results", results});
  CAPTURE(printed.err);
  REQUIRE(printed.status == 0);
  const ResultSet router = moebench::io::read_result_file(folder / "results/router.json").value();
  CHECK(router.results[1].name == "router/makespan/1-threads");
  CHECK(router.results[6].params.count("threads") == 2);
  CHECK(router.results[1].series.runs.size() == 2);
  CHECK(router.results[1].series.runs.front().samples.size() == 2);  // --quick
  CHECK(router.config.count("seed") == 42);
  CHECK(router.config.text("part_command") ==
        "moebench router --seed 42 --rounds 2 --threads 1,2 --round-ms 0.2 --runs 2 --no-config");
  CHECK(contains(router.config.text("command"), "--config " + file));
  const ResultSet lifecycle = moebench::io::read_result_file(folder / "results/lifecycle.json").value();
  CHECK(lifecycle.results[1].params.count("hold") == 3);
  const ResultSet overflow = moebench::io::read_result_file(folder / "results/overflow.json").value();
  CHECK(overflow.results[0].params.count("threads") == 3);
  CHECK_FALSE(std::filesystem::exists(folder / "results/infer.json"));
  CHECK(contains(printed.out, "## 1. Capacity Factor Router Throughput by Threads\n"));
  CHECK(contains(printed.out, "## Router lifecycle: admit and release by Threads\n"));
  CHECK_FALSE(contains(printed.out, "## What the Harness Costs"));
  CHECK_FALSE(contains(printed.out, "Inference"));
}

TEST_CASE("the suite takes parts that it has, and PyTorch not without inference") {
  const Printed unknown = run({"suite", "--only", "router,models"});
  CHECK(unknown.status == 2);
  CHECK(contains(unknown.err, "--only: models not in {router,"));
  const Printed beside = run({"suite", "--pytorch", "--only", "router"});
  CHECK(beside.status == 2);
  CHECK(contains(beside.err, "--only: leaves infer out"));
}

TEST_CASE("a setting that needs an option which is not given, or excludes one that is, is left out") {
  const TemporaryFolder folder;
  const std::string file = config(folder,
                                  "[router]\nhold = 3\nthreads = 1\nrequests = 5\nrounds = 1\nround-ms = 0.1\n"
                                  "runs = 1\nquiet = true\nformat = \"json\"\n[dispatch]\nsave = \"x.json\"\n");
  CHECK(read_back(run({"router", "--config", file})).results[0].params.find("hold") == nullptr);
  CHECK(read_back(run({"router", "--config", file, "--lifecycle"})).results[0].params.count("hold") == 3);
  const std::string choices = (folder / "choices.csv").string();
  const Printed printed =
      run({"dispatch", "--config", file, "--choices", choices, "--tokens", "4", "--experts", "8", "--top-k", "1"});
  CAPTURE(printed.err);
  CHECK(printed.status == 0);
  CHECK(content(choices).starts_with("token,expert"));
}

TEST_CASE("what a command requires may stand in the file") {
  const TemporaryFolder folder;
  const std::string out = (folder / "m.apr").string();
  const Printed printed = run({"model", "train", "--config", config(folder, "[model.train]\nout = \"" + out + "\"\n")});
  CAPTURE(printed.err);
  CHECK(printed.status == 0);
  CHECK(std::filesystem::exists(out));
}

TEST_CASE("texts with commas, marks and blanks reach their options whole") {
  const TemporaryFolder folder;
  const std::string a =
      set_content(folder / "a.json", R"({"schema":"moebench/1","results":[{"name":"x y","scenario":"s",
    "runs":[{"batch":1,"samples_us":[1.0,1.1,0.9,1.0]}]}]})");
  const std::string b =
      set_content(folder / "b.json", R"({"schema":"moebench/1","results":[{"name":"z # w","scenario":"s",
    "runs":[{"batch":1,"samples_us":[1.0,1.1,0.9,1.0]}]}]})");
  const std::string file = config(folder,
                                  "[compare]\nmatch = [\"x y=z # w\"]\ntost-ratio = \"0.95,1.05\"\n"
                                  "[check]\nmargin = [\"3%\", \"x*=10%\"]\n");
  const Printed compared = run({"compare", a, b, "--config", file, "--format", "json"});
  CAPTURE(compared.err);
  CHECK(compared.status == 0);
  CHECK(contains(compared.out, "0.95"));
  CHECK(contains(compared.out, "z # w"));
  const Printed refused = with_text("[compare]\ntost-ratio = 0.95\n", {"compare", a, b});
  CHECK(refused.status == 3);
}

TEST_CASE("a file with a fault is unusable input, said with file and line") {
  const auto refused = [](const std::string& text, const std::string& said) {
    CAPTURE(text);
    const Printed printed = with_text(text);
    CHECK(printed.status == 3);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, said));
    CHECK(contains(printed.err, "c.toml: line "));
  };
  refused("[roter]\nthreads = 1\n", "line 2: there is no command 'roter', which the section [roter] would be for");
  refused("[model.trian]\nl2 = 1\n", "line 2: there is no command 'model trian'");
  refused("\n[router]\ntreads = 1\n", "line 3: [router] has no setting 'treads'");
  refused("[router]\nrun-index = 1\n", "line 2: [router] has no setting 'run-index'");
  refused("[router]\nhelp = true\n", "line 2: [router] has no setting 'help'");
  refused("[router]\nconfig = \"x\"\n", "line 2: [router] has no setting 'config'");
  refused("[infer]\nMODEL = \"x\"\n", "line 2: [infer] has no setting 'MODEL'");
  refused("[router]\nthreads = [1, 0]\n", "line 2: --threads: found '0'; expected whole numbers from 1");
  refused("[router]\nthreads = [1, 1]\n", "line 2: --threads: 1 is given twice");
  refused("[router]\nthreads = []\n", "line 2: 'threads' is an empty list");
  refused("[router]\nthreads = true\n", "line 2: 'threads' takes a value, not true or false");
  refused("[router]\nthreads = \"many\"\n", "line 2: --threads: found 'many'");
  refused("[router]\nrounds = 1.5\n", "line 2: --rounds: ");
  refused("[router]\nrounds = [1, 2]\n", "line 2: 'rounds' takes one value, and 2 are given");
  refused("[router]\npolicy = \"best\"\n", "line 2: --policy: best not in");
  refused("[suite]\nquick = 1\n", "line 2: 'quick' takes true or false");
  refused("[suite]\nonly = [\"all\"]\n", "line 2: --only: all not in");
  refused("runs = 2\n", "line 1: 'runs' stands outside a section");
  refused("[router]\nthreads = [1,\n", "line 2: ");
  refused("[router]\nthreads 1\n", "line 2: ");
}

TEST_CASE("a file that cannot be read is unusable input, and help needs none") {
  const TemporaryFolder folder;
  for (const std::string& path : {(folder / "none.toml").string(), (folder / ".").string()}) {
    const Printed printed = run({"env", "--config", path});
    CHECK(printed.status == 3);
    CHECK(contains(printed.err, path + " was not readable"));
  }
  set_content(folder / "moebench.toml", "[broken\n");
  const In here{folder / "."};
  CHECK(run({"env"}).status == 3);
  CHECK(contains(run({"env"}).err, "moebench: moebench.toml: line 1: "));
  CHECK(run({"env", "--no-config", "--format", "json"}).status == 0);
  CHECK(run({"--help"}).status == 0);
  CHECK(run({"router", "--help"}).status == 0);
  CHECK(run({"--version"}).status == 0);
  CHECK(run({"compare"}).status == 3);  // what is required may be what could not be read
  set_content(folder / "moebench.toml", "");
  CHECK(run({"env", "--format", "json"}).status == 0);
}

TEST_CASE("the settings of a command are printed as a section that sets the same") {
  const TemporaryFolder folder;
  const Printed printed = run({"router", "--threads", "1,2", "--policy", "top-1", "--lifecycle", "--print-config"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "[router]\n"));
  CHECK(contains(printed.out, "\nthreads = [1, 2]\n"));
  CHECK(contains(printed.out, "\n# experts = 8\n"));
  CHECK(contains(printed.out, "\nlifecycle = true\n"));
  CHECK(contains(printed.out, "\npolicy = \"top-1\"\n"));
  CHECK_FALSE(contains(printed.out, "run-index"));
  const Printed again = run({"router", "--print-config", "--config", config(folder, printed.out)});
  CHECK(again.out == printed.out);
  CHECK(contains(run({"model", "train", "--out", "x", "--print-config"}).out, "[model.train]\n"));
  CHECK(contains(run({"check", "--margin", "3%", "--margin", "x=1%", "--print-config"}).out,
                 "\nmargin = [\"3%\", \"x=1%\"]\n"));
}

TEST_CASE("the example is accepted") {
  const Printed printed = run({"suite", "--config", MOEBENCH_EXAMPLES "/moebench.toml", "--print-config"});
  CAPTURE(printed.err);
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "\nruns = 10\n"));
  CHECK(contains(printed.out, "\nonly = [\"router\", \"infer\"]\n"));
}
