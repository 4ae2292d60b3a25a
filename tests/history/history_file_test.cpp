#include "moebench/history/history_file.hpp"

#include <algorithm>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "history/measurements.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using history_test::measurement;
using history_test::measurements;
using moebench::core::Measurement;
using moebench::history::add;
using moebench::history::Added;
using moebench::history::read;
using test::TemporaryFolder;

namespace {

Added added(const fs::path& file, const std::vector<Measurement>& all) {
  const auto result = add(file, all);
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message));
  return *result;
}

std::vector<Measurement> content_of(const fs::path& file) {
  auto found = read(file);
  REQUIRE_MESSAGE(found.has_value(), (found ? "" : found.error().message));
  return *found;
}

}  // namespace

TEST_CASE("what was added is read as it was, in the order of adding") {
  const TemporaryFolder folder;
  const fs::path file = folder / "new" / "folder" / "history.sqlite";
  std::vector<Measurement> all = measurements(-2, 5);
  all[3].name = "with 'quotes', \xC3\xBC and\nlines";
  all[3].machine.clear();
  all[4].run_means.clear();
  all[4].source = "other.json";
  CHECK(added(file, all).added == all.size());
  std::vector<Measurement> found = content_of(file);
  REQUIRE(found.size() == all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(found[i].id == static_cast<std::int64_t>(i) + 1);
    all[i].id = found[i].id;
    CHECK(found[i] == all[i]);
  }
  CHECK(fs::exists(file));
  CHECK(std::distance(fs::directory_iterator{file.parent_path()}, {}) == 1);  // no journal is left
}

TEST_CASE("the same measurement of a commit is not added again, another one is") {
  const TemporaryFolder folder;
  const fs::path file = folder / "history.sqlite";
  CHECK(added(file, measurements(0, 3)).added == 3);
  const std::string before = test::content(file);
  const Added again = added(file, measurements(0, 3));
  CHECK(again.added == 0);
  CHECK(again.already_there == 3);
  CHECK(test::content(file) == before);

  Measurement repeated = measurement(1);
  repeated.digest = "another";
  Measurement elsewhere = measurement(1);
  elsewhere.commit.id = "another";
  const Added mixed = added(file, {measurement(2), repeated, elsewhere, repeated});
  CHECK(mixed.added == 2);
  CHECK(mixed.already_there == 2);
  CHECK(content_of(file).size() == 5);
}

TEST_CASE("threads that add at once lose nothing") {
  const TemporaryFolder folder;
  const fs::path file = folder / "history.sqlite";
  constexpr int threads = 8;
  constexpr int each = 20;
  {
    std::vector<std::jthread> all;
    for (int thread = 0; thread < threads; ++thread) {
      all.emplace_back([&file, thread] {
        for (int i = 0; i < each; ++i) {
          const std::vector<Measurement> one{measurement(thread * each + i)};
          if (!add(file, one)) {
            return;  // counted below
          }
        }
      });
    }
  }
  CHECK(content_of(file).size() == threads * each);
}

TEST_CASE("a process that is killed leaves what it had added and nothing of what it had not") {
  const TemporaryFolder folder;
  const fs::path file = folder / "history.sqlite";
  int reports[2];
  REQUIRE(::pipe(reports) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    for (std::int64_t i = 0;; ++i) {
      if (!add(file, measurements(10 * i, 10 * i + 10)) || ::write(reports[1], "x", 1) != 1) {
        ::_exit(1);
      }
    }
  }
  ::close(reports[1]);
  std::size_t acknowledged = 0;
  char byte = 0;
  while (acknowledged < 15 && ::read(reports[0], &byte, 1) == 1) {
    ++acknowledged;
  }
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  while (::read(reports[0], &byte, 1) == 1) {
    ++acknowledged;
  }
  ::close(reports[0]);
  const std::size_t found = content_of(file).size();
  CHECK((found == 10 * acknowledged || found == 10 * (acknowledged + 1)));
  CHECK(added(file, measurements(1'000'000, 1'000'001)).added == 1);
}

TEST_CASE("a file that was left in the middle of writing is read as it was before") {
  const TemporaryFolder folder;
  const fs::path file = folder / "history.sqlite";
  added(file, measurements(0, 300));
  // Half of a transaction in the file, the other half in its journal: what a killed process leaves.
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database,
                       "PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE measurement SET mean = -1; "
                       "UPDATE measurement SET branch = printf('%.1000c', 'x')",
                       nullptr, nullptr, nullptr) == SQLITE_OK);
  const fs::path journal = folder / "history.sqlite-journal";
  REQUIRE(fs::file_size(journal) > 0);
  const std::string before = test::content(file);
  fs::copy(file, folder / "killed.sqlite");
  fs::copy(journal, folder / "killed.sqlite-journal");
  sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  REQUIRE(test::content(file) != before);

  const std::vector<Measurement> found = content_of(folder / "killed.sqlite");
  CHECK(found.size() == 300);
  CHECK(std::ranges::none_of(found,
                             [](const Measurement& one) { return one.mean == -1 || one.commit.branch != "main"; }));
  CHECK(added(folder / "killed.sqlite", measurements(300, 301)).added == 1);
}

TEST_CASE("an empty file becomes a history") {
  const TemporaryFolder folder;
  const fs::path file = test::set_content(folder / "history.sqlite", "");
  const auto nothing = read(file);
  REQUIRE_FALSE(nothing.has_value());
  CHECK(nothing.error().message.find("moebench history add") != std::string::npos);
  CHECK(added(file, measurements(0, 1)).added == 1);
}
