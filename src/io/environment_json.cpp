#include "moebench/io/environment_json.hpp"

#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {

std::string to_json(const core::Environment& environment) {
  return to_text(json_of(environment));
}

}  // namespace moebench::io
