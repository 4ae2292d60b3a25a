// What the samples of a file look like, as Markdown that also reads well in a terminal of 80 columns. Pure. Included by
// cli.
#pragma once

#include <string>

#include "moebench/core/description.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::report {

struct DescriptionReportOptions {
  bool summary = false;                      // a row for each result and the codes of its doubts
  bool ascii = false;                        // of the histogram's bars and the samples over time
  const core::ResultSet* samples = nullptr;  // what was described, in the same order: for the samples over time
};

/// Of several results a table first. Of every result: the headline with its unit of replication, quantiles with
/// intervals or the samples that are missing for them, the shape, the figures within runs labelled as such, the runs,
/// the tests, and the doubts. Text from files passes through inline_text.
std::string description_report(const core::DescriptionSet& set, const DescriptionReportOptions& options = {});

}  // namespace moebench::report
