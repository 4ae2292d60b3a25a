// One open SQLite database and its statements, with SQLite's status codes as this project's errors. Knows no table.
// Private to history.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "moebench/core/error.hpp"

namespace moebench::history {

enum class Opening : std::uint8_t { existing, create };

struct CloseDatabase {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class Database;

/// A prepared statement. Parameters and columns count from 0. Lives no longer than its database.
class Statement {
 public:
  void bind(int parameter, std::int64_t value);
  void bind(int parameter, double value);
  void bind(int parameter, const std::optional<double>& value);
  void bind(int parameter, std::string_view text);

  /// The next row, or false at the end.
  core::Result<bool> step();

  /// Forgets rows, keeps nothing bound.
  void reset();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  double number(int column) const { return sqlite3_column_double(statement_.get(), column); }
  std::optional<double> optional_number(int column) const;
  std::string text(int column) const;

 private:
  friend class Database;
  Statement(const Database& database, sqlite3_stmt* statement) : database_{&database}, statement_{statement} {}

  const Database* database_;
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement_;
};

class Database {
 public:
  /// Opens the file without reading it. What it holds is not trusted.
  static core::Result<Database> open(const std::filesystem::path& file, Opening opening);

  /// Runs a statement without rows.
  core::Result<void> execute(const char* sql) const;

  core::Result<Statement> prepare(const char* sql) const;

  /// The single number of a statement's first row.
  core::Result<std::int64_t> number(const char* sql) const;

  std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }

  /// What SQLite's status says to the user of the file.
  std::unexpected<core::Error> failure(int status) const;

  std::unexpected<core::Error> damaged(std::string_view what) const;

  const std::string& subject() const { return subject_; }

 private:
  Database(std::string subject, sqlite3* handle) : subject_{std::move(subject)}, handle_{handle} {}

  std::string subject_;
  std::unique_ptr<sqlite3, CloseDatabase> handle_;
};

}  // namespace moebench::history
