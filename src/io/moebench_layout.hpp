// Owns the keys of moebench/1 and of the PyTorch baseline's layout, of which it is a superset. Included by
// result_file.cpp and result_formats.cpp.
#pragma once

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

/// Whose values are arrays of samples.
inline constexpr std::string_view k_sample_keys[] = {"samples_us", "latencies_us"};

bool is_moebench_layout(const Json& document);

/// The document's results, config and environment; meaningless once something was refused.
core::ResultSet read_moebench_layout(const JsonField& document);

}  // namespace moebench::io
