// What times are held against: what this machine was measured to do, and what the baseline's own rows show of it.
// Private to audit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "point.hpp"

namespace moebench::audit {

/// The machine on which the candidate was measured has not been restarted since: what is measured now counts for it.
bool on_this_boot(const Case& c);

/// A time in microseconds, and where it comes from.
struct Yardstick {
  double us;
  std::string source;
};

/// The least time in which the coefficients and an input can be read once: from the read bandwidth measured now where
/// that counts, and from what the candidate's file records, the faster of the two; empty where neither is known.
std::optional<Yardstick> hardware_floor(const Case& c);

/// What the arithmetic of an input takes in a vector kernel: measured now among a thousand inputs where that counts,
/// otherwise in the candidate's own row; empty where neither is known.
std::optional<Yardstick> arithmetic_of_an_input(const Case& c);

/// The candidate's kernel timed now. Where the machine is another or was restarted, what that gives on it by the ratio
/// of what both read from the nearest cache; empty where neither is known.
std::optional<Yardstick> candidate_run_again(const Case& c);

/// The fastest of the baseline's rows of these forms and at least `batch` inputs, each by the median of its fastest
/// run, single shots and batches of calls alike.
struct FormTime {
  const core::BenchmarkResult* result;
  double us;  // of a call
  double inputs;
};
std::optional<FormTime> fastest_of_forms(const Case& c, std::initializer_list<std::string_view> forms, double batch);

/// The median of the run of which it is least; the file's own median where there are no samples.
std::optional<double> fastest_run_median(const core::BenchmarkResult& result);

/// That the arithmetic of the baseline's preallocated form in large batches takes no more than twice as long as it
/// must: whatever slows every row slows these.
Judgement arithmetic_not_slowed(const Case& c);

/// That the barest calls of the baseline cost what a call of an interpreter does, counted in readings of its clock, and
/// the plain form no more than module calls cost beyond these.
Judgement calls_not_slowed(const Case& c);

/// That the timed part of every row of the baseline took as long as its samples say, on a core all the time.
Judgement timed_in_full(const Case& c);

}  // namespace moebench::audit
