// Which of the layouts that this program reads a file has. Included by whoever reads or shows models.
#pragma once

#include <cstdint>
#include <string_view>

namespace moebench::apr {

/// The layouts of model files.
enum class FileFormat : std::uint8_t { apr_v1, apr_v2, safetensors };

/// "apr v1", "apr v2" or "safetensors".
std::string_view name(FileFormat format);

}  // namespace moebench::apr
