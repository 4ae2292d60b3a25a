#include "writer.hpp"

#include <utility>

namespace moebench::history {

using core::Measurement;

namespace {

/// Runs a statement whose parameters are bound, to its end.
core::Result<void> run(Statement& statement) {
  const auto row = statement.step();
  statement.reset();
  if (!row) {
    return std::unexpected(row.error());
  }
  return {};
}

}  // namespace

core::Result<Writer> Writer::create(const Database& database) {
  Writer writer{database};
  for (const auto& [statement, sql] :
       {std::pair{&writer.find_, "SELECT 1 FROM measurement WHERE commit_id = ? AND name = ? AND digest = ?"},
        {&writer.add_machine_, "INSERT OR IGNORE INTO machine(facts) VALUES(?)"},
        {&writer.find_machine_, "SELECT id FROM machine WHERE facts = ?"},
        {&writer.add_source_, "INSERT INTO source(file, measured_at, added_at, config, machine) VALUES(?, ?, ?, ?, ?)"},
        {&writer.add_measurement_,
         "INSERT INTO measurement(source, commit_id, commit_time, branch, dirty, name, scenario, framework, metric, "
         "unit, better, samples, mean, sd_between_runs, p50, p95, p99, throughput_per_sec, parameters, digest) "
         "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&writer.add_run_, "INSERT INTO run(measurement, position, mean) VALUES(?, ?, ?)"}}) {
    auto prepared = database.prepare(sql);
    if (!prepared) {
      return std::unexpected(prepared.error());
    }
    statement->emplace(std::move(*prepared));
  }
  return writer;
}

core::Result<bool> Writer::add(const Measurement& measurement) {
  const auto there = is_there(measurement);
  if (!there || *there) {
    return there ? core::Result<bool>{false} : there;
  }
  const auto source = source_of(measurement);
  if (!source) {
    return std::unexpected(source.error());
  }
  bind(measurement, *source);
  if (const auto added = run(*add_measurement_); !added) {
    return std::unexpected(added.error());
  }
  if (const auto added = add_runs(database_->last_id(), measurement.run_means); !added) {
    return std::unexpected(added.error());
  }
  return true;
}

core::Result<bool> Writer::is_there(const Measurement& measurement) {
  find_->bind(0, measurement.commit.id);
  find_->bind(1, measurement.name);
  find_->bind(2, measurement.digest);
  auto row = find_->step();
  find_->reset();
  return row;
}

core::Result<std::int64_t> Writer::machine_of(const Measurement& measurement) {
  add_machine_->bind(0, measurement.machine);
  if (const auto added = run(*add_machine_); !added) {
    return std::unexpected(added.error());
  }
  find_machine_->bind(0, measurement.machine);
  const auto row = find_machine_->step();
  if (!row) {
    return std::unexpected(row.error());
  }
  const std::int64_t id = find_machine_->integer(0);
  find_machine_->reset();
  return id;
}

core::Result<std::int64_t> Writer::source_of(const Measurement& measurement) {
  SourceKey key{measurement.source, measurement.measured_at, measurement.added_at, measurement.config,
                measurement.machine};
  if (source_ != 0 && key == source_key_) {
    return source_;
  }
  const auto machine = machine_of(measurement);
  if (!machine) {
    return machine;
  }
  add_source_->bind(0, measurement.source);
  add_source_->bind(1, measurement.measured_at);
  add_source_->bind(2, measurement.added_at);
  add_source_->bind(3, measurement.config);
  add_source_->bind(4, *machine);
  if (const auto added = run(*add_source_); !added) {
    return std::unexpected(added.error());
  }
  source_key_ = std::move(key);
  source_ = database_->last_id();
  return source_;
}

void Writer::bind(const Measurement& measurement, std::int64_t source) {
  Statement& row = *add_measurement_;
  int at = 0;
  row.bind(at++, source);
  row.bind(at++, measurement.commit.id);
  row.bind(at++, measurement.commit.time);
  row.bind(at++, measurement.commit.branch);
  row.bind(at++, std::int64_t{measurement.commit.dirty});
  row.bind(at++, measurement.name);
  row.bind(at++, measurement.scenario);
  row.bind(at++, measurement.framework);
  row.bind(at++, measurement.metric);
  row.bind(at++, measurement.unit);
  row.bind(at++, std::string_view{measurement.better == core::Better::lower ? "lower" : "higher"});
  row.bind(at++, static_cast<std::int64_t>(measurement.samples));
  row.bind(at++, measurement.mean);
  for (const auto& figure : {measurement.sd_between_runs, measurement.p50, measurement.p95, measurement.p99,
                             measurement.throughput_per_sec}) {
    row.bind(at++, figure);
  }
  row.bind(at++, measurement.parameters);
  row.bind(at++, measurement.digest);
}

core::Result<void> Writer::add_runs(std::int64_t measurement, std::span<const double> means) {
  std::int64_t position = 0;
  for (const double mean : means) {
    add_run_->bind(0, measurement);
    add_run_->bind(1, position++);
    add_run_->bind(2, mean);
    if (auto added = run(*add_run_); !added) {
      return added;
    }
  }
  return {};
}

}  // namespace moebench::history
