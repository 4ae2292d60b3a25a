// Figures over threads, and over commits. Included by cli.
#pragma once

#include <string>
#include <vector>

#include "moebench/charts/chart.hpp"
#include "moebench/core/history_changes.hpp"
#include "moebench/core/scaling.hpp"

namespace moebench::charts {

/// Throughput over threads with intervals, and the law fitted to it. At least one curve.
Chart scaling_chart(const std::vector<core::Scaling>& curves, const std::string& id);

/// A result by commit with its levels and their changes. `title` names the series: see report::series_titles.
Chart history_chart(const core::HistorySeries& series, const std::string& title, const std::string& id);

}  // namespace moebench::charts
