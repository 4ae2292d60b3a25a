#include "moebench/stats/counts.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string_view>
#include <vector>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/interval.hpp"

namespace moebench::stats {
namespace {

using Values = std::vector<std::uint64_t>;

const Values* find(const core::Run& run, std::string_view name) {
  const auto at = std::ranges::find(run.counts, name, &core::Count::name);
  return at == run.counts.end() || at->values.empty() ? nullptr : &at->values;
}

std::uint64_t sum(const Values& values) {
  return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}

/// The counts of that name added up place by place over runs; empty when no run has them.
Values total(const core::Series& series, std::string_view name) {
  Values totals;
  for (const core::Run& run : series.runs) {
    if (const Values* values = find(run, name)) {
      totals.resize(std::max(totals.size(), values->size()));
      std::ranges::transform(*values, totals, totals.begin(), std::plus<>{});
    }
  }
  return totals;
}

/// Each expert's share of the requests that a run placed, as an estimate over the runs that placed any.
std::vector<core::Estimate> expert_shares(const core::Series& series, double level) {
  std::vector<std::vector<double>> shares(total(series, "expert_load").size());  // by expert, then by run
  for (const core::Run& run : series.runs) {
    const Values* loads = find(run, "expert_load");
    if (const auto placed = loads == nullptr ? 0.0 : static_cast<double>(sum(*loads)); placed > 0) {
      for (std::size_t expert = 0; expert < shares.size(); ++expert) {
        const std::uint64_t load = expert < loads->size() ? (*loads)[expert] : 0;
        shares[expert].push_back(static_cast<double>(load) / placed);
      }
    }
  }
  std::vector<core::Estimate> result;
  for (const std::vector<double>& over_runs : shares) {
    if (!over_runs.empty()) {
      result.push_back(estimate_over_runs(over_runs, level));
    }
  }
  return result;
}

std::vector<double> imbalance_of_runs(const core::Series& series) {
  std::vector<double> result;
  for (const core::Run& run : series.runs) {
    const Values* loads = find(run, "expert_load");
    if (loads != nullptr && sum(*loads) > 0) {
      const double mean = static_cast<double>(sum(*loads)) / static_cast<double>(loads->size());
      result.push_back(static_cast<double>(std::ranges::max(*loads)) / mean);
    }
  }
  return result;
}

/// The success rate of each run that counted requests.
std::vector<double> rates_of_runs(const core::Series& series) {
  std::vector<double> rates;
  for (const core::Run& run : series.runs) {
    const Values* requests = find(run, "requests");
    const Values* succeeded = find(run, "succeeded");
    if (requests != nullptr && succeeded != nullptr && requests->front() > 0) {
      rates.push_back(static_cast<double>(std::min(succeeded->front(), requests->front())) /
                      static_cast<double>(requests->front()));
    }
  }
  return rates;
}

/// Over the runs' own rates where they differ: requests of one process are not independent trials. Where all runs
/// agree, as they do when all requests succeed, the exact interval over all requests.
core::Estimate success_rate(const core::Series& series, std::uint64_t successes, std::uint64_t trials, double level) {
  const std::vector<double> rates = rates_of_runs(series);
  if (std::ranges::adjacent_find(rates, std::not_equal_to{}) == rates.end()) {
    return {.value = static_cast<double>(successes) / static_cast<double>(trials),
            .interval = clopper_pearson(successes, trials, level)};
  }
  core::Estimate rate = estimate_over_runs(rates, level);
  if (rate.interval) {
    rate.interval = {std::max(0.0, rate.interval->lower), std::min(1.0, rate.interval->upper)};
  }
  return rate;
}

}  // namespace

std::optional<core::CountSummary> summarize_counts(const core::Series& series, double level) {
  const Values requests = total(series, "requests");
  const Values succeeded = total(series, "succeeded");
  if (requests.empty() || succeeded.empty() || requests.front() == 0) {
    return std::nullopt;
  }
  const std::uint64_t trials = requests.front();
  const std::uint64_t successes = std::min(succeeded.front(), trials);
  core::CountSummary result{.requests = trials,
                            .succeeded = successes,
                            .success_rate = success_rate(series, successes, trials, level),
                            .expert_share = expert_shares(series, level),
                            .imbalance = {}};
  if (const std::vector<double> imbalance = imbalance_of_runs(series); !imbalance.empty()) {
    result.imbalance = estimate_over_runs(imbalance, level);
  }
  return result;
}

}  // namespace moebench::stats
