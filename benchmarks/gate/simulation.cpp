// Prints, as Markdown, how often a gate claims a change by kind of noise: without one, and with slowdowns.
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "gate/simulated_gate.hpp"
#include "moebench/stats/distributions.hpp"

using namespace gate_test;

namespace {

struct Kind {
  std::string name;
  std::function<Noise(Rng&)> noise;
};

constexpr std::size_t k_trials = 2000;

/// The share of gates that claim a change (any, or a regression), with its exact interval.
std::string share(const Kind& kind, std::uint64_t stream, double effect, double margin) {
  Rng rng{2026, stream};
  RowOptions options;
  options.margins.change = margin;
  std::size_t claims = 0;
  for (std::size_t trial = 0; trial < k_trials; ++trial) {
    const Outcome outcome = gate(rng, kind.noise(rng), effect, options);
    claims += outcome == Outcome::regressed || outcome == Outcome::improved ? 1U : 0U;
  }
  const auto interval = moebench::stats::clopper_pearson(claims, k_trials, 0.95);
  return fmt::format("{:.1f} % [{:.1f}, {:.1f}]", 100.0 * static_cast<double>(claims) / k_trials, 100 * interval.lower,
                     100 * interval.upper);
}

}  // namespace

int main() {
  const std::vector<Kind> kinds{{"normal, sd 2 %", normal},
                                {"skewed (exponential, sd 2 %)", skewed},
                                {"1 % and, in one process of ten, up to 30 % slower", heavy},
                                {"autocorrelated (0.45), sd 2 %", autocorrelated},
                                {"drifting by 0.2 % a process, sd 2 %", drifting},
                                {"each process feels the one before, sd 2.8 %", moving_average},
                                {"6 % slower in two processes of every four, sd 2 %", periodic},
                                {"two speeds, 1.8 apart, each sd 0.5 %", two_speeds}};
  fmt::print(
      "Share of {} simulated gates of {} blocks that claim a change, with its 95 % interval; alpha 0.05, looks after "
      "7, "
      "14 and 28 blocks.\n\n| Noise between processes | Identical, margin 0 | Identical, margin 3 % | 5 % slower, "
      "margin "
      "3 % | 7 % slower, margin 3 % | 5 % slower, margin 0 |\n|:--|--:|--:|--:|--:|--:|\n",
      k_trials, k_blocks);
  std::uint64_t stream = 0;
  for (const Kind& kind : kinds) {
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", kind.name, share(kind, stream + 1, 0, 0),
               share(kind, stream + 2, 0, 0.03), share(kind, stream + 3, 0.05, 0.03),
               share(kind, stream + 4, 0.07, 0.03), share(kind, stream + 5, 0.05, 0));
    stream += 5;
  }
}
