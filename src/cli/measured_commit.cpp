#include "measured_commit.hpp"

#include <chrono>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/core/utc_time.hpp"
#include "moebench/harness/process_runs.hpp"

namespace moebench::cli {
namespace {

constexpr std::chrono::milliseconds k_long_for_git{60'000};

struct GitAnswer {
  bool ok = false;
  std::string text;  // its output without the last line break; where it failed, why
};

GitAnswer ask_git(std::vector<std::string> arguments) {
  const auto run =
      harness::run_to_end({.program = "git", .arguments = std::move(arguments), .time_limit = k_long_for_git});
  if (!run) {
    return {.ok = false, .text = run.error().message};
  }
  const bool ok = run->status == 0;
  std::string text = ok ? run->output : run->errors;
  text.erase(text.find_last_not_of("\n ") + 1);
  return {.ok = ok, .text = ok ? text : fmt::format("git {}: {}", run->ending, text)};
}

core::Result<core::Commit> commit_of_head(const Session& session) {
  const GitAnswer head = ask_git({"rev-parse", "--verify", "HEAD"});
  if (!head.ok) {
    return core::usage_error(
        "commit",
        fmt::format("which commit was measured? Git does not tell here; name it with --commit. ({})", head.text));
  }
  const GitAnswer branch = ask_git({"symbolic-ref", "--quiet", "--short", "HEAD"});
  const GitAnswer changes = ask_git({"status", "--porcelain", "--untracked-files=no"});
  const bool dirty = changes.ok && !changes.text.empty();
  if (dirty) {
    session.note("the working tree holds changes that are in no commit; the measurements are marked with '+'");
  }
  return core::Commit{.id = head.text, .branch = branch.ok ? branch.text : "", .time = 0, .dirty = dirty};
}

/// The time at which git says the commit was made.
std::optional<std::int64_t> time_in_git(const std::string& id) {
  const GitAnswer told = ask_git({"show", "--no-patch", "--format=%cI", "--end-of-options", id});
  return told.ok ? core::parse_utc_time(told.text) : std::nullopt;
}

core::Result<std::int64_t> given_time(const std::string& text) {
  const auto time = core::parse_utc_time(text);
  if (!time) {
    return core::usage_error(
        "time", fmt::format("'{}' is no time of ISO 8601; expected one as 2026-01-31T12:00:00Z or 2026-01-31", text));
  }
  return *time;
}

core::Result<std::int64_t> time_of(const Session& session, const std::string& id, bool in_git,
                                   const std::string& measured_at) {
  if (const auto time = in_git ? time_in_git(id) : std::nullopt) {
    return *time;
  }
  if (const auto time = core::parse_utc_time(measured_at)) {
    session.note(
        fmt::format("git does not know commit '{}' here: it is placed at the time of its result, {}; --time tells "
                    "another",
                    id, core::utc_time_text(*time)));
    return *time;
  }
  return core::usage_error(
      "time", fmt::format("when was commit '{}' made? Neither git here nor the result tells; say so with --time", id));
}

struct FoundCommit {
  core::Commit commit;
  bool in_git = true;
};

FoundCommit commit_named(const std::string& name) {
  const GitAnswer known = ask_git({"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
  return {.commit = {.id = known.ok ? known.text : name, .branch = {}, .time = 0}, .in_git = known.ok};
}

/// The first file that tells its commit, or null. Error: another file tells of another one.
core::Result<const RecordedCommit*> one_recorded(const Session& session, const std::vector<RecordedCommit>& files) {
  const RecordedCommit* first = nullptr;
  for (const RecordedCommit& file : files) {
    if (first != nullptr && !file.id.empty() && file.id != first->id) {
      return core::usage_error("commit",
                               fmt::format("{} was measured at {}, {} at {}: add them one by one, or name the commit "
                                           "of all with --commit",
                                           first->file, first->id, file.file, file.id));
    }
    first = first == nullptr && !file.id.empty() ? &file : first;
  }
  for (const RecordedCommit& file : files) {
    if (first != nullptr && file.id.empty()) {
      session.note(fmt::format("{} records no commit: it is filed with {}, which records {}", file.file, first->file,
                               first->id));
    }
  }
  return first;
}

/// The commit that a file records. Where it is HEAD, its branch is the one that is checked out.
FoundCommit commit_of_file(const Session& session, const RecordedCommit& recorded) {
  const bool dirty = recorded.id.ends_with('+');
  FoundCommit found = commit_named(recorded.id.substr(0, recorded.id.size() - (dirty ? 1 : 0)));
  found.commit.dirty = dirty;
  if (dirty) {
    session.note(fmt::format("{} was measured with changes that are in no commit; the measurements are marked with '+'",
                             recorded.file));
  }
  const GitAnswer head = ask_git({"rev-parse", "--verify", "--quiet", "HEAD"});
  if (head.ok && head.text == found.commit.id) {
    const GitAnswer branch = ask_git({"symbolic-ref", "--quiet", "--short", "HEAD"});
    found.commit.branch = branch.ok ? branch.text : "";
  } else if (head.ok) {
    session.note(
        fmt::format("{} was measured at commit {}, which is not HEAD ({:.12}): it is filed under the one that "
                    "was measured; --commit HEAD files it under HEAD",
                    recorded.file, recorded.id, head.text));
  }
  return found;
}

core::Result<FoundCommit> find_commit(const Session& session, const CommitOptions& options,
                                      const std::vector<RecordedCommit>& files) {
  if (!options.id.empty()) {
    return commit_named(options.id);
  }
  const auto recorded = one_recorded(session, files);
  if (!recorded) {
    return std::unexpected(recorded.error());
  }
  if (*recorded != nullptr) {
    return commit_of_file(session, **recorded);
  }
  auto head = commit_of_head(session);
  if (!head) {
    return std::unexpected(std::move(head).error());
  }
  return FoundCommit{.commit = *std::move(head)};
}

}  // namespace

core::Result<core::Commit> measured_commit(const Session& session, const CommitOptions& options,
                                           const std::vector<RecordedCommit>& files) {
  auto found = find_commit(session, options, files);
  if (!found) {
    return std::unexpected(std::move(found).error());
  }
  core::Commit commit = std::move(found->commit);
  if (!options.branch.empty()) {
    commit.branch = options.branch;
  }
  const auto time = options.time.empty() ? time_of(session, commit.id, found->in_git, files.front().measured_at)
                                         : given_time(options.time);
  if (!time) {
    return std::unexpected(time.error());
  }
  commit.time = *time;
  return commit;
}

}  // namespace moebench::cli
