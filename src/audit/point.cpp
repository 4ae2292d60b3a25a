#include "point.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace moebench::audit {

using core::Finding;

Judgement pass(std::string evidence) {
  return {Finding::pass, std::move(evidence), ""};
}

Judgement fail(std::string evidence, std::string remedy) {
  return {Finding::fail, std::move(evidence), std::move(remedy)};
}

Judgement skip(std::string missing, std::string remedy) {
  return {Finding::skip, std::move(missing), std::move(remedy)};
}

Judgement not_recorded(std::string_view role, std::string_view key) {
  return skip(fmt::format("The {}'s file does not tell {}.", role, key),
              fmt::format("Record \"{}\" in the {}'s file: measure again with this version of moebench infer or "
                          "examples/pytorch/benchmark.py.",
                          key, role));
}

Judgement same_on_both(const Case& c, std::string_view key, std::string_view expected) {
  for (const Side* side : c.sides()) {
    if (side->find(key) == nullptr) {
      return not_recorded(side->role, key);
    }
  }
  const std::string a = c.candidate.text(key);
  const std::string b = c.baseline.text(key);
  if (a != b) {
    return fail(fmt::format("{} is {} in the candidate and {} in the baseline.", key, a, b),
                fmt::format("Measure both sides with the same {}.", key));
  }
  if (!expected.empty() && a != expected) {
    return fail(fmt::format("{} is {} on both sides, the checklist asks for {}.", key, a, expected),
                fmt::format("Measure with {} = {}.", key, expected));
  }
  return pass(fmt::format("{} is {} on both sides.", key, a));
}

Judgement flag_is(const Side& side, std::string_view key, bool expected, std::string_view meaning,
                  std::string_view remedy) {
  const std::optional<bool> flag = side.flag(key);
  if (!flag) {
    return not_recorded(side.role, key);
  }
  const std::string evidence = fmt::format("The {} records {} = {}: {}.", side.role, key, *flag, meaning);
  return *flag == expected ? pass(evidence)
                           : fail(fmt::format("The {} records {} = {}.", side.role, key, *flag), std::string{remedy});
}

Judgement counted_at_most(const Case& c, std::string_view name, double most_per_sample, std::string_view what,
                          std::string_view remedy) {
  std::string evidence;
  for (const Side* side : c.sides()) {
    const std::optional<std::uint64_t> count = side->counted(name);
    if (!count) {
      return skip(fmt::format("The {}'s runs do not count {}.", side->role, name),
                  fmt::format("Record \"counts\": {{\"{}\": [n]}} in each run of the {}.", name, side->role));
    }
    const std::size_t samples = side->ascending.size();
    const std::string sentence =
        fmt::format("{}: {} {} in {} samples of {} runs.", side->role, *count, what, samples, side->runs());
    if (static_cast<double>(*count) > most_per_sample * static_cast<double>(samples)) {
      return fail(sentence, std::string{remedy});
    }
    evidence += (evidence.empty() ? "" : " ") + sentence;
  }
  return pass(evidence);
}

Judgement checks_held(const Side& side) {
  const std::vector<core::Check>& checks = side.result->checks;
  if (checks.empty()) {
    return not_recorded(side.role, "checks");
  }
  const auto failed = std::ranges::find_if(checks, [](const core::Check& check) {
    const bool in_words = check.expected.find(" within ") != std::string::npos;
    return !check.ok || (!in_words && check.expected != check.actual);
  });
  return failed == checks.end() ? pass(fmt::format("All {} checks of the {} held.", checks.size(), side.role))
                                : fail(fmt::format("The {}'s check \"{}\" failed: expected {}, seen {}.", side.role,
                                                   failed->name, failed->expected, failed->actual),
                                       "Find what the check found wrong before timing it.");
}

Judgement all_of(std::initializer_list<Judgement> judgements) {
  std::string evidence;
  for (const Judgement& judgement : judgements) {
    if (judgement.finding == Finding::fail) {
      return judgement;
    }
  }
  for (const Judgement& judgement : judgements) {
    if (judgement.finding == Finding::skip) {
      return judgement;
    }
    evidence += (evidence.empty() ? "" : " ") + judgement.evidence;
  }
  return pass(evidence);
}

std::optional<double> ratio_of_medians(const Case& c) {
  return c.comparison.speedup_p50;
}

const core::BenchmarkResult* baseline_form(const Case& c, std::string_view form, double batch) {
  for (const core::BenchmarkResult& result : c.baseline.set->results) {
    if (result.params.text("form") == form && static_cast<double>(result.inputs_per_call().value_or(1)) == batch &&
        result.params.text("timing") == "single-shot") {
      return &result;
    }
  }
  return nullptr;
}

std::string special_flag(const std::string& flags, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (flags.find(word) != std::string::npos) {
      return std::string{word};
    }
  }
  return "";
}

}  // namespace moebench::audit
