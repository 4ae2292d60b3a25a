#include "moebench/history/history_file.hpp"

#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "database.hpp"
#include "reader.hpp"
#include "schema.hpp"
#include "writer.hpp"

namespace moebench::history {
namespace {

namespace fs = std::filesystem;
using core::Measurement;

/// Undone unless it was committed.
class Transaction {
 public:
  static core::Result<Transaction> begin(const Database& database, const char* how) {
    if (const auto begun = database.execute(how); !begun) {
      return std::unexpected(begun.error());
    }
    return Transaction{database};
  }
  Transaction(Transaction&& other) noexcept : database_{std::exchange(other.database_, nullptr)} {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() {
    if (database_ != nullptr) {
      static_cast<void>(database_->execute("ROLLBACK"));  // what it did not do, closing the database does
    }
  }

  core::Result<void> commit() {
    auto committed = database_->execute("COMMIT");
    if (committed) {
      database_ = nullptr;
    }
    return committed;
  }

 private:
  explicit Transaction(const Database& database) : database_{&database} {}

  const Database* database_;
};

core::Result<void> make_folder(const fs::path& file) {
  if (file.has_parent_path()) {
    std::error_code fault;
    fs::create_directories(file.parent_path(), fault);
    if (fault) {
      return core::input_error(
          file.string(), fmt::format("its folder cannot be made: {}; name another file with --db", fault.message()));
    }
  }
  return {};
}

core::Result<void> refuse_folder(const fs::path& file) {
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) {
    return core::input_error(file.string(), "is a folder; name a file with --db");
  }
  return {};
}

core::Result<Database> open_to_add(const fs::path& file) {
  if (const auto usable = refuse_folder(file); !usable) {
    return std::unexpected(usable.error());
  }
  if (const auto made = make_folder(file); !made) {
    return std::unexpected(made.error());
  }
  return Database::open(file, Opening::create);
}

core::Result<Database> open_to_read(const fs::path& file) {
  if (const auto usable = refuse_folder(file); !usable) {
    return std::unexpected(usable.error());
  }
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return core::input_error(
        file.string(), "there is no such history; make one with `moebench history add RESULT`, or name it with --db");
  }
  return Database::open(file, Opening::existing);
}

core::Result<Added> add_all(const Database& database, std::span<const Measurement> measurements) {
  auto writer = Writer::create(database);
  if (!writer) {
    return std::unexpected(writer.error());
  }
  Added result;
  for (const Measurement& measurement : measurements) {
    const auto added = writer->add(measurement);
    if (!added) {
      return std::unexpected(added.error());
    }
    ++(*added ? result.added : result.already_there);
  }
  return result;
}

}  // namespace

core::Result<Added> add(const fs::path& file, std::span<const Measurement> measurements) {
  auto database = open_to_add(file);
  if (!database) {
    return std::unexpected(database.error());
  }
  // Locks out other writers before anything is read, so that nobody adds between our look and our writing.
  auto transaction = Transaction::begin(*database, "BEGIN IMMEDIATE");
  if (!transaction) {
    return std::unexpected(transaction.error());
  }
  if (const auto ready = ensure_history(*database); !ready) {
    return std::unexpected(ready.error());
  }
  const auto added = add_all(*database, measurements);
  if (!added || added->added == 0) {
    return added;
  }
  if (const auto committed = transaction->commit(); !committed) {
    return std::unexpected(committed.error());
  }
  return added;
}

core::Result<std::vector<Measurement>> read(const fs::path& file) {
  auto database = open_to_read(file);
  if (!database) {
    return std::unexpected(database.error());
  }
  auto transaction = Transaction::begin(*database, "BEGIN");
  if (!transaction) {
    return std::unexpected(transaction.error());
  }
  if (const auto ready = expect_history(*database); !ready) {
    return std::unexpected(ready.error());
  }
  return read_measurements(*database);
}

}  // namespace moebench::history
