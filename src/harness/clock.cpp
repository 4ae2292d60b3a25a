#include "moebench/harness/clock.hpp"

#include <fmt/chrono.h>

namespace moebench::harness {

std::string utc_timestamp() {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

}  // namespace moebench::harness
