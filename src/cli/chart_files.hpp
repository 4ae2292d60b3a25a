// Charts as SVG files, drawn by Node.js with the library that this program carries. Private to cli.
#pragma once

#include <filesystem>
#include <string>

#include "moebench/core/error.hpp"
#include "moebench/report/document.hpp"

namespace moebench::cli {

/// Draws every chart of the document to `folder`/<id>.svg, all or none. The folder is made where it is missing; files
/// of other names in it stay. `node` is a path or a name to look up in PATH. Error (input): it cannot be started, or a
/// file not be written.
core::Result<void> write_chart_files(const report::Document& document, const std::filesystem::path& folder,
                                     const std::string& node);

}  // namespace moebench::cli
