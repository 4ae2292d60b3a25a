// What a comparison comes to, held against the smallest change that matters. Made by stats::verdict; shown by report
// and io, and what a gate decides by.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench::core {

/// What a comparison comes to.
enum class Outcome : std::uint8_t {
  improved,      // the whole interval of the ratio lies beyond the margin on the better side
  equivalent,    // the ratio is shown to be inside the margin
  regressed,     // the whole interval of the ratio lies beyond the margin on the worse side
  inconclusive,  // none of these is shown
};

/// "improved", "equivalent", "regressed", "inconclusive".
std::string_view name(Outcome outcome);

/// Ratios candidate / baseline that make no difference that matters. 0 < low < high.
struct Margin {
  double low = 0.95;   // below 1
  double high = 1.05;  // above 1

  friend bool operator==(const Margin&, const Margin&) = default;
};

/// An outcome with what it rests on.
struct Verdict {
  Outcome outcome = Outcome::inconclusive;  // the answer
  bool replicated = false;                  // rests on two runs or more of each side
  Margin margin;                            // what it was held against
  std::string reason;                       // one sentence with the figures that decided

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

}  // namespace moebench::core
