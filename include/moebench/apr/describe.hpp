// Says what a model file contains, whatever its type and layout, also of models that cannot be served: unfitted,
// signed, encrypted, of other types. Included by cli.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "moebench/core/error.hpp"
#include "moebench/core/model_description.hpp"

namespace moebench::apr {

/// What the bytes of a file hold; `subject` names it. Whether it is served, and if not why, is that of read_model().
/// Input errors: what is broken, not what is merely not served: a layout that is not read, a checksum that does not
/// hold, sizes beyond the file, unknown numbers in the header, corrupt compressed data, broken metadata, a payload of a
/// regression that matches no layout, a broken index. Linear in the file's size.
core::Result<core::ModelDescription> describe(std::span<const std::byte> file, std::string_view subject);

/// FileBytes::read(), then describe().
core::Result<core::ModelDescription> describe_file(const std::string& path);

}  // namespace moebench::apr
