// A model that can be told from a torn, freed or older one: what a strategy holds while it is checked. Its words stand
// on the heap, where AddressSanitizer sees who touches them too late. Included by check_registry.hpp and tests.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "moebench/core/rng.hpp"

namespace moebench::registry {

/// Moved and never copied. The words and their checksum are drawn from id and stamp.
class StampedModel {
 public:
  /// Which model it is, and which of its successive forms.
  StampedModel(std::uint64_t id, std::uint64_t stamp) : id_{id}, stamp_{stamp}, words_(k_words) {
    core::Rng rng{id, stamp};
    for (std::uint64_t& word : words_) {
      word = rng();
      checksum_ ^= word;
    }
    ++alive;
  }
  /// The other one is torn afterwards.
  StampedModel(StampedModel&& other) noexcept
      : id_{other.id_}, stamp_{other.stamp_}, checksum_{other.checksum_}, words_{std::move(other.words_)} {
    ++alive;
  }
  StampedModel& operator=(StampedModel&&) = delete;
  ~StampedModel() {
    words_.assign(words_.size(), 0);
    --alive;
  }

  /// As it was made with.
  std::uint64_t id() const { return id_; }
  /// As it was made with.
  std::uint64_t stamp() const { return stamp_; }

  /// Whether its words are those that it was made with.
  bool intact() const {
    std::uint64_t checksum = 0;
    for (const std::uint64_t word : words_) {
      checksum ^= word;
    }
    return checksum == checksum_ && words_.size() == k_words;
  }

  /// How many there are in the process.
  static inline std::atomic<int> alive{0};

 private:
  static constexpr std::size_t k_words = 16;

  std::uint64_t id_;
  std::uint64_t stamp_;
  std::uint64_t checksum_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace moebench::registry
