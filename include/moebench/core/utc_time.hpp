// Points in time as files spell them: ISO 8601 in and out. Reads no clock. Included by cli, io and report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moebench::core {

/// Seconds since 1970-01-01T00:00:00Z of "YYYY-MM-DD", "YYYY-MM-DDTHH:MM" or "YYYY-MM-DDTHH:MM:SS", the last two with
/// "Z" or an offset "+HH:MM" behind them, or neither, which is taken as UTC; a blank may stand for the T, and a
/// fraction of a second is cut off. Years 0000 to 9999. Empty for anything else, also for days that no month has.
std::optional<std::int64_t> parse_utc_time(std::string_view text);

/// "2026-01-31T12:00:00Z". `seconds` of the years 0000 to 9999.
std::string utc_time_text(std::int64_t seconds);

/// Whether utc_time_text can spell it.
bool is_utc_time(std::int64_t seconds);

}  // namespace moebench::core
