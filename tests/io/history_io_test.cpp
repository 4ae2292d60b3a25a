#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "history/measurements.hpp"
#include "moebench/io/history_csv.hpp"
#include "moebench/io/history_json.hpp"

using namespace moebench;
using nlohmann::json;

namespace {

core::HistoryChanges changes() {
  core::HistorySeries series{.name = "a,b", .metric = "time", .unit = "us", .machine = "cpu_model=A\n"};
  for (std::int64_t i = 1; i <= 4; ++i) {
    series.points.push_back(
        {.measurement = i, .commit = history_test::measurement(i).commit, .value = i < 3 ? 1.5 : 3});
  }
  series.levels = {{.from = 0, .to = 2, .moments = {.n = 2, .mean = 1.5, .sd = 0}},
                   {.from = 2, .to = 4, .moments = {.n = 2, .mean = 3, .sd = 0}}};
  series.changes = {{.at = 2,
                     .p_value = 0.25,
                     .ratio = core::Ratio{.estimate = 2, .fieller = {}, .delta = {}, .delta_log = {}},
                     .status = core::ChangeStatus::provisional,
                     .effect = core::ChangeEffect::not_code,
                     .parameters = {}}};
  return {.options = {}, .series = {series}, .machine_changes = {}};
}

}  // namespace

TEST_CASE("a measurement's JSON has every figure, null where it is not known") {
  const core::Measurement one = history_test::measurement(3);
  const json document = json::parse(io::to_json(std::span{&one, 1}, "h.sqlite"));
  CHECK(document["schema"] == "moebench.history/1");
  CHECK(document["file"] == "h.sqlite");
  const json& found = document["measurements"][0];
  CHECK(found["commit"]["time"] == "2023-11-14T22:13:23Z");
  CHECK(found["commit"]["dirty"] == true);
  CHECK(found["better"] == "higher");
  CHECK(found["mean"] == 3.1);
  CHECK(found["p50"] == 3.0);
  CHECK(found["p99"] == nullptr);
  CHECK(found["run_means"] == json{3.0, 3.25, 1e-300});
  CHECK(found["machine"] == json{{"cpu_model", "A"}, {"compiler", "GCC"}});
}

TEST_CASE("a change's JSON has the commits on its two sides and its ratio") {
  const json document = json::parse(io::to_json(changes()));
  const json& change = document["series"][0]["changes"][0];
  CHECK(document["figure"] == "mean");
  CHECK(change["commit_before"]["id"] == "commit2");
  CHECK(change["commit_at"]["id"] == "commit3");
  CHECK(change["ratio"]["estimate"] == 2.0);
  CHECK(change["ratio"]["lower"] == nullptr);
  CHECK(change["effect"] == "not_code");
  CHECK(change["status"] == "provisional");
  CHECK(document["series"][0]["points"].size() == 4);
}

TEST_CASE("a history's tables quote names and leave unknown figures empty") {
  CHECK(io::history_changes_csv(changes()) ==
        "name,unit,commit_before,commit_at,commit_time,level_before,level_at,ratio,ratio_lower,ratio_upper,p_value,"
        "effect,status,machine\n"
        "\"a,b\",us,commit2,commit3,2023-11-14T22:13:23Z,1.5,3,2,,,0.25,not_code,provisional,\"cpu_model=A\n\"\n");
  const std::string points = io::history_points_csv(changes());
  CHECK(points.find("\"a,b\",us,3,commit3,main,2023-11-14T22:13:23Z,true,3,3,") != std::string::npos);
  core::Measurement one = history_test::measurement(3);
  one.id = 8;
  CHECK(io::history_csv(std::span{&one, 1})
            .find("\n8,commit3,main,2023-11-14T22:13:23Z,true,result 3,time,us,higher,100,3,"
                  "3.1,,3,,,,router.json,") != std::string::npos);
  CHECK(io::history_addition_csv({.file = "f", .commit = one.commit, .added = 2, .already_there = 1}) ==
        "file,commit,branch,commit_time,dirty,added,already_there\nf,commit3,main,2023-11-14T22:13:23Z,true,2,1\n");
}
