#include "suite_turns.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "moebench/harness/interrupts.hpp"

namespace moebench::cli {
namespace {

bool stopped() {
  return harness::InterruptHandler::interrupted();
}

/// One run of every part in that order; empty where Ctrl-C came before the last one was complete.
core::Result<std::vector<core::ResultSet>> measure_turn(const std::vector<Part>& all, std::size_t run,
                                                        const Turns& turns, const std::vector<std::size_t>& order,
                                                        Progress& progress) {
  std::vector<core::ResultSet> turn(all.size());
  for (const std::size_t i : order) {
    if (stopped()) {
      return std::vector<core::ResultSet>{};
    }
    const std::string name = std::filesystem::path{all[i].file}.stem().string();
    progress.begin(all[i].title, fmt::format("run {} of {}: {}", run + 1, turns.runs, name));
    auto measured = all[i].start(run, progress.refresh());
    progress.end();
    if (!measured && stopped()) {
      return std::vector<core::ResultSet>{};
    }
    if (!measured) {
      return std::unexpected(measured.error());
    }
    turn[i] = *std::move(measured);
  }
  return turn;
}

}  // namespace

core::Result<void> measure_in_turns(std::vector<Part>& all, const Turns& turns, Progress& progress) {
  const auto orders = orders_of_turns(turns.seed, turns.runs, all.size());
  for (std::size_t run = 0; run < turns.runs && !stopped(); ++run) {
    auto turn = measure_turn(all, run, turns, orders[run], progress);
    if (!turn) {
      return std::unexpected(turn.error());
    }
    for (std::size_t i = 0; i < turn->size(); ++i) {
      Part& part = all[i];
      if (part.completed == 0) {
        part.set = std::move((*turn)[i]);
      } else if (const auto appended = core::append_run(part.set, std::move((*turn)[i])); !appended) {
        return std::unexpected(appended.error());
      }
      ++part.completed;
    }
  }
  return {};
}

std::size_t runs_of_every_part(const std::vector<Part>& all) {
  std::size_t least = 0;
  for (const Part& part : all) {
    least = part.completed == 0 ? least : least == 0 ? part.completed : std::min(least, part.completed);
  }
  return least;
}

bool was_interrupted(const std::vector<Part>& all, std::size_t planned) {
  return std::ranges::any_of(all, [planned](const Part& part) { return part.completed < planned; });
}

}  // namespace moebench::cli
