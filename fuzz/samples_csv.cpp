// Tables of samples: rows of one length, finite, and the same when written with all their digits.
#include "moebench/io/samples_csv.hpp"

#include <cmath>

#include <fmt/format.h>

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace moebench;
  const auto samples = io::parse_samples_csv(fuzz::text(data, size), "f");
  if (!samples) {
    fuzz::expect(samples.error().subject.starts_with("f") && !samples.error().message.empty());
    return 0;
  }
  fuzz::expect(samples->columns > 0 && samples->rows() > 0);
  fuzz::expect(samples->rows() * samples->columns == samples->values.size());
  std::string written;
  for (std::size_t i = 0; i < samples->values.size(); ++i) {
    fuzz::expect(std::isfinite(samples->values[i]));
    written += fmt::format("{}{}", samples->values[i], (i + 1) % samples->columns == 0 ? '\n' : ',');
  }
  const auto again = io::parse_samples_csv(written, "again");
  fuzz::expect(again && again->columns == samples->columns && again->values == samples->values);
  return 0;
}
