// What a comparison comes to. Included by compare.
#pragma once

#include "moebench/core/comparison.hpp"

namespace moebench::stats {

/// Rests on the ratio of means candidate / baseline: between runs where both sides have two or more, otherwise of all
/// samples, with dependent samples counted as what they are worth.
///   equivalent    two one-sided tests show the ratio to be inside the margin
///   improved      Fieller's interval lies as a whole beyond the margin on the better side
///   regressed     the same on the worse side
///   inconclusive  otherwise: too little data, a difference that may be too small to matter, or no ratio at all (means
///                 that are not above 0, sides in different units)
core::Verdict verdict(const core::Comparison& comparison, const core::Margin& margin);

}  // namespace moebench::stats
