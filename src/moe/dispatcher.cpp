#include "moebench/moe/dispatcher.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace moebench::moe {
namespace {

// Tokens whose choices are counted while they are still in the nearest cache.
constexpr std::size_t k_tokens_at_a_time = 256;

double wanted_capacity(std::size_t tokens, std::size_t top_k, std::size_t experts, double factor) {
  const double places =
      static_cast<double>(tokens) * static_cast<double>(top_k) * factor / static_cast<double>(experts);
  // A factor such as 1.1 is no double: what is a whole number but for roundings is that number, not the next.
  const double whole = std::round(places);
  const bool is_whole = std::abs(places - whole) <= 4 * std::numeric_limits<double>::epsilon() * places;
  return std::max(1.0, is_whole ? whole : std::ceil(places));
}

}  // namespace

core::Result<void> validate(const DispatchConfig& config) {
  if (const auto valid = validate(config.gate); !valid) {
    return valid;
  }
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
  if (config.tokens == 0 || config.tokens > most / config.gate.top_k) {
    return core::usage_error("tokens", fmt::format("a batch has 1 to {} tokens of {} choices each, {} given",
                                                   most / config.gate.top_k, config.gate.top_k, config.tokens));
  }
  if (!(config.capacity_factor > 0) || !std::isfinite(config.capacity_factor)) {
    return core::usage_error("capacity-factor",
                             fmt::format("a factor above 0 is needed, {} given", config.capacity_factor));
  }
  if (wanted_capacity(config.tokens, config.gate.top_k, config.gate.experts, config.capacity_factor) >
      static_cast<double>(most)) {
    return core::usage_error("capacity-factor", fmt::format("a factor of {} gives an expert more than {} places",
                                                            config.capacity_factor, most));
  }
  if (config.parts == 0) {
    return core::usage_error("threads", "at least 1 part is needed, 0 given");
  }
  return {};
}

std::string_view name(Priority priority) {
  return priority == Priority::token ? "token" : "choice";
}

std::uint32_t expert_capacity(std::size_t tokens, std::size_t top_k, std::size_t experts, double capacity_factor) {
  return static_cast<std::uint32_t>(wanted_capacity(tokens, top_k, experts, capacity_factor));
}

Dispatcher::Dispatcher(const DispatchConfig& config, std::vector<Part> parts)
    : config_{config},
      capacity_{expert_capacity(config.tokens, config.gate.top_k, config.gate.experts, config.capacity_factor)},
      parts_{std::move(parts)},
      experts_(config.tokens * config.gate.top_k),
      weights_(experts_.size()),
      positions_(experts_.size()) {}

core::Result<Dispatcher> Dispatcher::create(const DispatchConfig& config) {
  if (const auto valid = validate(config); !valid) {
    return std::unexpected(valid.error());
  }
  const std::size_t levels = config.priority == Priority::choice ? config.gate.top_k : 1;
  std::vector<Part> parts;
  for (std::size_t part = 0; part < config.parts; ++part) {
    auto gate = TokenGate::create(config.gate, config.kernel);
    if (!gate) {
      return std::unexpected(gate.error());
    }
    const std::size_t first = config.tokens * part / config.parts;
    const std::size_t behind = config.tokens * (part + 1) / config.parts;
    const std::size_t counters = levels * config.gate.experts;
    parts.push_back({std::move(*gate), first, behind - first, std::vector<std::uint32_t>(counters),
                     std::vector<std::uint32_t>(counters)});
  }
  return Dispatcher{config, std::move(parts)};
}

std::optional<std::size_t> Dispatcher::dispatch(std::span<const float> logits) noexcept {
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    if (const auto token = choose(part, logits)) {
      return token;
    }
  }
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    place(part);
  }
  return std::nullopt;
}

