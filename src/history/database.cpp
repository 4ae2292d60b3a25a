#include "database.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace moebench::history {
namespace {

constexpr int k_wait_ms = 60'000;
constexpr int k_longest_value = 64 << 20;  // bytes of one text; a damaged length then takes no memory

int length_of(std::string_view text) {
  return static_cast<int>(std::min<std::size_t>(text.size(), k_longest_value + std::size_t{1}));
}

}  // namespace

void Statement::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter + 1, value);
}

void Statement::bind(int parameter, double value) {
  sqlite3_bind_double(statement_.get(), parameter + 1, value);
}

void Statement::bind(int parameter, const std::optional<double>& value) {
  if (value) {
    bind(parameter, *value);
  } else {
    sqlite3_bind_null(statement_.get(), parameter + 1);
  }
}

void Statement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text(statement_.get(), parameter + 1, text.data(), length_of(text), SQLITE_TRANSIENT);
}

core::Result<bool> Statement::step() {
  const int status = sqlite3_step(statement_.get());
  if (status != SQLITE_ROW && status != SQLITE_DONE) {
    return database_->failure(status);
  }
  return status == SQLITE_ROW;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::optional<double> Statement::optional_number(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL ? std::nullopt : std::optional{number(column)};
}

std::string Statement::text(int column) const {
  const unsigned char* const text = sqlite3_column_text(statement_.get(), column);
  const int length = sqlite3_column_bytes(statement_.get(), column);
  return text == nullptr ? std::string{}
                         : std::string{reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)};
}

core::Result<Database> Database::open(const std::filesystem::path& file, Opening opening) {
  // An absolute path is never taken for a URI or for one of SQLite's names of databases in memory.
  const std::string path = std::filesystem::absolute(file).string();
  const int create = opening == Opening::create ? SQLITE_OPEN_CREATE : 0;
  sqlite3* handle = nullptr;
  const int status =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create, nullptr);
  Database database{file.string(), handle};
  if (status != SQLITE_OK) {
    return database.failure(status);
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, k_wait_ms);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, k_longest_value);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  return database;
}

core::Result<void> Database::execute(const char* sql) const {
  const int status = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) {
    return failure(status);
  }
  return {};
}

core::Result<Statement> Database::prepare(const char* sql) const {
  sqlite3_stmt* statement = nullptr;
  const int status = sqlite3_prepare_v2(handle_.get(), sql, -1, &statement, nullptr);
  if (status != SQLITE_OK) {
    return failure(status);
  }
  return Statement{*this, statement};
}

core::Result<std::int64_t> Database::number(const char* sql) const {
  auto statement = prepare(sql);
  if (!statement) {
    return std::unexpected(statement.error());
  }
  const auto row = statement->step();
  if (!row) {
    return std::unexpected(row.error());
  }
  return *row ? statement->integer(0) : 0;
}

std::unexpected<core::Error> Database::failure(int status) const {
  const std::string told = handle_ != nullptr ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(status);
  switch (status & 0xFF) {
    case SQLITE_NOTADB:
      return core::input_error(subject_,
                               "is not a history: no SQLite database, or one whose beginning is damaged. It was left "
                               "as it is: name another file with --db, or move this one away");
    case SQLITE_CORRUPT: return damaged(told);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return core::input_error(subject_,
                               fmt::format("another process has kept it locked for {} s; nothing was changed. "
                                           "Try again when it is done",
                                           k_wait_ms / 1000));
    case SQLITE_READONLY:
      return core::input_error(subject_,
                               "cannot be written: the file or its folder is read-only. Change that, or name "
                               "another file with --db");
    case SQLITE_CANTOPEN:
      return core::input_error(subject_,
                               "cannot be opened: expected a file that can be read, in a folder that can be "
                               "written. Change that, or name another file with --db");
    case SQLITE_FULL:
      return core::input_error(subject_, "the disk is full; nothing was changed. Make room and try again");
    default: return core::input_error(subject_, fmt::format("SQLite could not go on: {}; nothing was changed", told));
  }
}

std::unexpected<core::Error> Database::damaged(std::string_view what) const {
  return core::input_error(
      subject_, fmt::format("is damaged ({}). It was left as it is: restore a copy of it, or save what is left "
                            "with `sqlite3 FILE .recover`, and name another file with --db meanwhile",
                            what));
}

}  // namespace moebench::history
