// How many blocks or runs a gate needs to find an effect: from what a calibration saw of pairs, or from the runs of a
// result file. Included by cli.
#pragma once

#include <cstddef>
#include <vector>

#include "moebench/core/calibration.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/measurement_plan.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::gate {

struct PlanQuestion {
  double effect;      // above the margin
  double power;       // in (0, 1)
  double alpha;       // two-sided, in (0, 0.5)
  double margin = 0;  // at least 0
  std::size_t comparisons =
      0;  // rows that the gate judges together; 0: as many results as there are, which is one metric each
};

/// The least number n with which the interval at 1 - alpha / comparisons lies beyond the margin with that power, if
/// candidates take 1 + effect times as long: noncentral t with noncentrality (log(1 + effect) - log(1 + margin)) / se.
/// That is Holm's first step: what judge() asks of the one row that changed among so many.
/// Of pairs: se = sd sqrt(pi / 3) / sqrt(n), a third of alpha for each of three looks, and the margin is at least the
/// calibration's noise floor for n blocks. Ranks of few pairs are coarse: near the fewest that can claim a change the
/// power is about what is asked for. Fails (usage) where the effect is not above the margin.
core::Result<core::MeasurementPlan> plan(const core::Calibration& calibration, const PlanQuestion& question);

/// Of runs that do not take turns: se = sd sqrt(2 / n), both sides varying as the runs of `set` do. Fails also (input)
/// where no result has two runs.
core::Result<core::MeasurementPlan> plan(const core::ResultSet& set, const std::vector<core::GateMetric>& metrics,
                                         const PlanQuestion& question);

}  // namespace moebench::gate
