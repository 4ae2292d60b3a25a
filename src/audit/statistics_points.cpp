// Points 16 to 30: that the figures follow from the samples, and the claims from the figures.
#include "statistics_points.hpp"

namespace moebench::audit {
namespace {

constexpr Point k_statistics_points[] = {
    {16, "Enough iterations", enough_iterations},
    {17, "Both sides report the same count", same_count},
    {18, "No early end, no dropped samples", no_early_end},
    {19, "Mean correct", mean_correct},
    {20, "Standard deviation with n - 1", sd_correct},
    {21, "95 % interval correct", interval_correct},
    {22, "Percentiles correct", percentiles_correct},
    {23, "Throughput consistent with the mean", throughput_consistent},
    {24, "Welch's test, not Student's", welch_not_student},
    {25, "p below 0.05 where significance is claimed", significant},
    {26, "Cohen's d correct", effect_correct},
    {27, "Word for the effect follows 0.2 / 0.5 / 0.8", effect_word},
    {28, "Intervals disjoint where a difference is claimed", intervals_disjoint},
    {29, "Precision fits the clock", precision},
    {30, "No cherry-picking of runs", no_cherry_picking},
};

}  // namespace

std::span<const Point> statistics_points() {
  return k_statistics_points;
}

}  // namespace moebench::audit
