// The noncentral t distribution and its inversion in the noncentrality, which is how intervals of standardised effects
// are made. Works at noncentralities of many hundreds, where series in Poisson weights need millions of terms.
// Included by effect_size.
#pragma once

#include "moebench/core/summary.hpp"

namespace moebench::stats {

/// P(T <= t) for T = (Z + ncp) / S with Z standard normal and S^2 = chi-squared(df) / df, by quadrature of
/// E[Phi(t S - ncp)] over the part of S where the integrand is neither 0 nor 1. Absolute error below 1e-12.
/// Finite arguments, df >= 1.
double noncentral_t_below(double t, double df, double ncp);

/// The noncentralities at which `t` is the upper and the lower (1 - level) / 2 point: the equal-tailed interval of the
/// noncentrality given t. The interval of -t is exactly the negative of t's. level in (0, 1).
core::Interval noncentrality_interval(double t, double df, double level);

}  // namespace moebench::stats
