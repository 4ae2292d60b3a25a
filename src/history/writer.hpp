// Puts measurements into the tables. Private to history.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>

#include "database.hpp"
#include "moebench/core/history.hpp"

namespace moebench::history {

/// The statements that adding takes, and the file that the last measurement came from. For one transaction of a
/// database with all tables, which must outlive it.
class Writer {
 public:
  static core::Result<Writer> create(const Database& database);

  /// False where it is there already.
  core::Result<bool> add(const core::Measurement& measurement);

 private:
  using SourceKey = std::tuple<std::string, std::string, std::string, std::string, std::string>;

  explicit Writer(const Database& database) : database_{&database} {}

  core::Result<bool> is_there(const core::Measurement& measurement);
  core::Result<std::int64_t> machine_of(const core::Measurement& measurement);

  /// One row for the measurements of one file that stand behind one another.
  core::Result<std::int64_t> source_of(const core::Measurement& measurement);

  void bind(const core::Measurement& measurement, std::int64_t source);
  core::Result<void> add_runs(std::int64_t measurement, std::span<const double> means);

  const Database* database_;
  std::optional<Statement> find_, add_machine_, find_machine_, add_source_, add_measurement_, add_run_;
  SourceKey source_key_;
  std::int64_t source_ = 0;
};

}  // namespace moebench::history
