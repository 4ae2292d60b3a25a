// What reports of a history share. Private to report.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "moebench/core/history.hpp"

namespace moebench::report {

/// "1 result", "2 results".
std::string counted(std::size_t count, std::string_view noun, std::string_view plural);

/// "2026-01-31 12:00".
std::string time_text(const core::Commit& commit);

/// The value of a key in lines of "key=value"; empty where there is none.
std::string_view fact_in(std::string_view lines, std::string_view key);

/// "AMD EPYC, 2 cores, GCC 12.2.0, Release".
std::string machine_text(std::string_view machine);

}  // namespace moebench::report
