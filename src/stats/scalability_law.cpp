#include "scalability_law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <Eigen/Core>
#include <Eigen/QR>

namespace moebench::stats {
namespace {

// The law is X(N) = N / D(N) with D(N) = a + b (N - 1) + c N (N - 1), a = 1 / lambda, b = sigma / lambda and
// c = kappa / lambda: the constraints are a, b, c >= 0, and D is linear in them. Throughputs are in units of the
// largest, so that D / N is of order 1.

using Coefficients = Eigen::Vector3d;  // a, b, c

/// a, b and c to choose such that columns * (a, b, c) is near target.
struct LinearProblem {
  Eigen::MatrixX3d columns;
  Eigen::VectorXd target;

  double sum_of_squares(const Coefficients& at) const { return (columns * at - target).squaredNorm(); }
};

enum class Signs { any, not_negative };

/// The least squares over the coefficients whose bit is set in `free`, with the others at 0. Columns are scaled to
/// length 1 (van der Sluis, Numerische Mathematik 14, 1969): a million threads give columns of 1 and of 10^12.
Coefficients subspace_minimum(const LinearProblem& problem, unsigned free) {
  std::vector<Eigen::Index> names;
  for (Eigen::Index name = 0; name < 3; ++name) {
    if (((free >> name) & 1U) != 0) {
      names.push_back(name);
    }
  }
  Eigen::MatrixXd columns = problem.columns(Eigen::all, names);
  const Eigen::RowVectorXd lengths = columns.colwise().norm();
  columns.array().rowwise() /= lengths.array();
  const Eigen::VectorXd solution = columns.colPivHouseholderQr().solve(problem.target);
  Coefficients found = Coefficients::Zero();
  found(names) = solution.cwiseQuotient(lengths.transpose());
  return found;
}

/// The least squares of independent columns, exactly. The sum of squares is strictly convex and has one minimum on any
/// convex set. Take the one with no coefficient below 0 and set to 0 those that are 0 in it. The others are above 0 and
/// stay so nearby, so within this subspace it is a minimum also without constraints: it is the subspace's own. So it is
/// among the minima of the subspaces, and as no feasible one of them is below it, the least of the feasible ones is it.
Coefficients linear_minimum(const LinearProblem& problem, Signs signs) {
  constexpr unsigned all = 0b111;
  const Coefficients unconstrained = subspace_minimum(problem, all);
  if (signs == Signs::any || unconstrained.minCoeff() >= 0) {
    return unconstrained;
  }
  Coefficients best = Coefficients::Zero();
  for (unsigned free = 1; free < all; ++free) {
    const Coefficients other = subspace_minimum(problem, free);
    if (other.minCoeff() >= 0 && problem.sum_of_squares(other) < problem.sum_of_squares(best)) {
      best = other;
    }
  }
  return best;
}

/// Whether the columns depend on each other but for ten digits, which would leave the coefficients less than six, or
/// are not finite.
bool are_dependent(const Eigen::MatrixX3d& columns) {
  const Eigen::RowVector3d lengths = columns.colwise().norm();
  Eigen::ColPivHouseholderQR<Eigen::MatrixX3d> qr((columns.array().rowwise() / lengths.array()).matrix());
  qr.setThreshold(1e-10);
  return qr.rank() < 3;
}

/// 0 and then by factors of 2, from where the largest term of D with this coefficient is a hundredth of that of lambda
/// to where every term is about a hundredfold.
std::vector<double> grid(double largest_term) {
  std::vector<double> steps{0};
  for (double step = 0x1p-7 / largest_term; step < 0x1p7; step *= 2) {
    steps.push_back(step);
  }
  return steps;
}

class Squares {
 public:
  explicit Squares(std::span<const ThroughputAt> points)
      : unit_per_sec_{std::ranges::max(points, {}, &ThroughputAt::per_sec).per_sec},
        terms_(static_cast<Eigen::Index>(points.size()), 3),
        threads_(terms_.rows()),
        throughputs_(terms_.rows()) {
    Eigen::Index row = 0;
    for (const ThroughputAt& at : points) {
      threads_[row] = at.threads;
      throughputs_[row] = at.per_sec / unit_per_sec_;
      terms_.row(row) << 1, at.threads - 1, at.threads * (at.threads - 1);
      ++row;
    }
  }

  /// Divided by its measured N / X every point says 1 = terms * (a, b, c) / (N / X), up to a relative residual. Whether
  /// the points determine a law can be seen from these columns before anything is fitted.
  bool is_undetermined() const { return are_dependent((throughputs_ / threads_).matrix().asDiagonal() * terms_); }

  /// Infinite where the law is not above 0 at every point.
  double sum(const Coefficients& at) const {
    const Eigen::ArrayXd fitted = fitted_at(at);
    return fitted.minCoeff() > 0 && fitted.allFinite() ? (throughputs_ - fitted).square().sum()
                                                       : std::numeric_limits<double>::infinity();
  }

