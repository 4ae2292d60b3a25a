// What a reader says when a document's field was refused. Private to io.
#pragma once

#include <expected>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "json_field.hpp"
#include "moebench/core/error.hpp"

namespace moebench::io {

inline std::unexpected<core::Error> refused_document(std::string_view subject, Refusal refusal) {
  const std::string_view place = refusal.path.empty() ? "top level" : std::string_view{refusal.path};
  return core::input_error(fmt::format("{}: {}", subject, place), std::move(refusal.message));
}

}  // namespace moebench::io
