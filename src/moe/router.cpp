#include "moebench/moe/router.hpp"

#include <fmt/format.h>

namespace moebench::moe {

std::string_view describe(RouteError error) {
  switch (error) {
    case RouteError::wrong_score_count: return "the number of scores is not the number of experts";
    case RouteError::score_not_a_number: return "a score is NaN";
    case RouteError::no_capacity: return "no allowed expert has room in its queue";
  }
  return "unknown";
}

core::Result<Router> Router::create(const RouterConfig& config) {
  if (config.experts == 0) {
    return core::usage_error("experts", "a router needs at least 1 expert, 0 given");
  }
  if (config.experts > k_most_experts) {
    return core::usage_error("experts",
                             fmt::format("at most {} experts are supported, {} given", k_most_experts, config.experts));
  }
  if (config.capacity == 0) {
    return core::usage_error("capacity", "an expert needs room for at least 1 request, capacity 0 given");
  }
  return Router{config};
}

}  // namespace moebench::moe
