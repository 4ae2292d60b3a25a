// The judgements behind points 16 to 30, by what they look at. Private to audit.
#pragma once

#include "point.hpp"

namespace moebench::audit {

// Samples (sample_points.cpp).
Judgement enough_iterations(const Case& c);
Judgement same_count(const Case& c);
Judgement no_early_end(const Case& c);
Judgement precision(const Case& c);
Judgement no_cherry_picking(const Case& c);

// Figures that the files state (figure_points.cpp).
Judgement mean_correct(const Case& c);
Judgement sd_correct(const Case& c);
Judgement interval_correct(const Case& c);
Judgement percentiles_correct(const Case& c);
Judgement throughput_consistent(const Case& c);

/// The first of the figures of either file that are of this kind and differ from their samples: a failure; otherwise
/// empty.
enum class FigureKind : std::uint8_t { count, mean, deviation, limit, order, throughput };
std::optional<Judgement> contradicted(const Case& c, FigureKind kind);

// Claims about the comparison (claim_points.cpp).
Judgement welch_not_student(const Case& c);
Judgement significant(const Case& c);
Judgement effect_correct(const Case& c);
Judgement effect_word(const Case& c);
Judgement intervals_disjoint(const Case& c);

}  // namespace moebench::audit
