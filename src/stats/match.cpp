#include "moebench/stats/match.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "moebench/core/nearest_names.hpp"

namespace moebench::stats {
namespace {

constexpr std::array<std::string_view, 18> k_frameworks{
    "aprender", "pytorch", "torch",   "moebench", "realizar", "tensorflow", "tf",   "onnxruntime",  "onnx",
    "tensorrt", "jax",     "sklearn", "candle",   "burn",     "llama.cpp",  "vllm", "scikit-learn", "openvino"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with_word(std::string_view name, std::string_view word) {
  return !word.empty() && name.size() > word.size() + 1 && name[word.size()] == ' ' &&
         std::ranges::equal(name.substr(0, word.size()), word, {}, lower, lower);
}

/// The results of one file and which of them have found a partner.
class Side {
 public:
  explicit Side(const core::ResultSet& set) : set_{set}, partner_(set.results.size()) {}

  std::size_t size() const { return partner_.size(); }
  const core::BenchmarkResult& operator[](std::size_t i) const { return set_.results[i]; }
  bool alone(std::size_t i) const { return !partner_[i]; }
  std::optional<std::size_t> partner(std::size_t i) const { return partner_[i]; }
  void pair(std::size_t i, std::size_t other) { partner_[i] = other; }

  std::optional<std::size_t> find(std::string_view name) const {
    const auto at = std::ranges::find(set_.results, name, &core::BenchmarkResult::name);
    return at == set_.results.end() ? std::nullopt : std::optional{static_cast<std::size_t>(at - set_.results.begin())};
  }

  std::vector<std::string> names() const {
    std::vector<std::string> result;
    std::ranges::transform(set_.results, std::back_inserter(result), &core::BenchmarkResult::name);
    return result;
  }

  std::vector<std::string> names_alone() const {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < size(); ++i) {
      if (alone(i)) {
        result.push_back(set_.results[i].name);
      }
    }
    return result;
  }

  /// The place of every name without framework that exactly one result still alone has.
  std::map<std::string_view, std::size_t> unambiguous() const {
    std::map<std::string_view, std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < size(); ++i) {
      if (alone(i)) {
        places[name_without_framework(set_.results[i])].push_back(i);
      }
    }
    std::map<std::string_view, std::size_t> result;
    for (const auto& [name, at] : places) {
      if (at.size() == 1) {
        result.emplace(name, at.front());
      }
    }
    return result;
  }

 private:
  const core::ResultSet& set_;
  std::vector<std::optional<std::size_t>> partner_;
};

void join(Side& candidate, std::size_t a, Side& baseline, std::size_t b) {
  candidate.pair(a, b);
  baseline.pair(b, a);
}

struct Places {
  std::size_t candidate;
  std::size_t baseline;
};

/// Every way to split `text` at a '=' into a name of each side.
std::vector<Places> splits(const Side& candidate, const Side& baseline, std::string_view text) {
  std::vector<Places> result;
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    const auto a = candidate.find(text.substr(0, at));
    const auto b = baseline.find(text.substr(at + 1));
    if (a && b) {
      result.push_back({.candidate = *a, .baseline = *b});
    }
  }
  return result;
}

core::Result<void> join_declared(Side& candidate, Side& baseline, std::span<const std::string> declared) {
  for (const std::string& text : declared) {
    const std::vector<Places> found = splits(candidate, baseline, text);
    if (found.empty()) {
      return core::usage_error(
          "--match",
          fmt::format("'{}' is not 'candidate name=baseline name'.\nThe candidate has:{}\nThe baseline has:{}", text,
                      core::nearest_names(text.substr(0, text.find('=')), candidate.names()),
                      core::nearest_names(text.substr(text.rfind('=') + 1), baseline.names())));
    }
    if (found.size() > 1) {
      return core::usage_error("--match", fmt::format("'{}' can be read as {} pairs of names: rename a result, so that "
                                                      "one is left",
                                                      text, found.size()));
    }
    const auto [a, b] = found.front();
    if (!candidate.alone(a) || !baseline.alone(b)) {
      return core::usage_error("--match",
                               fmt::format("'{}' pairs a name that is paired already: pair each name once", text));
    }
    join(candidate, a, baseline, b);
  }
  return {};
}

void join_equal_names(Side& candidate, Side& baseline) {
  for (std::size_t a = 0; a < candidate.size(); ++a) {
    const auto b = baseline.find(candidate[a].name);
    if (candidate.alone(a) && b && baseline.alone(*b)) {
      join(candidate, a, baseline, *b);
    }
  }
}

void join_without_framework(Side& candidate, Side& baseline) {
  const auto of_baseline = baseline.unambiguous();
  for (const auto& [name, a] : candidate.unambiguous()) {
    if (const auto b = of_baseline.find(name); b != of_baseline.end()) {
      join(candidate, a, baseline, b->second);
    }
  }
}

}  // namespace

std::string_view name_without_framework(const core::BenchmarkResult& result) {
  const std::string_view name = result.name;
  if (starts_with_word(name, result.framework)) {
    return name.substr(result.framework.size() + 1);
  }
  const auto known = std::ranges::find_if(k_frameworks, [name](auto word) { return starts_with_word(name, word); });
  return known == k_frameworks.end() ? name : name.substr(known->size() + 1);
}

core::Result<Matching> match_results(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                     std::span<const std::string> declared) {
  Side a{candidate};
  Side b{baseline};
  if (const auto joined = join_declared(a, b, declared); !joined) {
    return std::unexpected(joined.error());
  }
  join_equal_names(a, b);
  join_without_framework(a, b);

  Matching matching{.pairs = {}, .unmatched_candidate = a.names_alone(), .unmatched_baseline = b.names_alone()};
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (const auto partner = a.partner(i)) {
      matching.pairs.push_back({.candidate = &a[i], .baseline = &b[*partner]});
    }
  }
  return matching;
}

}  // namespace moebench::stats
