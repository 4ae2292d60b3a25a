// What `moebench calc` is asked, as every kind of question: refused by a key, or within the ranges that are promised.
#include <algorithm>

#include "expect.hpp"
#include "moebench/io/calculation_input.hpp"

namespace {

using namespace moebench;

bool is_share(double value) {
  return value > 0 && value < 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  const auto p_values = io::read_p_values(text, "f");
  const auto paired = io::read_paired_input(text, "f");
  const auto power = io::read_power_question(text, "f");
  const auto runs = io::read_runs_input(text, "f");
  const auto regression = io::read_regression_input(text, "f");
  const auto throughput = io::read_throughput_input(text, "f");
  const auto series = io::read_series_input(text, "f");
  fuzz::expect_refusal(p_values, "f", size);
  fuzz::expect_refusal(paired, "f", size);
  fuzz::expect_refusal(power, "f", size);
  fuzz::expect_refusal(runs, "f", size);
  fuzz::expect_refusal(regression, "f", size);
  fuzz::expect_refusal(throughput, "f", size);
  fuzz::expect_refusal(series, "f", size);
  fuzz::expect(!p_values ||
               (!p_values->empty() && std::ranges::all_of(*p_values, [](double p) { return p >= 0 && p <= 1; })));
  fuzz::expect(!paired || (!paired->samples_a.empty() && paired->samples_a.size() == paired->samples_b.size() &&
                           is_share(paired->confidence)));
  fuzz::expect(!power || (power->sd_a >= 0 && power->sd_b >= 0 && power->n_a >= 1 && power->n_b >= 1 &&
                          is_share(power->alpha) && is_share(power->target_power)));
  fuzz::expect(!runs || (!runs->runs.empty() && std::ranges::none_of(runs->runs, &std::vector<double>::empty) &&
                         is_share(runs->confidence)));
  fuzz::expect(!regression || (!regression->x.empty() && regression->x.size() == regression->y.size()));
  fuzz::expect(!throughput || (!throughput->n.empty() && throughput->n.size() == throughput->throughput.size() &&
                               std::ranges::all_of(throughput->n, [](double n) { return n >= 1; }) &&
                               std::ranges::all_of(throughput->throughput, [](double t) { return t > 0; })));
  fuzz::expect(!series || (!series->series.empty() && series->penalty >= 0 && series->min_segment >= 1));
  return 0;
}
