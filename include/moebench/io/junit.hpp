// Owns a gate's report as JUnit XML, which the test pages of CI services show. Included by cli.
#pragma once

#include <string>

#include "moebench/core/gate.hpp"

namespace moebench::io {

/// One test suite with a test case for each row, named "<result> <metric>": a <failure> where it regressed, <skipped>
/// where it is inconclusive, and one <error> for each process that failed. Characters that XML 1.0 cannot hold, and
/// bytes that are not UTF-8, become U+FFFD.
std::string junit_xml(const core::GateReport& report);

}  // namespace moebench::io
