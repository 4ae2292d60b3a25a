// What a user is told of arguments that cannot be used: one line with the mistake, the likely meaning and where more is
// told.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/program.hpp"

using cli_test::Printed;
using cli_test::run;

namespace {

/// The message, with status 2 and nothing on standard output.
std::string fault(const std::vector<std::string>& arguments) {
  const Printed printed = run(arguments, "/no/such/program");
  CHECK(printed.status == 2);
  CHECK(printed.out.empty());
  return printed.err;
}

}  // namespace

TEST_CASE("a mistyped command is named with the one that was likely meant") {
  CHECK(fault({"roter"}) ==
        "moebench: 'roter' is not a command; did you mean 'router'? `moebench --help` lists them\n");
  CHECK(fault({"rou", "--threads", "3"}) ==
        "moebench: 'rou' is not a command; did you mean 'router'? `moebench --help` lists them\n");
  CHECK(fault({"benchmark"}) == "moebench: 'benchmark' is not a command; `moebench --help` lists them\n");
  CHECK(fault({"model", "trian"}) ==
        "moebench: 'trian' is not a command of model; did you mean 'train'? `moebench model --help` lists them\n");
  CHECK(fault({"history", "lst", "--db", "x"}) ==
        "moebench: 'lst' is not a command of history; did you mean 'list'? `moebench history --help` lists them\n");
}

TEST_CASE("help is a command, too, and names what was likely meant") {
  const auto printed = [](const std::vector<std::string>& arguments) {
    const Printed done = run(arguments, "/no/such/program");
    CHECK(done.status == 0);
    CHECK(done.err.empty());
    return done.out;
  };
  CHECK(printed({"help", "router"}) == printed({"router", "--help"}));
  CHECK(printed({"help", "model", "train"}) == printed({"model", "train", "--help"}));
  CHECK(printed({"help", "help"}) == printed({"help", "--help"}));
  CHECK(printed({"help"}) == printed({"--help"}));
  CHECK(fault({"help", "roter"}) ==
        "moebench: 'roter' is not a command of moebench; did you mean 'router'? `moebench --help` lists them\n");
  CHECK(fault({"help", "model", "trian"}) ==
        "moebench: 'trian' is not a command of moebench model; did you mean 'train'? `moebench model --help` lists "
        "them\n");
  CHECK(fault({"hlep"}) == "moebench: 'hlep' is not a command; did you mean 'help'? `moebench --help` lists them\n");
}

TEST_CASE("a command that is left out is asked for") {
  CHECK(fault({}) == "moebench: moebench needs a command; `moebench --help` lists them\n");
  CHECK(fault({"model"}) == "moebench: model needs a command; `moebench model --help` lists them\n");
}

TEST_CASE("a mistyped option is named with the one that was likely meant") {
  const std::string lists = "`moebench router --help` lists them\n";
  const std::string threads = " is not an option of router; did you mean --threads? " + lists;
  CHECK(fault({"router", "--thread", "3"}) == "moebench: --thread" + threads);
  CHECK(fault({"router", "--thraeds=3"}) == "moebench: --thraeds" + threads);
  CHECK(fault({"router", "-threads", "3"}) == "moebench: -threads" + threads);
  CHECK(fault({"router", "--nonsense"}) == "moebench: --nonsense is not an option of router; " + lists);
  CHECK(fault({"model", "train", "--otu", "x"}) ==
        "moebench: --otu is not an option of model train; did you mean --out? `moebench model train --help` lists "
        "them\n");
  CHECK(fault({"--vers"}) ==
        "moebench: --vers is not an option of moebench; did you mean --version? `moebench --help` lists them\n");
}

TEST_CASE("a mistyped option is the mistake, whatever else is wrong because of it") {
  CHECK(
      fault({"compare", "a", "--alhpa", "0.1"}).starts_with("moebench: --alhpa is not an option of compare; did you"));
  CHECK(fault({"router", "--thread", "3", "--rounds", "none"}).starts_with("moebench: --thread is not"));
}

TEST_CASE("an option in front of its command is told where it belongs") {
  CHECK(fault({"--quiet", "router"}) == "moebench: --quiet is an option of router: it belongs behind that word\n");
  CHECK(fault({"model", "--quiet", "train"}) ==
        "moebench: --quiet is an option of model train: it belongs behind that word\n");
}

TEST_CASE("a word too many is named with what the command takes") {
  CHECK(fault({"router", "foo"}) ==
        "moebench: 'foo' is one argument too many for router, which takes none; see `moebench router --help`\n");
  CHECK(fault({"infer", "a", "b"}) ==
        "moebench: 'b' is one argument too many for infer, which takes MODEL; see `moebench infer --help`\n");
}

TEST_CASE("other mistakes name the option, what it takes and where more is told") {
  CHECK(fault({"router", "--requests"}) ==
        "moebench: --requests takes a value, and none is given: a whole number; see `moebench router --help`\n");
  CHECK(fault({"router", "--threads"}) ==
        "moebench: --threads takes a value, and none is given: whole numbers with commas between them; see `moebench "
        "router --help`\n");
  CHECK(fault({"router", "--round-ms"}) ==
        "moebench: --round-ms takes a value, and none is given: NUMBER (0.1 to 1e+06); see `moebench router --help`\n");
  CHECK(fault({"router", "--policy"}) ==
        "moebench: --policy takes a value, and none is given: capacity-factor, power-of-two, top-1; see `moebench "
        "router --help`\n");
  CHECK(fault({"router", "--rounds", "0"}) ==
        "moebench: --rounds: Value 0 not in range 1 to 1000000; see `moebench router --help`\n");
  CHECK(fault({"router", "--requests", "3", "--requests", "4"}) ==
        "moebench: --requests is given 2 times; give it once; see `moebench router --help`\n");
  CHECK(fault({"router", "--hold", "3"}) == "moebench: --hold requires --lifecycle; see `moebench router --help`\n");
  CHECK(fault({"compare", "a"}) ==
        "moebench: BASELINE is required: The result file that it is held against (B); see `moebench compare --help`\n");
  CHECK(fault({"model", "train", "--out", "x", "--data", "y", "--tol", "abc"}) ==
        "moebench: Could not convert: --tol = abc; see `moebench model train --help`\n");
}

TEST_CASE("a mistyped choice is told with the choices and the nearest one") {
  CHECK(fault({"router", "--policy", "top1"}) ==
        "moebench: --policy: top1 not in {capacity-factor,power-of-two,top-1}; did you mean top-1? see `moebench "
        "router --help`\n");
  CHECK(fault({"router", "--policy", "best"}) ==
        "moebench: --policy: best not in {capacity-factor,power-of-two,top-1}; see `moebench router --help`\n");
}

TEST_CASE("control characters of an argument do not reach the terminal") {
  CHECK(fault({"\x1b[31m"}) == "moebench: '\\x1b[31m' is not a command; `moebench --help` lists them\n");
}
