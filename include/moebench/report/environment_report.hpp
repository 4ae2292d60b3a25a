// The machine as a table, and what about it spoils measurements with the remedies. Pure. Included by cli and the suite
// report.
#pragma once

#include <string>
#include <string_view>

#include "moebench/core/environment.hpp"

namespace moebench::report {

/// A fact as people read it: byte counts in binary units, doubles short, switches as on or off.
std::string fact_text(std::string_view key, const core::Scalar& value);

/// The facts with their labels, in the order of core::environment_facts(). Facts that are absent are listed as not
/// told.
std::string environment_table(const core::Environment& environment);

/// One line for each hazard; a sentence that says so when there are none.
std::string hazard_list(const core::Environment& environment);

}  // namespace moebench::report
