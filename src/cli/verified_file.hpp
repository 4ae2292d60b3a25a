// A result file with every figure in it held against its samples. Private to cli.
#pragma once

#include <string>

#include "moebench/core/audit.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::cli {

struct VerifiedFile {
  core::ResultSet set;
  core::Verification figures;
};

/// Errors: those of reading the file.
core::Result<VerifiedFile> verify_file(const std::string& path);

}  // namespace moebench::cli
