// A model for the tests that can be told from a torn, freed or older one. Its words stand on the heap, where
// AddressSanitizer sees who touches them too late.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "moebench/core/rng.hpp"

namespace registry_tests {

class StampedModel {
 public:
  StampedModel(std::uint64_t id, std::uint64_t stamp) : id_{id}, stamp_{stamp}, words_(16) {
    moebench::core::Rng rng{id, stamp};
    for (std::uint64_t& word : words_) {
      word = rng();
      checksum_ ^= word;
    }
    ++alive;
  }
  StampedModel(StampedModel&& other) noexcept
      : id_{other.id_}, stamp_{other.stamp_}, checksum_{other.checksum_}, words_{std::move(other.words_)} {
    ++alive;
  }
  StampedModel& operator=(StampedModel&&) = delete;
  ~StampedModel() {
    words_.assign(words_.size(), 0);
    --alive;
  }

  std::uint64_t id() const { return id_; }
  std::uint64_t stamp() const { return stamp_; }

  /// Whether its words are those that it was made with.
  bool intact() const {
    std::uint64_t checksum = 0;
    for (const std::uint64_t word : words_) {
      checksum ^= word;
    }
    return checksum == checksum_ && words_.size() == 16;
  }

  static inline std::atomic<int> alive{0};

 private:
  std::uint64_t id_;
  std::uint64_t stamp_;
  std::uint64_t checksum_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace registry_tests
