// Which commit a result belongs to: what was said, completed by what git knows. Private to cli.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "moebench/core/history.hpp"
#include "session.hpp"

namespace moebench::cli {

struct CommitOptions {
  std::string id;      // anything that git takes for a commit, or any other name; empty for the recorded one, or HEAD
  std::string time;    // empty for the commit's own
  std::string branch;  // empty for the one that is checked out, where HEAD is meant
};

/// What a result file tells of the commit that it was measured at.
struct RecordedCommit {
  std::string file;
  std::string id;           // "0123456789ab", with a + behind it where there were changes; empty where it does not tell
  std::string measured_at;  // ISO 8601, or empty
};

/// The commit with its full hash where git in the current folder knows it, otherwise by the name that was given. Which
/// one: that of --commit, that which the files record, HEAD. Its time is that of --time, git's, or that of the first
/// result. Notes what was not as it should be: a working tree with changes, a commit that is not HEAD or that git does
/// not know.
///
/// Usage errors: no commit was named and the files record several, or none and git gives none; a time that is none, or
/// none from anywhere. `files`: at least one.
core::Result<core::Commit> measured_commit(const Session& session, const CommitOptions& options,
                                           const std::vector<RecordedCommit>& files);

}  // namespace moebench::cli
