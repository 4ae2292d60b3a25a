// Arguments in, exit status out: what holds for every command.
#include <filesystem>

#include <doctest/doctest.h>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::content;
using test::set_content;
using test::TemporaryFolder;

TEST_CASE("help and version go to standard output with status 0") {
  const Printed help = run({"--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  for (const char* command : {"router", "dispatch", "overflow", "infer", "null", "suite", "compare", "calc", "model", "env"}) {
    CAPTURE(command);
    CHECK(contains(help.out, command));
    const Printed own = run({command, "--help"});
    CHECK(own.status == 0);
    CHECK((contains(own.out, "Example: moebench ") || contains(own.out, "Examples: moebench ")));
  }
  CHECK(contains(run({"--version"}).out, "moebench 0."));
}

TEST_CASE("wrong usage ends with status 2 and prints nothing on standard output") {
  const std::vector<std::vector<std::string>> wrong{
      {},
      {"rooter"},
      {"router", "--threads", "-1"},
      {"router", "--threads", "many"},
      {"router", "--threads", "0", "--runs", "1"},
      {"router", "--experts", "0", "--runs", "1"},
      {"router", "--capacity", "0", "--runs", "1"},
      {"router", "--capacity", "99999999999", "--runs", "1"},
      {"router", "--policy", "best"},
      {"router", "--scores", "normal"},
      {"router", "--hold", "4"},
      {"router", "--runs", "0"},
      {"router", "--runs", "1.5"},
      {"router", "--threads", "1000000000"},
      {"infer", "--iterations", "1e18"},
      {"null", "--warmup", "-3"},
      {"router", "--format", "xml"},
      {"router", "--no-such-option"},
      {"overflow", "--experts", "1", "--runs", "1"},
      {"infer", "--iterations", "0", "--runs", "1"},
      {"compare", "only-one.json"},
      {"compare", "a.json", "b.json", "--confidence", "1"},
      {"compare", "a.json", "b.json", "--match", "no equals sign"},
      {"suite", "--runs", "0"},
  };
  for (const auto& arguments : wrong) {
    const Printed printed = run(arguments);
    CAPTURE(printed.err);
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    CHECK_FALSE(printed.err.empty());
  }
}

TEST_CASE("a refused option is named with its value") {
  CHECK(contains(run({"router", "--experts", "0"}).err, "--experts: found '0'; expected whole numbers from 1 to 65536"));
  CHECK(contains(run({"router", "--threads", "-1"}).err, "--threads"));
  CHECK(contains(run({"router", "--seed", "-1"}).err, "--seed"));
  CHECK(run({"router", "--seed", "-1"}).err.starts_with("moebench: --seed"));
  CHECK(run({"compare"}).err.starts_with("moebench: "));
  CHECK(run({"stats", "a", "--nonsense"}).err.starts_with("moebench: "));
}

TEST_CASE("unusable input ends with status 3 and names the file") {
  const TemporaryFolder folder;
  const std::string good =
      set_content(folder / "good.json", R"({"results":[{"name":"x","iterations":10,"mean_us":2.0,"std_us":1.0}]})");
  const std::string torn = set_content(folder / "torn.json", R"({"results":[{"name":"x","iter)");
  const std::string nan =
      set_content(folder / "nan.json", R"({"results":[{"name":"x","iterations":3,"samples_us":[1.0,NaN]}]})");
  const std::string empty = set_content(folder / "empty.json", "");
  for (const std::string& bad : {(folder / "missing.json").string(), torn, nan, empty, folder.path().string()}) {
    const Printed as_candidate = run({"compare", bad, good});
    CHECK(as_candidate.status == 3);
    CHECK(as_candidate.out.empty());
    CHECK(contains(as_candidate.err, bad));
    CHECK(run({"compare", good, bad}).status == 3);
  }
}

TEST_CASE("output that cannot be written ends with status 3") {
  const TemporaryFolder folder;
  set_content(folder / "file", "not a folder");
  const Printed printed = run({"env", "--output", (folder / "file/env.md").string()});
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, "file/env.md"));
}

TEST_CASE("with --output the result goes to the file and nothing to standard output") {
  const TemporaryFolder folder;
  const Printed printed = run({"env", "--output", (folder / "env.md").string()});
  CHECK(printed.status == 0);
  CHECK(printed.out.empty());
  CHECK(contains(content(folder / "env.md"), "## Hardware Configuration"));
}

TEST_CASE("a word that is no command is named") {
  CHECK(contains(run({"rooter"}).err, "'rooter' is not a command"));
}

TEST_CASE("a choice that does not exist is refused with those that do") {
  const Printed printed = run({"router", "--policy", "best"});
  CHECK(contains(printed.err, "--policy"));
  CHECK(contains(printed.err, "best"));
  CHECK(contains(printed.err, "power-of-two"));
}

TEST_CASE("two results for one file are refused before anything is measured") {
  const TemporaryFolder folder;
  const Printed printed = run({"overflow", "--output", (folder / "x").string(), "--save", (folder / "x").string()});
  CHECK(printed.status == 2);
  CHECK(contains(printed.err, "--save"));
  CHECK_FALSE(std::filesystem::exists(folder / "x"));
}

TEST_CASE("a target that cannot be written is refused before anything is measured") {
  const TemporaryFolder folder;
  set_content(folder / "file", "not a folder");
  // A program that cannot be started shows that no run was tried.
  const Printed save = run({"overflow", "--save", (folder / "file/x.json").string()}, "/no/such/program");
  CHECK(save.status == 3);
  CHECK(contains(save.err, "file/x.json"));
  const Printed suite = run({"suite", "--results", (folder / "file").string()}, "/no/such/program");
  CHECK(suite.status == 3);
  CHECK(contains(suite.err, "file/report.md"));
}

TEST_CASE("an input that can be read only once is refused for several runs") {
  const Printed printed = run({"infer", "--input", "/dev/null", "--runs", "2"});
  CHECK(printed.status == 2);
  CHECK(contains(printed.err, "--input"));
}
