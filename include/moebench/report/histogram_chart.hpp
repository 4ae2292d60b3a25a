// A histogram as lines of text. Pure. Included by description_report.
#pragma once

#include <string>
#include <vector>

#include "moebench/core/description.hpp"

namespace moebench::report {

/// A place on the axis and what to call it: {5.02, "p50"}.
struct Marker {
  double at;
  std::string label;
};

/// One line for each bin, top to bottom: its lower edge, a bar in proportion to its count, the count, and the markers
/// that fall into it. Lines for what lies below and above the bins only where something does; markers beyond the bins
/// stand there. At most 80 characters wide, unless edges or counts have more than 14 digits. Bars are eighths of
/// blocks, or '#' when `ascii`; a bin with a count has at least a sign of a bar, one without has none.
std::string histogram_chart(const core::Histogram& histogram, const std::vector<Marker>& markers, bool ascii);

}  // namespace moebench::report
