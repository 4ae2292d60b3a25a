// Owns how io's files write a double. Included by io's writers.
#pragma once

#include <string>

namespace moebench::io {

/// Appends the fewest digits that read back the same: 500000, 0.25, 1e-300; powers of ten only where a plain number
/// would have many zeros. `value` is finite.
void append_number(std::string& out, double value);

}  // namespace moebench::io
