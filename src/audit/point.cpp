#include "point.hpp"

#include <cmath>

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

std::optional<Floor> hardware_floor(const Case& c) {
  const std::optional<double> inputs = c.candidate.number("input_dim");
  if (!inputs) {
    return std::nullopt;
  }
  const double bytes = *inputs * 4;
  const std::string boot = c.candidate.text("boot_id");
  const bool this_boot = !boot.empty() && boot == c.evidence.boot_id;
  const auto floor = [&](double rate, std::string_view source) -> std::optional<Floor> {
    const double us = bytes / rate * 1e6;
    return Floor{us, fmt::format("{:.0f} bytes of coefficients at {:.0f} GB/s, {}, take {:.4f} us", bytes, rate / 1e9,
                                 source, us)};
  };
  const double now = this_boot ? c.evidence.read_bytes_per_sec.value_or(0) : 0;
  const double recorded = c.candidate.number("l1_read_bytes_per_sec").value_or(0);
  if (now <= 0 && recorded <= 0) {
    return std::nullopt;
  }
  return now >= recorded ? floor(now, "the first-level cache's read bandwidth measured now on this boot")
                         : floor(recorded, "the first-level cache's read bandwidth that the candidate recorded");
}

std::optional<double> ratio_of_medians(const Case& c) {
  return c.comparison.speedup_p50;
}

std::optional<double> batch_of(const core::BenchmarkResult& result) {
  for (const char* key : {"batch_size", "batch"}) {
    const core::Scalar* value = result.params.find(key);
    if (const auto* whole = value == nullptr ? nullptr : std::get_if<std::int64_t>(value)) {
      return static_cast<double>(*whole);
    }
  }
  return std::nullopt;
}

const core::BenchmarkResult* baseline_form(const Case& c, std::string_view form, double batch) {
  for (const core::BenchmarkResult& result : c.baseline.set->results) {
    if (result.params.text("form") == form && batch_of(result).value_or(1) == batch &&
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
