// The program's answers against R's: reference/cases.json holds for each what was asked, what R 4.2 said, and the R
// expression that said so. reference/make_cases.R writes it.
#include <cmath>
#include <fstream>
#include <map>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using cli_test::Printed;
using cli_test::run;
using nlohmann::json;
using test::set_content;
using test::TemporaryFolder;

namespace {

json reference_cases() {
  std::ifstream file{MOEBENCH_SOURCE_DIR "/tests/cli/reference/cases.json"};
  REQUIRE(file.good());
  return json::parse(file);
}

std::string result_file(json result) {
  result["name"] = "bench";
  return json{{"results", json::array({std::move(result)})}}.dump();
}

/// The files of both sides: their samples, or for a summary what `input` says of them.
std::map<std::string, std::string> files_of(const json& asked) {
  std::map<std::string, std::string> files;
  for (const std::string side : {"a", "b"}) {
    if (asked.contains(side)) {
      files[side] = result_file({{"samples_us", asked[side]["samples"]}});
    } else if (asked["command"][0] == "compare") {
      const json& summary = asked["input"];
      files[side] = result_file({{"iterations", summary["n_" + side]},
                                 {"mean_us", summary["mean_" + side]},
                                 {"std_us", summary["sd_" + side]}});
    }
  }
  return files;
}

Printed answer_to(const json& asked) {
  const TemporaryFolder folder;
  std::vector<std::string> arguments = asked["command"];
  for (const auto& [side, text] : files_of(asked)) {
    std::ranges::replace(arguments, side, set_content(folder / (side + ".json"), text));
  }
  arguments.insert(arguments.end(), {"--format", "json"});
  return run(arguments, MOEBENCH_PROGRAM, asked.value("input", json::object()).dump());
}

const json& root_of(const json& document) {
  return document.contains("result")        ? document["result"]
         : document.contains("comparisons") ? document["comparisons"][0]
                                            : document["results"][0];
}

/// "quantiles[0.9].ci.lower": the quantile whose p that is; "holm[2]": the third one. Null where nothing is there.
json found_at(json place, const std::string& key) {
  std::istringstream parts{key};
  for (std::string part; std::getline(parts, part, '.');) {
    while (std::ranges::count(part, '[') > std::ranges::count(part, ']')) {
      std::string rest;
      std::getline(parts, rest, '.');
      part += "." + rest;
    }
    const std::size_t open = part.find('[');
    const std::string name = part.substr(0, open);
    if (!place.is_object() || !place.contains(name)) {
      return nullptr;
    }
    place = json(place[name]);
    if (open == std::string::npos) {
      continue;
    }
    const double index = std::stod(part.substr(open + 1));
    const auto at = name == "quantiles"
                        ? std::ranges::find_if(place, [index](const json& of) { return of["p"] == index; })
                        : place.begin() + static_cast<std::ptrdiff_t>(index);
    place = json(*at);
  }
  return place;
}

/// A number to `relative`, a number between two, or the same.
bool agrees(const json& found, const json& expected, double relative) {
  if (expected.is_array()) {
    return found.is_number() && found >= expected[0] && found <= expected[1];
  }
  if (expected.is_number() && found.is_number()) {
    const double value = expected;
    return std::abs(found.get<double>() - value) <= relative * std::abs(value) + (value == 0 ? relative : 0);
  }
  return found == expected;
}

}  // namespace

TEST_CASE("the program gives what R gives for R's own data sets") {
  std::map<std::string, int> kinds;
  for (const json& asked : reference_cases()) {
    const std::string title = asked["kind"].get<std::string>() + ", " + asked["name"].get<std::string>();
    CAPTURE(title);
    const Printed printed = answer_to(asked);
    REQUIRE(printed.status == 0);
    const json document = json::parse(printed.out);
    for (const json& expected : asked["expected"]) {
      const json found = found_at(root_of(document), expected["key"]);
      INFO(expected["key"].get<std::string>(), ": found ", found.dump(), ", R: ", expected["r"].get<std::string>(),
           " gives ", expected["value"].dump());
      CHECK(agrees(found, expected["value"], asked["tolerance"]));
    }
    ++kinds[asked["kind"]];
  }
  CHECK(kinds.size() == 25);
}

TEST_CASE("p values are adjusted over the names that both files have, whatever their order") {
  const TemporaryFolder folder;
  const auto file = [&folder](const char* name, const std::vector<std::pair<std::string, double>>& means, double sd) {
    json results = json::array();
    for (const auto& [of, mean] : means) {
      results.push_back({{"name", of}, {"iterations", 12}, {"mean_us", mean}, {"std_us", sd}});
    }
    return set_content(folder / name, json{{"results", results}}.dump());
  };
  const std::string a = file("a.json", {{"x", 10}, {"y", 10}, {"z", 10}, {"a only", 1}, {"w", 10}}, 1.5);
  const std::string b = file("b.json", {{"w", 12}, {"b only", 2}, {"z", 11}, {"y", 10.5}, {"x", 11}}, 2);
  const Printed printed = run({"compare", a, b, "--format", "json"});
  REQUIRE(printed.status == 0);
  const json found = json::parse(printed.out);
  // R: se <- sqrt((1.5^2 + 2^2) / 12); df <- 11 * (1.5^2 + 2^2)^2 / (1.5^4 + 2^4)
  //    p <- 2 * pt(-c(x = 1, y = 0.5, z = 1, w = 2) / se, df); p.adjust(p, "holm"); p.adjust(p, "BH")
  const std::map<std::string, std::array<double, 3>> expected{
      {"x", {0.180819677632494, 0.542459032897482, 0.241092903509992}},
      {"y", {0.496234349219996, 0.542459032897482, 0.496234349219996}},
      {"z", {0.180819677632494, 0.542459032897482, 0.241092903509992}},
      {"w", {0.0116407643819491, 0.0465630575277964, 0.0465630575277964}}};
  REQUIRE(found["comparisons"].size() == expected.size());
  for (const json& of : found["comparisons"]) {
    const auto& [p, holm, bh] = expected.at(of["name"]);
    CHECK(of["welch"]["p_value"].get<double>() == doctest::Approx(p).epsilon(1e-10));
    CHECK(of["adjusted"]["holm"].get<double>() == doctest::Approx(holm).epsilon(1e-10));
    CHECK(of["adjusted"]["bh"].get<double>() == doctest::Approx(bh).epsilon(1e-10));
  }
  CHECK(found["unmatched"] == json{{"a", {"a only"}}, {"b", {"b only"}}});
}
