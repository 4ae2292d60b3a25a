#include "moebench/registry/registry.hpp"

#include <fmt/format.h>

namespace moebench::registry {

std::unexpected<core::Error> already_there(std::string_view id) {
  return core::input_error(std::string{id}, "there is a model of this id already; replace it, or choose another id");
}

std::unexpected<core::Error> not_there(std::string_view id) {
  return core::input_error(std::string{id}, "there is no model of this id; insert it first");
}

std::unexpected<core::Error> too_many(std::string_view id, std::size_t most) {
  return core::input_error(std::string{id},
                           fmt::format("there are {} models, and no more can be held; erase some", most));
}

}  // namespace moebench::registry
