// The parts of a version 1 file: header, metadata, decompressed payload. Included by this module's sources only.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "compression.hpp"
#include "document.hpp"
#include "moebench/apr/header.hpp"
#include "moebench/core/error.hpp"
#include "payload.hpp"

namespace moebench::apr {

struct V1Parts {
  std::optional<Json> metadata;  // a map with the required keys; absent when its size is 0
  Buffer decompressed;           // empty when the payload is stored as it is
  Payload payload;               // refers to `decompressed`, whose bytes stay where they are, or to the file
};

/// Precondition: read_header() gave `header` for the file, which is not encrypted. Input errors: broken metadata,
/// corrupt compressed data.
core::Result<V1Parts> read_v1_parts(std::span<const std::byte> file, const Header& header, std::string_view subject);

}  // namespace moebench::apr
