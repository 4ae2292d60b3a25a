// How far a long measurement is, on standard error of a terminal. Owns the estimate of what is left and the line that
// shows it; nothing is shown in the first two seconds. Private to cli.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "session.hpp"

namespace moebench::cli {

/// What is left is estimated from the steps that were done: each kind by the mean of its own, kinds of which none was
/// done yet by the mean of all. Before the first step is done nothing is said of it.
///
/// The line is written between the steps, and about once a second while refresh() is called: by this process, which
/// only waits meanwhile, so that what a child measures loses a fraction of a millisecond in a second.
class Progress {
 public:
  using Duration = std::chrono::nanoseconds;

  explicit Progress(const Session& session);

  /// Clears the line, where there is one.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `times` more steps of this kind are to be done.
  void plan(const std::string& kind, std::size_t times);

  /// All steps end after `budget`, though not before `least` of them are done; what is left is shown as "at most".
  void limit(Duration budget, std::size_t least);

  /// A step of a planned kind begins. `label` is shown: "run 3 of 5: router".
  void begin(const std::string& kind, const std::string& label);

  /// The step that was begun is done.
  void end();

  /// To be called now and then while a step is being done; empty where nothing is shown.
  std::function<void()> refresh();

 private:
  struct Kind {
    std::int64_t planned = 0;
    std::int64_t done = 0;
    Duration took{};
  };

  bool shown() const;
  Duration now() const;
  std::optional<Duration> left(Duration at) const;
  void show();

  const Session& session_;
  Duration begin_;
  std::map<std::string, Kind> kinds_;
  std::optional<Duration> budget_;
  std::int64_t least_ = 0;
  std::string label_;
  Kind* current_ = nullptr;
  Duration current_begin_{};
  bool visible_ = false;
};

}  // namespace moebench::cli
