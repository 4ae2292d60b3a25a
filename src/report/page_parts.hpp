// The style and the program of a report's page. Private to report.
#pragma once

#include <string_view>

namespace moebench::report {

// Nothing is fetched, and no code runs but the page's own scripts, which bear this word: not what a name in a result
// file may hold. Vega makes functions of its expressions, hence unsafe-eval.
inline constexpr std::string_view k_nonce = "moebench";
inline constexpr std::string_view k_content_policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src 'nonce-moebench' 'unsafe-eval'";

extern const std::string_view k_style;
extern const std::string_view k_program;

}  // namespace moebench::report
