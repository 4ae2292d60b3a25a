// One of the two sides of an audit: its file, the result that is judged, and what is computed from that once. Private
// to audit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::audit {

/// Refers to the set, which must outlive it.
struct Side {
  std::string role;  // "candidate" or "baseline"
  const core::ResultSet* set;
  const core::BenchmarkResult* result;
  const core::BenchmarkResult* batched;  // the same operation timed in batches; null where the file has none
  std::vector<double> ascending;         // the result's samples; empty where the file has a summary only
  core::Summary summary;

  /// What the file says of `key`: the result's parameters first, then the configuration, then the machine's facts.
  const core::Scalar* find(std::string_view key) const;

  /// The same as text; empty where the file does not say.
  std::string text(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;

  /// The same, of the result's parameters alone: "kernel" is also what a machine runs.
  std::string own_text(std::string_view key) const;

  std::optional<bool> flag(std::string_view key) const;

  /// The sum over runs of what each counted under `name`; empty unless every run did.
  std::optional<std::uint64_t> counted(std::string_view name) const;

  std::optional<double> quantile(double p) const;  // of the samples, otherwise the file's own
  std::optional<double> p50() const { return quantile(0.5); }
  std::size_t runs() const { return result->series.runs.size(); }
  bool has_samples() const { return !ascending.empty(); }

  /// Of the batched result; empty where there is none.
  std::optional<double> batched_p50() const;
};

Side make_side(std::string role, const core::ResultSet& set, const core::BenchmarkResult& result);

/// The median of `result`'s samples, otherwise the one that its file states.
std::optional<double> median_of(const core::BenchmarkResult& result);

}  // namespace moebench::audit