  /// A linear problem whose squares have the gradient of the sum at `at`. By D the sum of (X - P)^2 / 2, with P = N / D
  /// the fitted throughput, has the gradient (X - P) P / D and the curvature (3 P - 2 X) P / D^2. So the squares also
  /// have the sum's curvature, and their minimum is Newton's step, as long as P >= 0.8 X everywhere. A point below has
  /// P^2 / 2 D^2, which is more than its own there and still above 0.
  LinearProblem newton(const Coefficients& at) const {
    const Eigen::ArrayXd fitted = fitted_at(at);
    const Eigen::ArrayXd root = (fitted * (3 * fitted - 2 * throughputs_).max(fitted / 2)).sqrt();
    return {.columns = (root * fitted / threads_).matrix().asDiagonal() * terms_,
            .target = root - (throughputs_ - fitted) * fitted / root};
  }

  /// The largest relative change of a fitted throughput.
  double change(const Coefficients& from, const Coefficients& to) const {
    return ((terms_ * (to - from)).array() * fitted_at(from) / threads_).abs().maxCoeff();
  }

  /// The best of a grid over sigma and kappa, each with its best lambda.
  Coefficients grid_minimum() const {
    const double most_threads = threads_.maxCoeff();
    Coefficients best = Coefficients::Zero();
    double least = std::numeric_limits<double>::infinity();
    for (const double sigma : grid(most_threads)) {
      for (const double kappa : grid(most_threads * most_threads)) {
        const Coefficients direction{1, sigma, kappa};
        const Eigen::ArrayXd fitted = fitted_at(direction);
        const Coefficients at = direction * (fitted.square().sum() / (throughputs_ * fitted).sum());
        if (const double squares = sum(at); squares < least) {
          best = at;
          least = squares;
        }
      }
    }
    return best;
  }

  /// Empty where a is not above 0, or where a double holds no such law.
  std::optional<ScalabilityLaw> law(const Coefficients& at) const {
    const ScalabilityLaw law{.lambda_per_sec = unit_per_sec_ / at[0], .sigma = at[1] / at[0], .kappa = at[2] / at[0]};
    const bool is_held = std::isnormal(law.lambda_per_sec) && std::isfinite(law.sigma) && std::isfinite(law.kappa);
    return at[0] > 0 && is_held ? std::optional{law} : std::nullopt;
  }

  Coefficients coefficients(const ScalabilityLaw& law) const {
    return Coefficients{1, law.sigma, law.kappa} * (unit_per_sec_ / law.lambda_per_sec);
  }

 private:
  Eigen::ArrayXd fitted_at(const Coefficients& at) const { return threads_ / (terms_ * at).array(); }

  double unit_per_sec_;
  Eigen::MatrixX3d terms_;
  Eigen::ArrayXd threads_;
  Eigen::ArrayXd throughputs_;  // in units of unit_per_sec_
};

/// Damped Newton steps down from `at`. A step that does not lower the squares is halved until it does. Below a relative
/// change of 10^-6 the squares could not judge, as their own change is rounding: there Newton's steps converge and are
/// taken in full as long as each is shorter than the last, which leaves rounding. Empty where they do not get there
/// within a thousand steps: ten are usual, and throughputs that are random by factors of e^2 have needed 345.
std::optional<Coefficients> descend(const Squares& squares, Coefficients at, Signs signs) {
  constexpr double near = 1e-6;
  double last_change = near;
  for (int step = 0; step < 1000; ++step) {
    const Coefficients full = linear_minimum(squares.newton(at), signs);
    const double change = squares.change(at, full);
    if (last_change < near && !(change < last_change)) {
      return at;
    }
    last_change = change;
    if (change < near) {
      at = full;
      continue;
    }
    const double before = squares.sum(at);
    double share = 1;
    while (!(squares.sum(at + share * (full - at)) < before)) {
      share /= 2;
      if (share < 1e-12) {
        return std::nullopt;
      }
    }
    at += share * (full - at);
  }
  return std::nullopt;
}

}  // namespace

std::expected<ScalabilityLaw, NoLaw> constrained_law(std::span<const ThroughputAt> points) {
  const Squares squares{points};
  if (squares.is_undetermined()) {
    return std::unexpected{NoLaw::undetermined};
  }
  // Where every fitted throughput is above two thirds of its measured one the sum of squares is convex, so it has one
  // minimum there. Throughputs that no law describes may have others besides. With 4 to 7 points, random by factors
  // whose logarithm has a standard deviation of 1, descent from the grid found the lowest in all of 3000 cases, with
  // one of 2 in all but 4.
  const auto found = descend(squares, squares.grid_minimum(), Signs::not_negative);
  if (!found) {
    return std::unexpected{NoLaw::undetermined};
  }
  const auto law = squares.law(*found);
  return law ? std::expected<ScalabilityLaw, NoLaw>{*law} : std::unexpected{NoLaw::no_finite_lambda};
}

std::optional<ScalabilityLaw> unconstrained_law(std::span<const ThroughputAt> points, const ScalabilityLaw& start) {
  const Squares squares{points};
  const auto found = descend(squares, squares.coefficients(start), Signs::any);
  return found ? squares.law(*found) : std::nullopt;
}

}  // namespace moebench::stats
