#include "moebench/harness/thread_watch.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using moebench::harness::Nanoseconds;
using moebench::harness::Progress;
using moebench::harness::ProgressBoard;
using moebench::harness::Stall;
using moebench::harness::StallJudge;
using namespace std::chrono_literals;

namespace {

using Seen = std::vector<std::optional<Progress>>;

// Places are compared by address: one literal for each.
constexpr const char* k_insert = "insert";
constexpr const char* k_erase = "erase";

constexpr Nanoseconds k_limit = 80ms;
constexpr Nanoseconds k_interval = 10ms;

/// Looks at `seen` every interval from `begin` on, as often as `looks` says; the last answer.
std::optional<Stall> look_on(StallJudge& judge, Nanoseconds begin, int looks, const Seen& seen) {
  std::optional<Stall> stall;
  for (int i = 0; i < looks; ++i) {
    stall = judge.look(begin + i * k_interval, seen);
  }
  return stall;
}

}  // namespace

TEST_CASE("a board keeps the steps and the last place of each thread apart") {
  ProgressBoard board{3};
  REQUIRE(board.size() == 3);
  board.enter(1, k_insert);
  board.done(1);
  board.done(1);
  board.enter(1, k_erase);
  board.done(2);
  CHECK(board.read(0).steps == 0);
  CHECK(std::string{board.read(0).place} == "start");
  CHECK(board.read(1) == Progress{.steps = 2, .place = k_erase});
  CHECK(board.read(2).steps == 1);
  CHECK(std::string{board.read(2).place} == "start");
}

TEST_CASE("looks are an eighth of the limit apart and neither very close nor far") {
  CHECK(StallJudge{1, k_limit}.interval() == k_interval);
  CHECK(StallJudge{1, 1ns}.interval() == 1ms);
  CHECK(StallJudge{1, 8ms}.interval() == 1ms);
  CHECK(StallJudge{1, 800ms}.interval() == 100ms);
  CHECK(StallJudge{1, 1h}.interval() == 100ms);
}

TEST_CASE("a thread stands still once it was seen unmoved for the limit and not before") {
  StallJudge judge{1, k_limit};
  const Seen seen{Progress{.steps = 7, .place = k_insert}};
  CHECK_FALSE(look_on(judge, 5s, 8, seen));  // 5.00 .. 5.07 s
  CHECK_FALSE(judge.look(5s + k_limit - 1ns, seen));
  const auto stall = judge.look(5s + k_limit, seen);
  REQUIRE(stall);
  CHECK(stall->waited_s == doctest::Approx(0.08));
  REQUIRE(stall->threads.size() == 1);
  CHECK(stall->threads[0].thread == 0);
  CHECK(stall->threads[0].steps == 7);
  CHECK(stall->threads[0].place == k_insert);
}

TEST_CASE("a step or another place begins the time anew") {
  StallJudge judge{1, k_limit};
  CHECK_FALSE(look_on(judge, 0s, 8, {Progress{.steps = 1, .place = k_insert}}));
  CHECK_FALSE(look_on(judge, 80ms, 8, {Progress{.steps = 2, .place = k_insert}}));
  CHECK_FALSE(look_on(judge, 160ms, 8, {Progress{.steps = 2, .place = k_erase}}));
  CHECK(look_on(judge, 240ms, 1, {Progress{.steps = 2, .place = k_erase}}));
}

TEST_CASE("each thread is judged by itself") {
  StallJudge judge{4, k_limit};
  std::optional<Stall> stall;
  for (int i = 0; i <= 10 && !stall; ++i) {
    const auto steps = static_cast<std::uint64_t>(i);
    stall = judge.look(i * k_interval, Seen{Progress{.steps = steps, .place = k_insert},        // goes on
                                            Progress{.steps = 3, .place = k_erase},             // stands
                                            std::nullopt,                                       // has finished
                                            Progress{.steps = i < 2 ? 0U : 1U, .place = ""}});  // moved a little later
  }
  REQUIRE(stall);
  REQUIRE(stall->threads.size() == 1);
  CHECK(stall->threads[0].thread == 1);
  CHECK(stall->threads[0].steps == 3);
  CHECK(stall->threads[0].place == k_erase);
}

TEST_CASE("all that stand still are named and the time is the shortest of theirs") {
  StallJudge judge{3, k_limit};
  const Progress moving{.steps = 1, .place = k_erase};
  const Progress stands{.steps = 2, .place = k_insert};
  // The judge is asked once more after its first finding: the second thread came to stand 10 ms after the first.
  CHECK_FALSE(judge.look(0s, Seen{stands, moving, moving}));
  CHECK_FALSE(look_on(judge, 10ms, 7, {stands, stands, moving}));
  const auto first = judge.look(80ms, Seen{stands, stands, stands});
  REQUIRE(first);
  CHECK(first->threads.size() == 1);
  const auto stall = judge.look(90ms, Seen{stands, stands, stands});
  REQUIRE(stall);
  REQUIRE(stall->threads.size() == 2);
  CHECK(stall->threads[0].thread == 0);
  CHECK(stall->threads[1].thread == 1);
  CHECK(stall->waited_s == doctest::Approx(0.08));
}

TEST_CASE("a finished thread never stands still") {
  StallJudge judge{2, k_limit};
  CHECK_FALSE(look_on(judge, 0s, 8, {Progress{.steps = 1, .place = k_insert}, std::nullopt}));
  CHECK_FALSE(look_on(judge, 80ms, 100, {std::nullopt, std::nullopt}));
}

TEST_CASE("no look for long is not taken for a standstill") {
  StallJudge judge{1, k_limit};
  const Seen seen{Progress{.steps = 1, .place = k_insert}};
  CHECK_FALSE(judge.look(0s, seen));
  CHECK_FALSE(judge.look(1h, seen));  // the whole program was stopped: counts for two intervals
  CHECK_FALSE(look_on(judge, 1h + k_interval, 5, seen));
  const auto stall = judge.look(1h + 6 * k_interval, seen);
  REQUIRE(stall);
  CHECK(stall->waited_s == doctest::Approx(0.08));
}
