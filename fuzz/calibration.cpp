// What calibrate saved: whatever is read is finite, at least 0 where it must be, and written again reads back the same.
#include <cmath>

#include "expect.hpp"
#include "moebench/io/calibration_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace moebench;
  const auto calibration = io::parse_calibration(fuzz::text(data, size), "f");
  fuzz::expect_refusal(calibration, "f", size);
  if (!calibration) {
    return 0;
  }
  for (const core::CalibratedRow& row : calibration->rows) {
    for (const double value : {row.sd_of_pairs, row.sd_of_runs, row.noise_floor, row.smallest_effect}) {
      fuzz::expect(std::isfinite(value) && value >= 0);
    }
  }
  const std::string written = io::to_json(*calibration);
  const auto again = io::parse_calibration(written, "f");
  fuzz::expect(again.has_value() && io::to_json(*again) == written);
  return 0;
}
