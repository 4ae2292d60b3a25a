// Where the level of a series changes. Made by stats::find_change_points.
#pragma once

#include <cstddef>
#include <vector>

namespace moebench::core {

struct ChangePoints {
  std::vector<std::size_t> indices;   // of the first sample of each segment but the first: ascending, 0-based
  std::vector<double> segment_means;  // one more than indices
};

}  // namespace moebench::core
