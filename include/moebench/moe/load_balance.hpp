// How evenly a batch falls on its experts, and the rule that makes it more even without a loss. Owns no state.
// Included by scenarios, report and users of the library.
#pragma once

#include <cstdint>
#include <span>

namespace moebench::moe {

/// The busiest expert's load over the mean load: 1 is even, the number of experts is all on one. At least one expert
/// and a load above 0.
double load_imbalance(std::span<const std::uint64_t> load);

/// The auxiliary load-balancing loss of Switch Transformers without its coefficient (Fedus et al., 2022, equation 4):
/// N * sum of f_e P_e, with f_e the expert's share of the choices and P_e its mean probability; with several choices
/// for each token f_e is the share of all of them, so that it is 1 when both are even, and N when all is on one.
/// (Others count choices for each token, which is k times as much, or first choices alone.) `load` and
/// `probability_sums` are by expert, at least one, with sums above 0.
double auxiliary_loss(std::span<const std::uint64_t> load, std::span<const double> probability_sums);

/// The coefficient of variation of the importance (Shazeer et al., 2017, equation 7, whose loss is its square):
/// population standard deviation over mean. At least one expert, a sum above 0.
double importance_variation(std::span<const double> importance);

/// One step of loss-free balancing (Wang et al., 2024, algorithm 1): an expert with less than the mean load gets `rate`
/// more bias, one with more gets as much less. As many of both, at least one.
void balance_bias(std::span<float> bias, std::span<const std::uint64_t> load, float rate);

}  // namespace moebench::moe
