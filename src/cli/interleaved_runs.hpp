// Two commands that print result files, each run in fresh processes, in turns. Owns what was measured and what failed.
// Private to cli.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "moebench/core/gate.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/rng.hpp"

namespace moebench::cli {

/// The words of a command line, split as a shell does, without anything that a shell would do beside starting a
/// program. Errors: usage, with `option` as subject, for a pipe, a redirection, an open quote, an unset variable, no
/// word.
core::Result<std::vector<std::string>> command_words(const std::string& option, const std::string& command);

/// What is drawn for interleaved processes: call these in the order in which processes are started. Two of one seed
/// draw the same.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : rng_{seed} {}

  /// Before each block.
  bool baseline_first() { return rng_.below(2) == 0; }

  /// Before each process: how many bytes its environment is longer.
  std::size_t padding();

 private:
  core::Rng rng_;
};

class InterleavedRuns {
 public:
  struct Plan {
    std::vector<std::string> baseline;  // program and arguments
    std::vector<std::string> candidate;
    std::uint64_t seed;
    std::chrono::milliseconds time_limit;   // of a process
    std::vector<core::GateMetric> metrics;  // as which a process without samples counts (gate::as_one_run)
    std::string executable = {};            // what is started in place of both first words, which are then only what
                                            // people are shown; empty for these words
  };

  explicit InterleavedRuns(Plan plan);

  struct Pair {
    core::ResultSet baseline, candidate;
  };

  /// One process of each that does not count: it fills the caches and shows whether their output can be read. Its
  /// failure is an error of kind input.
  core::Result<Pair> rehearse();

  /// Called about once in each second that a process takes; may be empty.
  void each_second(std::function<void()> call) { each_second_ = std::move(call); }

  /// One fresh process of each in an order drawn anew, each with an environment of another size; whatever runs a
  /// process tells of are one run here. Where one of the two fails or prints other results than before, both are left
  /// out and the failure is kept; where Ctrl-C stopped one, the block is as if it had not been begun.
  void run_block();

  std::size_t blocks() const { return blocks_; }  // that count
  std::size_t attempts() const { return attempts_; }
  double seconds() const { return seconds_; }                           // that the attempts took
  std::size_t runs_in_a_process() const { return runs_in_a_process_; }  // the most that one told of; they count as one
  const core::ResultSet& baseline() const { return baseline_.all; }
  const core::ResultSet& candidate() const { return candidate_.all; }
  const std::vector<core::FailedRun>& failed() const { return failed_; }

 private:
  struct Side {
    std::string name;
    std::vector<std::string> words;
    core::ResultSet all;  // of the blocks that count
  };
  core::Result<core::ResultSet> run(const std::vector<std::string>& words, const std::string& side);
  core::Result<core::ResultSet> next(const Side& side);

  Side baseline_;
  Side candidate_;
  std::chrono::milliseconds time_limit_;
  std::vector<core::GateMetric> metrics_;
  std::string executable_;
  Draws draws_;
  std::size_t blocks_ = 0;
  std::size_t attempts_ = 0;
  std::size_t runs_in_a_process_ = 0;
  double seconds_ = 0;
  std::vector<core::FailedRun> failed_;
  std::function<void()> each_second_;
};

}  // namespace moebench::cli
