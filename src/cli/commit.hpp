// The commit that this program was built from, as the build found it. Its source is made by cmake/write_commit.cmake.
// Private to cli.
#pragma once

#include <string_view>

namespace moebench::cli {

/// "0123456789ab", with a + behind it where files that git knows had changes; "unknown" outside a repository.
std::string_view commit();

/// "2026-01-31": when it was made; outside a repository, when the changelog was last changed.
std::string_view commit_date();

}  // namespace moebench::cli
