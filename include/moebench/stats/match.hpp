// Finds which result of one file belongs to which of another, by name and never by position. Included by compare.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::stats {

struct MatchedPair {
  const core::BenchmarkResult* candidate;
  const core::BenchmarkResult* baseline;
};

/// Points into the two sets, which must outlive it.
struct Matching {
  std::vector<MatchedPair> pairs;  // in the candidate's order
  std::vector<std::string> unmatched_candidate;
  std::vector<std::string> unmatched_baseline;
};

/// The name without a leading framework name: the result's own `framework`, or one of the frameworks known here, in any
/// case and followed by a space. Otherwise the name itself. A view into `result.name`.
std::string_view name_without_framework(const core::BenchmarkResult& result);

/// Pairs what `declared` says first, then equal names, then names equal without their framework where exactly one
/// result that is still alone on each side has that name. Names are unique in each set.
///
/// `declared` holds texts "candidate's name=baseline's name". Names may contain '=' themselves: the text is split where
/// both names exist. Usage errors: no such place (the message lists the names of both files), several, a name paired
/// twice.
core::Result<Matching> match_results(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                     std::span<const std::string> declared);

}  // namespace moebench::stats
