// Files that are no history, or no longer one: each is named, and left byte for byte as it was.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "contains.hpp"
#include "history/measurements.hpp"
#include "moebench/history/history_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
using history_test::measurements;
using moebench::core::Error;
using moebench::core::ErrorKind;
using moebench::history::add;
using moebench::history::read;
using test::contains;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

constexpr std::size_t k_page = 4096;

/// Neither adding nor reading takes the file, and both say this; its bytes and its folder are as they were.
void check_refused(const fs::path& file, const std::string& message) {
  CAPTURE(file.string());
  const std::string before = content(file);
  const auto entries = std::distance(fs::directory_iterator{file.parent_path()}, fs::directory_iterator{});
  const auto check = [&](const auto& result) {
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == ErrorKind::input);
    CHECK(result.error().subject == file.string());
    CAPTURE(result.error().message);
    CHECK(contains(result.error().message, message));
    CHECK(content(file) == before);
    CHECK(std::distance(fs::directory_iterator{file.parent_path()}, fs::directory_iterator{}) == entries);
  };
  check(add(file, measurements(1'000'000, 1'000'002)));
  check(read(file));
}

fs::path history_in(const TemporaryFolder& folder, std::int64_t count = 200) {
  const fs::path file = folder / "history.sqlite";
  REQUIRE(add(file, measurements(0, count)).has_value());
  return file;
}

void change(const fs::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  char* fault = nullptr;
  const int status = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &fault);
  CAPTURE((fault == nullptr ? "" : fault));
  REQUIRE(status == SQLITE_OK);
  sqlite3_close(database);
}

}  // namespace

TEST_CASE("a file of something else is refused, whatever its length") {
  const TemporaryFolder folder;
  for (const std::string& text : {std::string{"x"}, std::string{"{\"schema\": \"moebench/1\"}\n"},
                                  std::string(511, 'y'), std::string(100'000, '\0'), std::string{"SQLite format 3"}}) {
    CAPTURE(text.size());
    check_refused(set_content(folder / "history.sqlite", text), "no SQLite database");
  }
}

TEST_CASE("a history that was cut off is damaged") {
  const TemporaryFolder folder;
  const fs::path file = history_in(folder);
  const std::string whole = content(file);
  REQUIRE(whole.size() > 10 * k_page);
  for (const std::size_t length : {whole.size() - 1, whole.size() - k_page, whole.size() / 2, 2 * k_page, k_page}) {
    CAPTURE(length);
    check_refused(set_content(file, whole.substr(0, length)), "is damaged");
  }
  check_refused(set_content(file, whole.substr(0, 50)), "was left as it is");
}

TEST_CASE("a history with a page overwritten is damaged, whichever it is") {
  const TemporaryFolder folder;
  const fs::path file = history_in(folder);
  const std::string whole = content(file);
  for (std::size_t page = 1; page < whole.size() / k_page; ++page) {
    CAPTURE(page);
    std::string bytes = whole;
    bytes.replace(page * k_page, k_page, k_page, '\xEE');
    check_refused(set_content(file, bytes), "is damaged");
  }
}

TEST_CASE("a row that could not have been added is damage") {
  for (const std::string sql :
       {"UPDATE measurement SET mean = 9e999 WHERE id = 3", "UPDATE measurement SET p99 = -9e999 WHERE id = 3",
        "UPDATE measurement SET commit_time = 99999999999999 WHERE id = 3",
        "UPDATE measurement SET source = 77 WHERE id = 3", "DELETE FROM machine",
        "DELETE FROM measurement WHERE id = 3", "UPDATE run SET mean = 9e999 WHERE measurement = 3"}) {
    CAPTURE(sql);
    const TemporaryFolder folder;
    const fs::path file = history_in(folder, 5);
    change(file, sql);
    const auto found = read(file);
    REQUIRE_FALSE(found.has_value());
    CHECK(contains(found.error().message, "is damaged"));
    CHECK(contains(found.error().message, "measurement"));
  }
}

TEST_CASE("a table that is missing or another one is damage") {
  for (const std::string sql : {"DROP TABLE run", "ALTER TABLE measurement ADD COLUMN more TEXT",
                                "DROP TABLE run; CREATE VIEW run AS SELECT 1 AS measurement, 1.0 AS mean"}) {
    CAPTURE(sql);
    const TemporaryFolder folder;
    const fs::path file = history_in(folder, 5);
    change(file, sql);
    check_refused(file, "is missing or not that of version 1");
  }
}

TEST_CASE("a database of another program is refused") {
  const TemporaryFolder folder;
  const fs::path file = folder / "browser.sqlite";
  change(file, "CREATE TABLE measurement(id INTEGER PRIMARY KEY); PRAGMA user_version = 1");
  check_refused(file, "of another program");
  change(file, "PRAGMA application_id = 42");
  check_refused(file, "of another program");
}

TEST_CASE("a history of a later version is refused") {
  const TemporaryFolder folder;
  const fs::path file = history_in(folder, 5);
  change(file, "PRAGMA user_version = 2; CREATE TABLE later(id INTEGER PRIMARY KEY)");
  check_refused(file, "is a history of version 2; this moebench knows version 1");
}

TEST_CASE("a folder, a missing file and a place where nothing can be made are named") {
  const TemporaryFolder folder;
  for (const auto& [error, part] :
       {std::pair<Error, std::string>{add(folder.path(), measurements(0, 1)).error(), "is a folder"},
        {read(folder.path()).error(), "is a folder"},
        {read(folder / "none.sqlite").error(), "moebench history add RESULT"},
        {add("/proc/history.sqlite", measurements(0, 1)).error(), "cannot be opened"},
        {add("/proc/none/history.sqlite", measurements(0, 1)).error(), "folder cannot be made"}}) {
    CAPTURE(error.subject);
    CAPTURE(error.message);
    CHECK(error.kind == ErrorKind::input);
    CHECK(contains(error.message, part));
    CHECK(contains(error.message, "--db"));
  }
  CHECK(folder.entry_count() == 0);
}

TEST_CASE("names that SQLite takes for something else are files") {
  const TemporaryFolder folder;
  const fs::path old = fs::current_path();
  fs::current_path(folder.path());
  for (const std::string name : {":memory:", "file:x?mode=memory"}) {
    CAPTURE(name);
    CHECK(add(name, measurements(0, 1)).has_value());
    CHECK(fs::exists(folder / name));
    CHECK(read(name).has_value());
  }
  fs::current_path(old);
}
