// Samples for the models, whatever file they came from. Included by the readers of data files and by cli.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace moebench::io {

/// Rows of equal length, one after another; at least one row of at least one value, all finite.
struct SampleMatrix {
  std::size_t columns;
  std::vector<float> values;
  std::size_t innermost = 0;  // the last dimension of an array of more than two; 0: what `columns` says

  std::size_t rows() const { return values.size() / columns; }
  std::span<const float> row(std::size_t index) const { return std::span{values}.subspan(index * columns, columns); }
};

/// Samples with what each is known to be. Invariant: labels.size() is samples.rows(); labels are finite.
struct LabelledSamples {
  SampleMatrix samples;
  std::vector<float> labels;
};

}  // namespace moebench::io
