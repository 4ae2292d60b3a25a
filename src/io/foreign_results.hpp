// Owns what the readers of other tools' files have in common: time units, samples over batches of several sizes, names
// that must be unique. Does not know any tool. Included by the readers of single formats.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

/// How many microseconds a unit has, as a fraction so that nanoseconds and seconds are rounded once.
struct TimeUnit {
  double factor;
  double divisor;

  double us(double value) const { return value * factor / divisor; }
};

inline constexpr TimeUnit k_seconds{.factor = 1e6, .divisor = 1};
inline constexpr TimeUnit k_nanoseconds{.factor = 1, .divisor = 1e3};

/// "ns", "us", "ms", "s", "min", "hr", "day"; empty for any other text.
std::optional<TimeUnit> time_unit(std::string_view name);

/// Whether a metric is a rate by its unit or name: "MB/s", "ops/us", "items_per_second".
bool is_rate(std::string_view name);

/// `value` of `field` in microseconds; refused where no double holds it.
double us_of(double value, TimeUnit unit, const JsonField& field);

/// The numbers of `field`, at least one, in microseconds. Refused: what JsonField::numbers() refuses, and as above.
std::vector<double> numbers_us(const JsonField& field, TimeUnit unit);

/// A result with one run of `samples`. Nothing of its process is known but that it was one.
core::BenchmarkResult single_run(std::string name, core::Series series, std::vector<double> samples);

/// Says of the only run of `result` how many operations each of its samples is the mean of. Where all are the same that
/// is the run's batch; otherwise the batch is their mean, rounded, and the parameter "iterations_per_sample" gives the
/// smallest and the largest ("10 to 550").
void set_batches(core::BenchmarkResult& result, std::span<const std::uint64_t> batches);

/// The doubt that `result` lost something that could not be read.
void doubt_not_read(core::BenchmarkResult& result, std::string message);

/// Hands out names that differ: the second "a" is "a (2)", an empty one "unnamed".
class UniqueNames {
 public:
  std::string operator()(std::string name);

 private:
  std::unordered_set<std::string> taken_;
};

/// Copies a scalar that is given to `into` as `key`.
void set_if_given(core::Attributes& into, std::string_view key, const core::Scalar* value);

}  // namespace moebench::io
