// The structures, each read inside a section that the flavour opens. Included after a flavour's header, once in each
// translation unit, hence the unnamed namespace.
#pragma once

#include <atomic>
#include <latch>
#include <memory>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <urcu/rculfhash.h>

#include "arm.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/registry/slot_array.hpp"

namespace {

using moebench::registry::hash_id;
using moebench::registry::same_id;
using rcu_choice::Model;
using rcu_choice::Questions;

/// The open-addressing table that grows by being copied.
class Slots {
 public:
  explicit Slots(std::span<Model* const> models) : owned_{std::make_unique<Array>(models.size())} {
    for (Model* model : models) {
      owned_->put(model);
    }
    size_ = models.size();
    array_.store(owned_.get(), std::memory_order_release);
  }
  Model* find(std::string_view id) const { return array_.load(std::memory_order_acquire)->find(hash_id(id), id); }
  void insert(Model* model) {
    if (owned_->full()) {
      retired_.push_back(std::move(owned_));  // freed after the probe: what freeing costs is the grace period's row
      owned_ = std::make_unique<Array>(retired_.back()->copy(2 * size_ + 1));
      array_.store(owned_.get(), std::memory_order_release);
    }
    owned_->put(model);
    ++size_;
  }

 private:
  using Array = moebench::registry::SlotArray<Model>;
  std::unique_ptr<Array> owned_;
  std::vector<std::unique_ptr<Array>> retired_;
  std::atomic<Array*> array_{nullptr};
  std::size_t size_ = 0;
};

/// Copy-on-write: every insertion copies the whole map.
class Snapshot {
 public:
  explicit Snapshot(std::span<Model* const> models) {
    auto map = std::make_unique<Map>();
    for (Model* model : models) {
      map->emplace(model->id, model);
    }
    publish(std::move(map));
  }
  Model* find(std::string_view id) const {
    const Map* map = map_.load(std::memory_order_acquire);
    const auto found = map->find(id);
    return found == map->end() ? nullptr : found->second;
  }
  void insert(Model* model) {
    auto map = std::make_unique<Map>(*owned_);
    map->emplace(model->id, model);
    publish(std::move(map));
  }

 private:
  using Map = boost::unordered_flat_map<std::string, Model*, moebench::registry::IdHash, moebench::registry::SameId>;
  void publish(std::unique_ptr<Map> map) {
    map_.store(map.get(), std::memory_order_release);
    owned_ = std::move(map);  // frees the old one: nobody reads while the probe inserts
  }
  std::unique_ptr<Map> owned_;
  std::atomic<Map*> map_{nullptr};
};

/// liburcu's lock-free hash table, which grows by itself. `Section` is what inserting needs.
template <class Section>
class Lfht {
 public:
  Lfht(std::span<Model* const> models, const rcu_flavor_struct& flavour)
      : table_{_cds_lfht_new(64, 64, 0, CDS_LFHT_AUTO_RESIZE | CDS_LFHT_ACCOUNTING, nullptr, &flavour, nullptr)} {
    for (Model* model : models) {
      insert(model);
    }
  }
  Model* find(std::string_view id) const {
    cds_lfht_iter iterator;
    cds_lfht_lookup(
        table_, hash_id(id),
        [](cds_lfht_node* node, const void* key) -> int {
          return same_id(reinterpret_cast<Entry*>(node)->model->id, *static_cast<const std::string_view*>(key)) ? 1 : 0;
        },
        &id, &iterator);
    cds_lfht_node* node = cds_lfht_iter_get_node(&iterator);
    return node == nullptr ? nullptr : reinterpret_cast<Entry*>(node)->model;
  }
  void insert(Model* model) {
    auto* entry = new Entry{};  // lives as long as the probe
    cds_lfht_node_init(&entry->node);
    entry->model = model;
    [[maybe_unused]] const Section section;
    cds_lfht_add(table_, model->hash, &entry->node);
  }

 private:
  struct Entry {
    cds_lfht_node node;  // first: the library gives back its address
    Model* model;
  };
  cds_lfht* table_;
};

/// A thread that has read once and then waits, so that a grace period has somebody to ask.
template <class Thread, class Section>
class IdleReader {
 public:
  IdleReader() { read_.wait(); }
  ~IdleReader() { end_.count_down(); }

 private:
  std::latch read_{1};
  std::latch end_{1};
  std::jthread thread_{[this] {
    [[maybe_unused]] const Thread thread;
    { [[maybe_unused]] const Section section; }
    read_.count_down();
    end_.wait();
  }};
};

/// An arm that opens a `Section` for each lookup, and a `Thread` for each call of read and insert.
template <class Thread, class Section, class Structure>
rcu_choice::Arm arm(std::string flavour, std::string structure_name, std::shared_ptr<Structure> structure) {
  rcu_choice::Arm arm{.flavour = std::move(flavour), .structure = std::move(structure_name), .read = {}, .insert = {}};
  arm.read = [structure](const Questions& questions, std::uint64_t reads) {
    [[maybe_unused]] const Thread thread;
    double sum = 0;
    const std::size_t mask = questions.order.size() - 1;
    for (std::uint64_t i = 0; i < reads; ++i) {
      [[maybe_unused]] const Section section;
      if (const Model* model = structure->find(questions.ids[questions.order[i & mask]])) {
        sum += static_cast<double>(model->intercept);
      }
      moebench::harness::clobber();
    }
    return sum;
  };
  arm.insert = [structure](std::span<Model* const> models) {
    [[maybe_unused]] const Thread thread;
    for (Model* model : models) {
      structure->insert(model);
    }
  };
  return arm;
}

/// The three structures under one flavour. `flavour` is the library's own description of it.
template <class Thread, class Section>
std::vector<rcu_choice::Arm> arms_of(const std::string& name, std::span<Model* const> models,
                                     const rcu_flavor_struct& flavour) {
  [[maybe_unused]] const Thread thread;
  return {arm<Thread, Section>(name, "slot array", std::make_shared<Slots>(models)),
          arm<Thread, Section>(name, "snapshot", std::make_shared<Snapshot>(models)),
          arm<Thread, Section>(name, "cds_lfht", std::make_shared<Lfht<Section>>(models, flavour))};
}

}  // namespace
