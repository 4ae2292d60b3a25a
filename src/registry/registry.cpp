#include "moebench/registry/registry.hpp"

namespace moebench::registry {

std::unexpected<core::Error> already_there(std::string_view id) {
  return core::input_error(std::string{id}, "there is a model of this id already; replace it, or choose another id");
}

std::unexpected<core::Error> not_there(std::string_view id) {
  return core::input_error(std::string{id}, "there is no model of this id; insert it first");
}

}  // namespace moebench::registry
