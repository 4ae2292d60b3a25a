#include "moebench/history/digest.hpp"

#include <bit>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace moebench::history {
namespace {

class Hash {
 public:
  Hash() { XXH3_128bits_reset(&state_); }

  void add(std::uint64_t number) { XXH3_128bits_update(&state_, &number, sizeof number); }

  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }

  void add(const std::optional<double>& number) {
    add(std::uint64_t{number.has_value()});
    add(number.value_or(0));
  }

  /// With its length in front, so that no two lists of texts are the same bytes.
  void add(std::string_view text) {
    add(std::uint64_t{text.size()});
    XXH3_128bits_update(&state_, text.data(), text.size());
  }

  std::string digits() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(&state_);
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  XXH3_state_t state_{};
};

void add_run(Hash& hash, const core::Run& run) {
  hash.add(run.batch);
  hash.add(std::uint64_t{run.samples.size()});
  for (const double sample : run.samples) {
    hash.add(sample);
  }
  for (const core::Count& count : run.counts) {
    hash.add(count.name);
    for (const std::uint64_t value : count.values) {
      hash.add(value);
    }
  }
}

void add_reported(Hash& hash, const core::ReportedSummary& reported) {
  hash.add(reported.iterations);
  hash.add(reported.mean);
  for (const auto& figure : {reported.sd, reported.ci_lower, reported.ci_upper, reported.p50, reported.p95,
                             reported.p99, reported.min, reported.max, reported.throughput_per_sec}) {
    hash.add(figure);
  }
}

}  // namespace

std::string digest(const core::BenchmarkResult& result, std::string_view measured_at) {
  Hash hash;
  for (const std::string_view text : {measured_at, std::string_view{result.name}, std::string_view{result.framework},
                                      std::string_view{result.series.metric}, std::string_view{result.series.unit}}) {
    hash.add(text);
  }
  hash.add(std::uint64_t{result.series.runs.size()});
  for (const core::Run& run : result.series.runs) {
    add_run(hash, run);
  }
  if (result.reported) {
    add_reported(hash, *result.reported);
  }
  return hash.digits();
}

}  // namespace moebench::history
