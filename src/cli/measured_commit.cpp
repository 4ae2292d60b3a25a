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

}  // namespace

core::Result<core::Commit> measured_commit(const Session& session, const CommitOptions& options,
                                           const std::string& measured_at) {
  core::Commit commit;
  bool in_git = true;
  if (options.id.empty()) {
    auto head = commit_of_head(session);
    if (!head) {
      return head;
    }
    commit = std::move(*head);
  } else {
    const GitAnswer known = ask_git({"rev-parse", "--verify", "--quiet", "--end-of-options", options.id + "^{commit}"});
    in_git = known.ok;
    commit.id = known.ok ? known.text : options.id;
  }
  if (!options.branch.empty()) {
    commit.branch = options.branch;
  }
  const auto time = options.time.empty() ? time_of(session, commit.id, in_git, measured_at) : given_time(options.time);
  if (!time) {
    return std::unexpected(time.error());
  }
  commit.time = *time;
  return commit;
}

}  // namespace moebench::cli