std::optional<std::size_t> Dispatcher::choose(std::size_t part, std::span<const float> logits) noexcept {
  assert(logits.size() == config_.tokens * config_.gate.experts);
  Part& mine = parts_[part];
  std::ranges::fill(mine.chosen, 0U);
  mine.gate.reset();
  const std::size_t top_k = config_.gate.top_k;
  const std::size_t experts = config_.gate.experts;
  for (std::size_t done = 0; done < mine.count; done += k_tokens_at_a_time) {
    const std::size_t tokens = std::min(k_tokens_at_a_time, mine.count - done);
    const std::size_t first = mine.first + done;
    const std::size_t chosen = mine.gate.choose(logits.subspan(first * experts, tokens * experts),
                                                std::span{experts_}.subspan(first * top_k, tokens * top_k),
                                                std::span{weights_}.subspan(first * top_k, tokens * top_k));
    if (chosen < tokens) {
      return first + chosen;
    }
    count(mine, first, tokens);
  }
  return std::nullopt;
}

/// Each choice's position among those of its own part and level.
void Dispatcher::count(Part& part, std::size_t first, std::size_t tokens) noexcept {
  const std::size_t top_k = config_.gate.top_k;
  const std::size_t level_step = config_.priority == Priority::choice ? config_.gate.experts : 0;
  std::uint32_t* const chosen = part.chosen.data();
  std::size_t at = first * top_k;
  for (std::size_t token = 0; token < tokens; ++token) {
    for (std::size_t choice = 0; choice < top_k; ++choice, ++at) {
      positions_[at] = chosen[choice * level_step + experts_[at]]++;
    }
  }
}

void Dispatcher::place(std::size_t part) noexcept {
  if (part == 0 && levels() == 1) {
    return;  // nothing comes before it
  }
  Part& mine = parts_[part];
  const std::size_t experts = config_.gate.experts;
  for (std::size_t expert = 0; expert < experts; ++expert) {
    std::uint32_t earlier_levels = 0;
    for (std::size_t level = 0; level < levels(); ++level) {
      const std::size_t counter = level * experts + expert;
      std::uint32_t earlier_parts = 0;
      std::uint32_t all = 0;
      for (std::size_t other = 0; other < parts_.size(); ++other) {
        earlier_parts = other == part ? all : earlier_parts;
        all += parts_[other].chosen[counter];
      }
      mine.before[counter] = earlier_levels + earlier_parts;
      earlier_levels += all;
    }
  }
  const std::size_t top_k = config_.gate.top_k;
  const std::size_t level_step = config_.priority == Priority::choice ? experts : 0;
  std::size_t at = mine.first * top_k;
  for (std::size_t token = 0; token < mine.count; ++token) {
    for (std::size_t choice = 0; choice < top_k; ++choice, ++at) {
      positions_[at] += mine.before[choice * level_step + experts_[at]];
    }
  }
}

std::vector<std::uint64_t> Dispatcher::load() const {
  const std::size_t experts = config_.gate.experts;
  std::vector<std::uint64_t> load(experts);
  for (const Part& part : parts_) {
    for (std::size_t counter = 0; counter < part.chosen.size(); ++counter) {
      load[counter % experts] += part.chosen[counter];
    }
  }
  return load;
}

std::vector<double> Dispatcher::probability_sums() const {
  std::vector<double> sums(config_.gate.experts);
  for (const Part& part : parts_) {
    std::ranges::transform(sums, part.gate.probability_sums(), sums.begin(), std::plus{});
  }
  return sums;
}

std::vector<double> Dispatcher::importance() const {
  std::vector<double> importance(config_.gate.experts);
  for (std::size_t i = 0; i < experts_.size(); ++i) {
    importance[experts_[i]] += static_cast<double>(weights_[i]);
  }
  return importance;
}

std::size_t Dispatcher::tokens_without_expert() const noexcept {
  const std::size_t top_k = config_.gate.top_k;
  std::size_t without = 0;
  for (std::size_t token = 0; token < config_.tokens; ++token) {
    const auto mine = positions().subspan(token * top_k, top_k);
    if (std::ranges::all_of(mine, [&](std::uint32_t position) { return position >= capacity_; })) {
      ++without;
    }
  }
  return without;
}

}  // namespace moebench::moe
