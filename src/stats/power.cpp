#include "moebench/stats/power.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include <boost/math/tools/toms748_solve.hpp>

#include "boost_policy.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/noncentral_t.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

/// P(|T| > critical) at this noncentrality.
double power_at(double ncp, double df, double critical) {
  // P(T > c) at ncp is P(T < -c) at -ncp.
  return noncentral_t_below(-critical, df, -ncp) + noncentral_t_below(-critical, df, ncp);
}

/// The noncentrality of at least 0 at which the power is `target`; the power grows with it.
double noncentrality_of_power(double target, double alpha, double df, double critical) {
  if (target <= alpha) {
    return 0;
  }
  const auto excess = [=](double ncp) { return power_at(ncp, df, critical) - target; };
  double high = critical + 1;
  while (excess(high) < 0) {
    high *= 2;
  }
  std::uintmax_t most_steps = 200;
  const boost::math::tools::eps_tolerance<double> close{48};
  const auto [left, right] = boost::math::tools::toms748_solve(excess, 0.0, high, close, most_steps, QuietPolicy{});
  return std::midpoint(left, right);
}

/// A side with one sample tells nothing of an sd that is not 0.
bool has_df(double sd, std::uint64_t n) {
  return sd == 0 || n >= 2;
}

}  // namespace

core::Power power(const core::PowerQuestion& question) {
  const auto n_a = static_cast<double>(question.n_a);
  const auto n_b = static_cast<double>(question.n_b);
  const double se_a = question.sd_a / std::sqrt(n_a);
  const double se_b = question.sd_b / std::sqrt(n_b);
  const double se = std::hypot(se_a, se_b);
  if (se == 0 || !has_df(question.sd_a, question.n_a) || !has_df(question.sd_b, question.n_b)) {
    return {};
  }
  // A side that does not vary adds nothing, whatever its n.
  const double df = satterthwaite_df(se_a, std::max(2.0, n_a), se_b, std::max(2.0, n_b));
  const double critical = student_t_upper_quantile(question.alpha / 2, df);
  const double ncp = std::abs(question.delta) / se;
  return {.df = df,
          .power = ncp == 0 ? question.alpha : power_at(ncp, df, critical),
          .min_detectable_effect = se * noncentrality_of_power(question.target_power, question.alpha, df, critical)};
}

}  // namespace moebench::stats
