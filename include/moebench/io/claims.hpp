// Reads what is stated of a comparison: in what `moebench compare` and `moebench suite` print, and in documents that
// say it in the same words. Judges nothing. Included by cli.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/audit.hpp"
#include "moebench/core/error.hpp"

namespace moebench::io {

/// The claims in `text`, in order: of the JSON that compare prints (schema moebench.compare/1), one for each comparison
/// and one more for its runs; otherwise of a text, in whose sections ("## title") lines hold "Welch's t-test" with
/// "t = 1.5", "df = 8.2" or "p = 0.0026", and "Cohen's d: 2.91 (large)". A p that is only bounded ("p < 0.001") is no
/// number. Error: input, where the text holds no claim, or is damaged JSON; `subject` names the file.
core::Result<std::vector<core::Claim>> parse_claims(std::string_view text, std::string_view subject);

/// The same of a file. Error: input, also where it cannot be read.
core::Result<std::vector<core::Claim>> read_claims(const std::string& path);

}  // namespace moebench::io
