#include "moebench/moe/expert_choice.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace moebench::moe {
namespace {

core::Result<void> validate(const ExpertChoiceConfig& config) {
  if (config.tokens == 0 || config.tokens > std::numeric_limits<std::uint32_t>::max()) {
    return core::usage_error("tokens", fmt::format("a batch has 1 to {} tokens, {} given",
                                                   std::numeric_limits<std::uint32_t>::max(), config.tokens));
  }
  if (config.capacity == 0 || config.capacity > config.tokens) {
    return core::usage_error("capacity", fmt::format("an expert takes 1 to {} of the batch's tokens, {} asked for",
                                                     config.tokens, config.capacity));
  }
  if (config.parts == 0) {
    return core::usage_error("threads", "at least 1 part is needed, 0 given");
  }
  return {};
}

}  // namespace

ExpertChoice::ExpertChoice(const ExpertChoiceConfig& config, std::vector<Part> parts)
    : config_{config},
      parts_{std::move(parts)},
      probabilities_(config.tokens * config.experts),
      tokens_(config.capacity * config.experts),
      weights_(tokens_.size()) {}

core::Result<ExpertChoice> ExpertChoice::create(const ExpertChoiceConfig& config) {
  if (const auto valid = validate(config); !valid) {
    return std::unexpected(valid.error());
  }
  std::vector<Part> parts;
  for (std::size_t part = 0; part < config.parts; ++part) {
    auto gate = TokenGate::create({.experts = config.experts}, config.kernel);
    if (!gate) {
      return std::unexpected(gate.error());
    }
    parts.push_back({std::move(*gate), std::vector<float>(config.experts), std::vector<std::int64_t>(config.tokens)});
  }
  return ExpertChoice{config, std::move(parts)};
}

std::optional<std::size_t> ExpertChoice::dispatch(std::span<const float> logits) noexcept {
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    if (const auto token = weigh(part, logits)) {
      return token;
    }
  }
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    choose(part);
  }
  return std::nullopt;
}

std::optional<std::size_t> ExpertChoice::weigh(std::size_t part, std::span<const float> logits) noexcept {
  assert(logits.size() == config_.tokens * config_.experts);
  Part& mine = parts_[part];
  const std::size_t behind = config_.tokens * (part + 1) / parts_.size();
  for (std::size_t token = config_.tokens * part / parts_.size(); token < behind; ++token) {
    if (!mine.gate.softmax(logits.subspan(token * config_.experts, config_.experts), mine.row)) {
      return token;
    }
    for (std::size_t expert = 0; expert < config_.experts; ++expert) {
      probabilities_[expert * config_.tokens + token] = mine.row[expert];
    }
  }
  return std::nullopt;
}

void ExpertChoice::choose(std::size_t part) noexcept {
  std::vector<std::int64_t>& ranks = parts_[part].ranks;
  const std::size_t behind = config_.experts * (part + 1) / parts_.size();
  for (std::size_t expert = config_.experts * part / parts_.size(); expert < behind; ++expert) {
    const float* column = probabilities_.data() + expert * config_.tokens;
    for (std::size_t token = 0; token < config_.tokens; ++token) {
      ranks[token] = ranked(column[token], token);
    }
    const auto taken = ranks.begin() + static_cast<std::ptrdiff_t>(config_.capacity);
    std::ranges::nth_element(ranks, taken, std::greater{});
    std::sort(ranks.begin(), taken, std::greater{});
    for (std::size_t place = 0; place < config_.capacity; ++place) {
      const std::uint32_t token = index_of(ranks[place]);
      tokens_[expert * config_.capacity + place] = token;
      weights_[expert * config_.capacity + place] = column[token];
    }
  }
}

std::vector<std::uint32_t> ExpertChoice::experts_of_tokens() const {
  std::vector<std::uint32_t> experts(config_.tokens);
  for (const std::uint32_t token : tokens_) {
    ++experts[token];
  }
  return experts;
}

}  // namespace moebench::moe
