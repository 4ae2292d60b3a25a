// Which commit a result belongs to: what was said, completed by what git knows. Private to cli.
#pragma once

#include <optional>
#include <string>

#include "moebench/core/history.hpp"
#include "session.hpp"

namespace moebench::cli {

struct CommitOptions {
  std::string id;      // anything that git takes for a commit, or any other name; empty for HEAD
  std::string time;    // empty for the commit's own
  std::string branch;  // empty for the one that is checked out, where HEAD is meant
};

/// The commit with its full hash where git in the current folder knows it, otherwise by the name that was given. Its
/// time is that of --time, git's, or that of the result, `measured_at`. Notes what was not as it should be: a working
/// tree with changes, a commit that git does not know.
///
/// Usage errors: no commit was named and git gives none; a time that is none, or none from anywhere.
core::Result<core::Commit> measured_commit(const Session& session, const CommitOptions& options,
                                           const std::string& measured_at);

}  // namespace moebench::cli
