// What sections of sweeps share: which parameters were swept, the columns that say so, the law fitted to a curve.
// Private to report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "moebench/report/measured.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {

struct Parameter {
  std::string_view key;  // among a result's params
  std::string_view title;
};

/// Those of which the results have several values, in the order given.
std::vector<Parameter> swept_of(const core::ResultSet& set, const std::vector<Parameter>& parameters);

/// "threads", "threads and experts", "threads, experts and capacity".
std::string titles_of(const std::vector<Parameter>& parameters);

/// A column for each parameter.
std::vector<Table::Column> columns_of(const std::vector<Parameter>& parameters);

/// The result's value of each parameter.
std::vector<std::string> values_of(const core::BenchmarkResult& result, const std::vector<Parameter>& parameters);

/// The Universal Scalability Law of every curve that it was fitted to, and what the table means; empty text without
/// one. `curve` is the title of the curves' names, `operations` what a second has so many of: "reads".
std::string scaling_table(const Measured& measured, const std::string& curve, std::string_view operations);

}  // namespace moebench::report
