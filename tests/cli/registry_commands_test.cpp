// The commands registry and mixed on real input and on bad input.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "moebench/io/result_file.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// Small enough for a test; what is measured does not matter here.
std::vector<std::string> small_registry(std::vector<std::string> more) {
  std::vector<std::string> all{"registry", "--reads", "50",     "--warmup", "10",         "--models", "3",
                               "--rounds", "2",       "--runs", "1",        "--round-ms", "0.5",      "--quiet"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<std::string> small_mixed(std::vector<std::string> more) {
  std::vector<std::string> all{"mixed",    "--readers", "2",        "--writers", "2",      "--ops", "20",
                               "--warmup", "0",         "--rounds", "2",         "--runs", "1",     "--quiet"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

TEST_CASE("registry prints every backend with both reads and its speedup over the lock") {
  const Printed printed = run(small_registry({"--readers", "2"}));
  CHECK(printed.status == 0);
  for (const char* backend : {"rcu", "snapshot", "rwlock", "mutex"}) {
    CAPTURE(backend);
    CHECK(contains(printed.out, std::string{"| "} + backend + " "));
  }
  for (const char* part : {"## 2. Registry Lock-Free Reads", "**Test**: 2 threads, 50 reads each, 3 models",
                           "Thread creation included:", "Steady state:", "| unsynchronised", "| borrowed ", "| owned ",
                           "Creating and joining 2 threads", "## Comparison with Baselines", "Over rwlock, owned"}) {
    CAPTURE(part);
    CHECK(contains(printed.out, part));
  }
}

TEST_CASE("registry with several numbers of readers prints the scaling law of each chosen backend") {
  const Printed printed = run(small_registry({"--readers", "1,2,3", "--backend", "rcu,mutex"}));
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## Registry Reads by Number of Threads"));
  CHECK(contains(printed.out, "Universal Scalability Law"));
  CHECK(contains(printed.out, "| mutex, owned"));
  CHECK_FALSE(contains(printed.out, "snapshot"));
}

TEST_CASE("the registry's result file keeps reads and baselines and is read back") {
  const Printed printed = run(small_registry({"--readers", "2", "--backend", "rcu,rwlock", "--format", "json"}));
  CHECK(printed.status == 0);
  const auto set = moebench::io::parse_results(printed.out, "printed");
  REQUIRE(set.has_value());
  REQUIRE(set->results.size() == 11);  // five arms in two ways of counting, and the threads alone
  CHECK(set->results[1].name == "registry/rcu/borrowed/steady-state");
  CHECK(set->results[1].baselines.front() == "registry/rwlock/owned/steady-state");
  CHECK(contains(printed.out, "\"speedups\""));
}

TEST_CASE("mixed prints the exact count of models and how long reads wait") {
  const Printed printed = run(small_mixed({"--backend", "rcu,mutex"}));
  CHECK(printed.status == 0);
  for (const char* part : {"## 4. Mixed Read/Write Workload", "**Test**: 2 readers and 2 writers, 20 operations each",
                           "| rcu     | Final model count ", " 40 |", "Deadlocks", "Torn reads", "Stale reads",
                           "How long reads wait:", "| rcu     | busy threads ", "| mutex   | nobody "}) {
    CAPTURE(part);
    CHECK(contains(printed.out, part));
  }
}

TEST_CASE("mixed with several numbers of operations prints the cost of an insertion by size") {
  const Printed printed = run({"mixed", "--readers", "2", "--ops", "10,30", "--rounds", "2", "--runs", "1", "--quiet"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## Insertions by Size of the Registry"));
  CHECK(contains(printed.out, "|         20 |"));
  CHECK(contains(printed.out, "|         60 |"));
  CHECK(contains(printed.out, "On a core (us)"));
}

TEST_CASE("registry and mixed refuse what measures nothing with status 2") {
  const auto refused = [](const std::vector<std::string>& arguments, const std::string& named) {
    CAPTURE(named);
    const Printed printed = run(arguments);
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, named));
  };
  refused({"registry", "--readers", "0"}, "readers");
  refused({"registry", "--readers", "2,2"}, "readers");
  refused({"registry", "--readers", "two"}, "readers");
  refused({"registry", "--reads", "0"}, "reads");
  refused({"registry", "--models", "0"}, "models");
  refused({"registry", "--backend", "arcswap"}, "arcswap");
  refused({"mixed", "--writers", "0"}, "writers");
  refused({"mixed", "--ops", "5,5"}, "ops");
  refused({"mixed", "--ops", "-3"}, "ops");
  refused({"mixed", "--backend", "rcu,none"}, "none");
  refused({"mixed", "--stall-limit", "0"}, "stall-limit");
  refused({"mixed", "--round-limit", "0"}, "round-limit");
}

TEST_CASE("registry and mixed name the model file that they cannot use with status 3") {
  const TemporaryFolder folder;
  const std::string broken = set_content(folder / "broken.apr", "APRN but no more than that");
  for (const char* command : {"registry", "mixed"}) {
    CAPTURE(command);
    const Printed missing = run({command, (folder / "missing.apr").string(), "--runs", "2"});
    CHECK(missing.status == 3);
    CHECK(missing.out.empty());
    CHECK(contains(missing.err, "missing.apr"));
    const Printed refused = run({command, broken, "--runs", "1"});
    CHECK(refused.status == 3);
    CHECK(contains(refused.err, "broken.apr"));
  }
}
