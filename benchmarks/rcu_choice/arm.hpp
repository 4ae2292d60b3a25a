// What the probe compares: one way of looking a model up, and what it costs to add one. Each flavour of liburcu needs a
// translation unit of its own, because their headers define the same names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rcu_choice {

struct Model {
  std::uint64_t hash;
  std::string id;
  float intercept;
};

/// Ids and the order in which a thread asks for them.
struct Questions {
  std::vector<std::string> ids;
  std::vector<std::uint32_t> order;  // indices into ids, a power of two of them
};

struct Arm {
  std::string flavour;
  std::string structure;
  std::function<double(const Questions&, std::uint64_t reads)> read;  // any thread; the sum of what it saw
  std::function<void(std::span<Model* const>)> insert;                // one thread while nobody reads
};

struct GracePeriod {
  std::string flavour;
  std::function<void()> wait;
  std::function<std::shared_ptr<void>()> idle_reader;  // a registered thread that reads nothing, while it lives
};

using Models = std::span<Model* const>;

std::vector<Arm> unsynchronised_arms(Models models);
std::vector<Arm> memb_arms(Models models);
std::vector<Arm> bp_arms(Models models);
std::vector<Arm> qsbr_arms(Models models);

GracePeriod memb_grace_period();
GracePeriod bp_grace_period();
GracePeriod qsbr_grace_period();

}  // namespace rcu_choice
