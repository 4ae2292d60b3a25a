// What a test looks at in an audit, and how it doctors a pair of files. Included by the tests here.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "complete_pair.hpp"

namespace audit_test {

using core::Finding;

inline std::set<int> numbers(const core::AuditReport& report, Finding finding) {
  std::set<int> found;
  for (const core::AuditCategory& category : report.categories) {
    for (const core::AuditPoint& point : category.points) {
      if (point.finding == finding) {
        found.insert(point.number);
      }
    }
  }
  return found;
}

inline std::string shown(const std::set<int>& set) {
  std::string out;
  for (const int number : set) {
    out += std::to_string(number) + " ";
  }
  return out;
}

inline core::Attributes without(const core::Attributes& attributes, std::string_view key) {
  core::Attributes kept;
  for (const auto& [name, value] : attributes.entries()) {
    if (name != key) {
      kept.set(name, value);
    }
  }
  return kept;
}

/// Samples of the result, in every run, after `change`.
inline void change_samples(core::BenchmarkResult& result, const std::function<void(std::vector<double>&)>& change) {
  for (core::Run& run : result.series.runs) {
    change(run.samples);
  }
}

/// Samples that do not all agree, so that nothing is undefined.
inline void samples_vary(core::BenchmarkResult& result) {
  change_samples(result, [](std::vector<double>& samples) {
    for (std::size_t i = 0; i < samples.size(); i += 2) {
      samples[i] += 0.001;
    }
  });
}

/// Every sample of the result times `factor`, with a summary that says so.
inline void scale(core::BenchmarkResult& result, double factor) {
  change_samples(result, [factor](std::vector<double>& samples) {
    for (double& sample : samples) {
      sample = std::round(sample * factor * 1000) / 1000;
    }
  });
  state_summary(result);
}

/// Something wrong in a pair of files that is complete otherwise.
struct Wrong {
  const char* what;
  std::function<void(Pair&)> doctor;
  std::set<int> failed;  // at least these
};

inline void check_caught(const std::vector<Wrong>& wrongs) {
  const Pair complete;
  for (const Wrong& wrong : wrongs) {
    Pair pair = complete;
    wrong.doctor(pair);
    const core::AuditReport report = pair.audited();
    const std::set<int> failed = numbers(report, Finding::fail);
    CAPTURE(wrong.what);
    CAPTURE(shown(failed));
    CHECK(std::ranges::includes(failed, wrong.failed));
  }
}

}  // namespace audit_test
