#include "moebench/moe/expert_queues.hpp"

#include <algorithm>
#include <bit>
#include <thread>

namespace moebench::moe {

ExpertQueues::ExpertQueues(std::size_t experts)
    : size_{experts},
      shards_{std::bit_ceil(std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 16))},
      lines_{(experts + k_counters_of_a_line - 1) / k_counters_of_a_line},
      places_{std::make_unique<Places[]>(experts)},
      started_{std::make_unique<CounterLine[]>(shards_ * lines_)},
      flag_{std::make_unique<Flag>()} {}

}  // namespace moebench::moe
