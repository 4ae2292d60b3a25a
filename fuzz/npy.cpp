// NumPy files: rows of one length, finite, and the same when written again as 32-bit floats in C order.
#include "moebench/io/npy.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "expect.hpp"
#include "io/data_bytes.hpp"

namespace {

using namespace moebench;

void check_samples(const io::SampleMatrix& samples, std::size_t size) {
  fuzz::expect(samples.columns >= 1 && samples.rows() >= 1);
  fuzz::expect(samples.rows() * samples.columns == samples.values.size() && samples.values.size() <= size);
  fuzz::expect(std::ranges::all_of(samples.values, [](float value) { return std::isfinite(value); }));
  const std::string written = data_test::npy("<f4", "False", fmt::format("({}, {})", samples.rows(), samples.columns),
                                             data_test::raw(samples.values));
  const auto again = io::parse_npy_samples(data_test::bytes_of(written), "again");
  fuzz::expect(again && again->columns == samples.columns && again->values == samples.values);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::view(data, size);
  const auto samples = io::parse_npy_samples(bytes, "f");
  const auto labels = io::parse_npy_labels(bytes, "f");
  fuzz::expect(io::is_npy(bytes) || !(samples || labels));
  fuzz::expect_refusal(samples, "f", size);
  fuzz::expect_refusal(labels, "f", size);
  if (samples) {
    check_samples(*samples, size);
  }
  if (labels) {
    fuzz::expect(samples && !labels->empty() && *labels == samples->values);
  }
  return 0;
}
