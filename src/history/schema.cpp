#include "schema.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace moebench::history {
namespace {

constexpr std::int64_t k_application_id = 0x6d6f6562;  // "moeb"
constexpr std::int64_t k_version = 1;                  // of the tables below

struct TableText {
  std::string_view name;
  const char* sql;  // as SQLite keeps it, so that a database's own can be held against it
};

// A later version adds its own texts and keeps these, to read what was written before.
constexpr std::array k_tables{
    TableText{"machine", "CREATE TABLE machine(id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE) STRICT"},
    TableText{"source",
              "CREATE TABLE source(id INTEGER PRIMARY KEY, file TEXT NOT NULL, measured_at TEXT NOT NULL, "
              "added_at TEXT NOT NULL, config TEXT NOT NULL, machine INTEGER NOT NULL REFERENCES machine(id)) STRICT"},
    TableText{"measurement",
              "CREATE TABLE measurement(id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), "
              "commit_id TEXT NOT NULL CHECK(commit_id <> ''), commit_time INTEGER NOT NULL, branch TEXT NOT NULL, "
              "dirty INTEGER NOT NULL CHECK(dirty IN (0, 1)), name TEXT NOT NULL CHECK(name <> ''), "
              "scenario TEXT NOT NULL, framework TEXT NOT NULL, metric TEXT NOT NULL, unit TEXT NOT NULL, "
              "better TEXT NOT NULL CHECK(better IN ('lower', 'higher')), "
              "samples INTEGER NOT NULL CHECK(samples >= 0), mean REAL NOT NULL, sd_between_runs REAL, p50 REAL, "
              "p95 REAL, p99 REAL, throughput_per_sec REAL, parameters TEXT NOT NULL, digest TEXT NOT NULL, "
              "UNIQUE(commit_id, name, digest)) STRICT"},
    TableText{"run",
              "CREATE TABLE run(measurement INTEGER NOT NULL REFERENCES measurement(id), position INTEGER NOT NULL, "
              "mean REAL NOT NULL, PRIMARY KEY(measurement, position)) STRICT, WITHOUT ROWID"},
};

enum class Kind : std::uint8_t { empty, history };

std::unexpected<core::Error> foreign(const Database& database) {
  return core::input_error(
      database.subject(),
      "is an SQLite database of another program, not a history. It was left as it is: name another "
      "file with --db");
}

/// SQLite alone takes a file that is shorter than any page for an empty one and writes over it, and passes over what is
/// missing from the end of a last page. Inside of a transaction, which has undone what a killed process left.
core::Result<void> check_size(const Database& database) {
  constexpr std::uintmax_t smallest_page = 512;
  const auto page = database.number("PRAGMA page_size");
  if (!page) {
    return std::unexpected(page.error());
  }
  std::error_code ignored;
  const std::uintmax_t bytes = std::filesystem::file_size(database.subject(), ignored);
  if (bytes > 0 && bytes < smallest_page) {
    return database.failure(SQLITE_NOTADB);
  }
  if (*page > 0 && bytes % static_cast<std::uintmax_t>(*page) != 0) {
    return database.damaged(
        fmt::format("{} bytes, which are no whole number of its pages of {}: its end is cut off", bytes, *page));
  }
  return {};
}

/// Empty, or a history of a version that is known here.
core::Result<Kind> kind_of(const Database& database) {
  const auto application = database.number("PRAGMA application_id");
  if (!application) {
    return std::unexpected(application.error());
  }
  if (const auto whole = check_size(database); !whole) {
    return std::unexpected(whole.error());
  }
  const auto version = database.number("PRAGMA user_version");
  if (!version) {
    return std::unexpected(version.error());
  }
  const auto entries = database.number("SELECT count(*) FROM sqlite_master");
  if (!entries) {
    return std::unexpected(entries.error());
  }
  if (*application == 0 && *version == 0 && *entries == 0) {
    return Kind::empty;
  }
  if (*application != k_application_id) {
    return foreign(database);
  }
  if (*version != k_version) {
    return core::input_error(
        database.subject(),
        fmt::format("is a history of version {}; this moebench knows version {}. It was left as it is: use a newer "
                    "moebench, or name another file with --db",
                    *version, k_version));
  }
  return Kind::history;
}

core::Result<void> check_tables(const Database& database) {
  auto statement = database.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?");
  if (!statement) {
    return std::unexpected(statement.error());
  }
  for (const auto& [name, sql] : k_tables) {
    statement->reset();
    statement->bind(0, name);
    const auto row = statement->step();
    if (!row) {
      return std::unexpected(row.error());
    }
    if (!*row || statement->text(0) != sql) {
      return database.damaged(fmt::format("its table '{}' is missing or not that of version {}", name, k_version));
    }
  }
  return {};
}

core::Result<void> check_content(const Database& database) {
  auto statement = database.prepare("PRAGMA quick_check(1)");
  if (!statement) {
    return std::unexpected(statement.error());
  }
  const auto row = statement->step();
  if (!row) {
    return std::unexpected(row.error());
  }
  if (const std::string found = *row ? statement->text(0) : "no answer"; found != "ok") {
    return database.damaged(found.substr(0, found.find('\n')));
  }
  return {};
}

core::Result<void> check_history(const Database& database) {
  const auto tables = check_tables(database);
  return tables ? check_content(database) : tables;
}

core::Result<void> make_tables(const Database& database) {
  for (const auto& [name, sql] : k_tables) {
    if (auto made = database.execute(sql); !made) {
      return made;
    }
  }
  return database.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", k_application_id, k_version).c_str());
}

}  // namespace

core::Result<void> ensure_history(const Database& database) {
  const auto kind = kind_of(database);
  if (!kind) {
    return std::unexpected(kind.error());
  }
  return *kind == Kind::empty ? make_tables(database) : check_history(database);
}

core::Result<void> expect_history(const Database& database) {
  const auto kind = kind_of(database);
  if (!kind) {
    return std::unexpected(kind.error());
  }
  if (*kind == Kind::empty) {
    return core::input_error(database.subject(), "holds nothing yet; add results with `moebench history add RESULT`");
  }
  return check_history(database);
}

}  // namespace moebench::history
