// What two result files do not share though a gate needs it to: the machine, the compiler, what was run. Included by
// cli.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/attributes.hpp"
#include "moebench/core/comparison.hpp"
#include "moebench/core/gate.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::gate {

/// A change that a gate refuses unless it is allowed by this name.
enum class Change : std::uint8_t { machine, compiler, configuration };

/// "machine", "compiler", "configuration".
std::string_view name(Change change);

struct FoundChange {
  Change change;
  std::string what;  // "CPU: A in the baseline, B in the candidate"
};

/// Every fact of the environments, setting of the configurations and parameter of the rows' results that a gate needs
/// to be the same and that both sides tell. What was found out while measuring (a logit, say) is no setting; a kernel
/// counts by its first two numbers.
std::vector<FoundChange> differences(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                     std::span<const core::GateRow> rows);

/// The same of the results that a comparison pairs, a sentence each: for readers, who are to judge what it means.
std::vector<std::string> what_differs(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                      const core::ComparisonSet& compared);

/// The facts by which a machine and a build are known again.
core::Attributes fingerprint(const core::Environment& environment);

/// Those of the facts in which `now` is not what `then` was; facts that one does not tell do not count.
std::vector<FoundChange> differences(const core::Attributes& now, const core::Attributes& then);

}  // namespace moebench::gate
