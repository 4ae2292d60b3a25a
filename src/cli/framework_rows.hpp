// Makes what the report says of moebench beside PyTorch from the result sets of both. Private to cli.
#pragma once

#include "moebench/core/result_set.hpp"
#include "moebench/report/framework_section.hpp"

namespace moebench::cli {

/// `ours` is what `infer` gave of single samples, `our_batches` of batches, `pytorch` what its script gave. Rows of a
/// form are compared with the vector kernel's of the same batch and timing, the plain form of one input also with the
/// scalar kernel's; results without a partner are left out. Versions and the logit come from the configurations. Leaves
/// logit_bound to the caller.
report::FrameworkComparison compare_frameworks(const core::ResultSet& ours, const core::ResultSet& our_batches,
                                               const core::ResultSet& pytorch);

}  // namespace moebench::cli
