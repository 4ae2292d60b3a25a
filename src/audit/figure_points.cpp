// Points 19 to 23: that the figures which a file states are those of its samples.
#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "agreement.hpp"
#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "statistics_points.hpp"

namespace moebench::audit {
namespace {

using core::BenchmarkResult;

struct Comparison {
  std::optional<double> stated;
  double found;
  std::optional<double> alternative = {};  // by another usual definition
};

enum class Basis : std::uint8_t { samples, samples_or_summary };

/// Recomputes one figure of every result on both sides that has what `basis` asks for; `compare` gives the stated and
/// the found one. The judged results themselves must have it, and state the figure.
template <class Compare>
Judgement recomputed(const Case& c, std::string_view figure, Basis basis, Compare compare) {
  std::string evidence;
  for (const Side* side : c.sides()) {
    if (!side->has_samples() && basis == Basis::samples) {
      return skip(fmt::format("The {} holds no raw samples from which its {} could be recomputed.", side->role, figure),
                  "Record the samples (\"runs\": [{\"samples_us\": [...]}]).");
    }
    std::size_t count = 0;
    for (const BenchmarkResult& result : side->set->results) {
      if (!result.reported || (!result.has_samples() && basis == Basis::samples)) {
        continue;
      }
      const std::vector<Comparison> figures = compare(result);
      const bool stated = !figures.empty() &&
                          std::ranges::all_of(figures, [](const Comparison& one) { return one.stated.has_value(); });
      if (!stated && &result == side->result) {
        return not_recorded(side->role, figure);
      }
      for (const Comparison& one : figures) {
        if (one.stated && !agrees(*one.stated, one.found) &&
            !(one.alternative && agrees(*one.stated, *one.alternative))) {
          return fail(fmt::format("{}: the {} states a {} of {}, which should be {:.9g}.", result.name, side->role,
                                  figure, *one.stated, one.found),
                      "State what the samples give: moebench verify lists every figure.");
        }
      }
      count += std::size_t{stated};
    }
    evidence += fmt::format("{}{}: recomputed for {} of {} results, each agrees.", evidence.empty() ? "" : " ",
                            side->role, count, side->set->results.size());
  }
  return pass(evidence);
}

/// What a figure's name says of its kind; of "results[0].between_runs.p50_ci_lower" that is an order statistic's.
FigureKind kind_of(std::string_view place) {
  const std::string_view name = place.substr(place.rfind('.') + 1);
  const bool is_count = name == "iterations" || name == "runs" || name == "pairs" || name == "df" || name == "level" ||
                        name.starts_with("benchmark_iterations") || place.find(".counts.") != std::string_view::npos;
  return is_count                                             ? FigureKind::count
         : name == "mean_us"                                  ? FigureKind::mean
         : name.starts_with("std") || name.starts_with("sd_") ? FigureKind::deviation
         : name.starts_with("ci_")                            ? FigureKind::limit
         : name.starts_with("throughput")                     ? FigureKind::throughput
                                                              : FigureKind::order;
}

std::optional<Judgement> contradicted_in(const Side& side, const std::optional<core::Verification>& verified,
                                         FigureKind kind) {
  if (!verified) {
    return std::nullopt;
  }
  const auto wrong = std::ranges::find_if(verified->figures, [&](const core::VerifiedFigure& figure) {
    return figure.agreement == core::Agreement::differs && kind_of(figure.stated.place) == kind;
  });
  if (wrong == verified->figures.end()) {
    return std::nullopt;
  }
  const auto shown = [](const std::optional<double>& value) { return value ? fmt::format("{}", *value) : "null"; };
  return fail(fmt::format("{}: the {} states {} = {}; its samples give {}.", wrong->result, side.role,
                          wrong->stated.place, shown(wrong->stated.value), shown(wrong->recomputed)),
              "State what the samples give: moebench verify lists every figure.");
}

Judgement unless_contradicted(const Case& c, FigureKind kind, Judgement otherwise) {
  return contradicted(c, kind).value_or(std::move(otherwise));
}

std::vector<double> sorted_samples(const BenchmarkResult& result) {
  return stats::sorted(result.series.pooled());
}

}  // namespace

std::optional<Judgement> contradicted(const Case& c, FigureKind kind) {
  const auto of_candidate = contradicted_in(c.candidate, c.evidence.candidate_figures, kind);
  return of_candidate ? of_candidate : contradicted_in(c.baseline, c.evidence.baseline_figures, kind);
}

Judgement mean_correct(const Case& c) {
  return unless_contradicted(
      c, FigureKind::mean, recomputed(c, "mean", Basis::samples, [](const BenchmarkResult& result) {
        return std::vector{Comparison{result.reported->mean, stats::moments(result.series.pooled()).mean}};
      }));
}

Judgement sd_correct(const Case& c) {
  return unless_contradicted(
      c, FigureKind::deviation,
      recomputed(c, "standard deviation (divisor n - 1)", Basis::samples, [](const BenchmarkResult& result) {
        const std::optional<double> sd = stats::moments(result.series.pooled()).sd;
        return sd ? std::vector{Comparison{result.reported->sd, *sd}} : std::vector<Comparison>{};
      }));
}

Judgement interval_correct(const Case& c) {
  return unless_contradicted(
      c, FigureKind::limit,
      recomputed(c, "95 % limit of the mean", Basis::samples_or_summary, [](const BenchmarkResult& result) {
        const core::ReportedSummary& told = *result.reported;
        const core::Moments moments = result.has_samples()
                                          ? stats::moments(result.series.pooled())
                                          : core::Moments{.n = told.iterations, .mean = told.mean, .sd = told.sd};
        const auto interval = stats::mean_interval(moments, 0.95);
        if (!interval) {
          return std::vector<Comparison>{};
        }
        // The reference's 1.96 is within 0.4 % of Student's t from n = 300 on, so only there it passes for it.
        const double half = 1.96 * *moments.sd / std::sqrt(static_cast<double>(moments.n));
        const bool large = moments.n >= 300;
        const auto normal = [&](double sign) {
          return large ? std::optional{moments.mean + sign * half} : std::nullopt;
        };
        return std::vector{Comparison{told.ci_lower, interval->lower, normal(-1)},
                           Comparison{told.ci_upper, interval->upper, normal(1)}};
      }));
}

Judgement percentiles_correct(const Case& c) {
  return unless_contradicted(
      c, FigureKind::order, recomputed(c, "percentile", Basis::samples, [](const BenchmarkResult& result) {
        const std::vector<double> ascending = sorted_samples(result);
        std::vector<Comparison> all;
        const auto add = [&](const std::optional<double>& stated, double p) {
          const double at = static_cast<double>(ascending.size() - 1) * p;
          const auto above = std::min(ascending.size() - 1, static_cast<std::size_t>(at) + 1);
          all.push_back({stated, stats::quantile(ascending, p), ascending[above]});
        };
        add(result.reported->p50, 0.5);
        add(result.reported->p95, 0.95);
        add(result.reported->p99, 0.99);
        // Fewer files state these; a worst case is asked for by point 99.
        for (const auto& [stated, found] :
             {std::pair{result.reported->min, ascending.front()}, std::pair{result.reported->max, ascending.back()}}) {
          if (stated) {
            all.push_back({.stated = stated, .found = found});
          }
        }
        return all;
      }));
}

Judgement throughput_consistent(const Case& c) {
  if (const auto wrong = contradicted(c, FigureKind::throughput)) {
    return *wrong;
  }
  std::string evidence;
  for (const Side* side : c.sides()) {
    const auto& reported = side->result->reported;
    if (!reported || !reported->throughput_per_sec) {
      return not_recorded(side->role, "throughput_per_sec");
    }
    const double stated = *reported->throughput_per_sec;
    // A mean printed with few digits allows for what it was rounded from.
    const double found = 1e6 / reported->mean;
    const std::string sentence =
        fmt::format("The {} states {:.6g}/s; 1 / mean is {:.6g}/s.", side->role, stated, found);
    if (std::abs(stated - found) > 0.01 * found) {
      return fail(sentence, "State the operations divided by the time that they took together.");
    }
    evidence += (evidence.empty() ? "" : " ") + sentence;
  }
  return pass(evidence);
}

}  // namespace moebench::audit
