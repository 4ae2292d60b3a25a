// The colours of charts, each for a light page and for a dark one. Private to charts.
#pragma once

#include <array>
#include <string_view>

namespace moebench::charts {

/// Both as CSS writes them. Charts are specified in light colours, and a rule on these turns them dark, so no two light
/// ones are the same.
struct Colour {
  std::string_view light;
  std::string_view dark;
};

// Okabe and Ito's hues, which colour-blind readers can tell apart, made dark enough for white and light enough for
// black paper.
inline constexpr Colour k_paper{"#ffffff", "#14181d"};
inline constexpr Colour k_ink{"#1c2127", "#e6eaef"};
inline constexpr Colour k_muted{"#59636e", "#9aa5b1"};
inline constexpr Colour k_grid{"#e4e8ec", "#2a3038"};
inline constexpr Colour k_band{"#d5dae0", "#39414b"};
inline constexpr Colour k_blue{"#0969b5", "#5cb2f0"};
inline constexpr Colour k_pale_blue{"#a9cdea", "#2b5a80"};
inline constexpr Colour k_orange{"#bd4b00", "#f08d49"};
inline constexpr Colour k_green{"#007a58", "#35c295"};
inline constexpr Colour k_purple{"#9a4f86", "#d68fc3"};
inline constexpr Colour k_brown{"#7a6000", "#d9bb3c"};

inline constexpr std::array k_palette{k_paper,     k_ink,    k_muted, k_grid,   k_band, k_blue,
                                      k_pale_blue, k_orange, k_green, k_purple, k_brown};

/// For arms of one chart, in turn.
inline constexpr std::array k_series{k_blue, k_orange, k_green, k_purple, k_brown, k_muted};

}  // namespace moebench::charts
