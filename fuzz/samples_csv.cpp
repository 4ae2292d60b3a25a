// Tables of samples: rows of one length, finite, and the same when written with all their digits. With labels, the
// same values with one column taken out.
#include "moebench/io/samples_csv.hpp"

#include <cmath>

#include <fmt/format.h>

#include "expect.hpp"

namespace {

using namespace moebench;

void check_samples(const io::SampleMatrix& samples) {
  fuzz::expect(samples.columns > 0 && samples.rows() > 0);
  fuzz::expect(samples.rows() * samples.columns == samples.values.size());
  std::string written;
  for (std::size_t i = 0; i < samples.values.size(); ++i) {
    fuzz::expect(std::isfinite(samples.values[i]));
    written += fmt::format("{}{}", samples.values[i], (i + 1) % samples.columns == 0 ? '\n' : ',');
  }
  const auto again = io::parse_samples_csv(written, "again");
  fuzz::expect(again && again->columns == samples.columns && again->values == samples.values);
}

void check_labelled(const io::LabelledSamples& data) {
  check_samples(data.samples);
  fuzz::expect(data.labels.size() == data.samples.rows());
  for (const float label : data.labels) {
    fuzz::expect(std::isfinite(label));
  }
}

/// The samples with the last column taken for labels.
void check_last_column(const io::SampleMatrix& all, const io::LabelledSamples& data) {
  fuzz::expect(data.samples.rows() == all.rows() && data.samples.columns == all.columns - 1);
  for (std::size_t i = 0; i < all.rows(); ++i) {
    fuzz::expect(std::ranges::equal(all.row(i).first(all.columns - 1), data.samples.row(i)));
    fuzz::expect(all.row(i).back() == data.labels[i]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  const auto samples = io::parse_samples_csv(text, "f");
  const auto last = io::parse_labelled_csv(text, "f", "");
  fuzz::expect_refusal(samples, "f", size);
  fuzz::expect_refusal(last, "f", size);
  if (samples) {
    check_samples(*samples);
    fuzz::expect(last.has_value() == (samples->columns > 1));
  }
  if (last) {
    check_labelled(*last);
    if (samples) {
      check_last_column(*samples, *last);
    }
  }
  for (const std::string_view column : {"1", "y"}) {
    const auto labelled = io::parse_labelled_csv(text, "f", column);
    fuzz::expect_refusal(labelled, "f", size);
    fuzz::expect(!labelled || last);
    if (labelled) {
      check_labelled(*labelled);
    }
  }
  return 0;
}
