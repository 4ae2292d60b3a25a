#include "moebench/stats/distributions.hpp"

#include <cmath>

#include "stats/cases.hpp"

using namespace moebench::stats;
using stats_test::near;

TEST_CASE("a t quantile matches the tables") {
  // R: qt(0.975, c(1, 4, 1000)), qt(0.995, 9)
  CHECK(student_t_two_sided_quantile(0.95, 1) == near(12.706204736174698));
  CHECK(student_t_two_sided_quantile(0.95, 4) == near(2.7764451051977934));
  CHECK(student_t_two_sided_quantile(0.95, 1000) == near(1.9623390808264143));
  CHECK(student_t_two_sided_quantile(0.99, 9) == near(3.2498355415921263));
}

TEST_CASE("the logarithm of a t tail is right far beyond the smallest double") {
  // mpmath, 40 digits: log10 of I_x(df / 2, 1 / 2), x = df / (df + t^2), through 2F1(1, a + b; a + 1; x).
  CHECK(student_t_two_sided(2, 5).log10_p == near(-0.991657591091584231));
  CHECK(student_t_two_sided(-1.5, 3).log10_p == near(-0.637171085073821082));
  CHECK(student_t_two_sided(100, 3.7).log10_p == near(-6.76024586700792945));
  CHECK(student_t_two_sided(1e200, 1).log10_p == near(-200.196119877030153));
  CHECK(student_t_two_sided(40, 1e6).log10_p == near(-348.857977068411111));
  CHECK(student_t_two_sided(39, 1e9).log10_p == near(-331.970111588783738));
  CHECK(student_t_two_sided(1e10, 50).log10_p == near(-458.475466159996708));
  CHECK(student_t_two_sided(469.0405711717851, 10102.128933323285).log10_p == near(-6858.94060081355651));
}

TEST_CASE("a p value that underflows is 0 while its logarithm is finite") {
  const TailProbability tail = student_t_two_sided(1e150, 10);
  CHECK(tail.p == 0);
  CHECK(std::isfinite(tail.log10_p));
  CHECK(tail.log10_p < -1490);
}

TEST_CASE("both ways to the logarithm of a t tail agree where they meet") {
  // p falls through 1e-280 between these two points, in steps too small for a seam to hide in.
  double before = student_t_two_sided(36.4, 1e5).log10_p;
  for (double t = 36.41; t < 37.4; t += 0.01) {
    const double now = student_t_two_sided(t, 1e5).log10_p;
    CHECK(now < before);
    CHECK(now - before == near(-0.158, 0.02));
    before = now;
  }
}

TEST_CASE("t 0 has p 1") {
  CHECK(student_t_two_sided(0, 7).p == 1);
  CHECK(student_t_two_sided(0, 7).log10_p == 0);
}

TEST_CASE("binomial tails count exactly") {
  // 4 fair coins: 1, 4, 6, 4, 1 of 16.
  CHECK(binomial_below(-1, 4, 0.5) == 0);
  CHECK(binomial_below(0, 4, 0.5) == near(1.0 / 16));
  CHECK(binomial_below(2, 4, 0.5) == near(11.0 / 16));
  CHECK(binomial_below(4, 4, 0.5) == 1);
  CHECK(binomial_above(-1, 4, 0.5) == 1);
  CHECK(binomial_above(2, 4, 0.5) == near(5.0 / 16));
  CHECK(binomial_above(4, 4, 0.5) == 0);
}

TEST_CASE("the interval of a probability is that of Clopper and Pearson") {
  // mpmath, 30 digits: bisection on the regularized incomplete beta function. R: binom.test(8, 10) etc.
  const auto most = clopper_pearson(8, 10, 0.95);
  CHECK(most.lower == near(0.44390453769235846));
  CHECK(most.upper == near(0.97478927367316663));
  const auto few = clopper_pearson(50, 1000, 0.99);
  CHECK(few.lower == near(0.033926662710220278));
  CHECK(few.upper == near(0.070504375201458126));
}

TEST_CASE("the interval of a probability closes at 0 and 1") {
  CHECK(clopper_pearson(0, 10, 0.95).lower == 0);
  CHECK(clopper_pearson(0, 10, 0.95).upper == near(0.30849710781876082));
  CHECK(clopper_pearson(10, 10, 0.95).lower == near(0.69150289218123918));
  CHECK(clopper_pearson(10, 10, 0.95).upper == 1);
}
