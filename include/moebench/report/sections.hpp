// One Markdown section for each scenario: heading, what was run, the table, what its figures mean, doubts, the
// citation. Pure: values in, text out. A section says which of its figures the reference document's number compares
// with. Included by cli and the suite report.
#pragma once

#include <cstdint>
#include <string>

#include "moebench/report/measured.hpp"

namespace moebench::report {

/// Results "router/..." or, when there are none, "lifecycle/...".
std::string router_section(const Measured& measured);

/// Results "registry/...": both ways of counting, or a sweep with the law fitted to it.
std::string registry_section(const Measured& measured);

/// The same results held against the locked registry; empty text without a speedup.
std::string baseline_section(const Measured& measured);

/// Results "mixed/...": what happened and how long reads waited, or a sweep over the size.
std::string mixed_section(const Measured& measured);

/// Results "dispatch/..." or "expert-choice/...": times by size, and how the choices fell.
std::string dispatch_section(const Measured& measured);

std::string overflow_section(const Measured& measured);

std::string infer_section(const Measured& measured);

std::string null_section(const Measured& measured);

/// What stands above the figures of a measurement that was interrupted, by its configuration; empty text for others.
std::string interruption_note(const core::Attributes& config);

/// The checks of all results as a table; empty text when there are none.
std::string checks_table(const core::ResultSet& set);

/// What a section shows of its series, and so which doubts concern its reader.
enum class Shown : std::uint8_t { means, quantiles };

/// The warnings of all results, summaries and curves as a list, one line for all results with the same words, without
/// those on figures and intervals that are not shown; empty text when there are none.
std::string doubts(const Measured& measured, Shown shown);

/// Whether doubts() has one about this result.
bool raises_doubts(const Measured& measured, std::size_t result, Shown shown);

}  // namespace moebench::report
