#include "moebench/registry/id_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"

using namespace moebench::registry;

TEST_CASE("ids of any length are the same when all their bytes are") {
  for (std::size_t length = 0; length <= 40; ++length) {
    const std::string id(length, 'x');
    CHECK(same_id(id, std::string(length, 'x')));
    CHECK_FALSE(same_id(id, id + "x"));
    for (std::size_t at = 0; at < length; ++at) {
      std::string other = id;
      other[at] = 'y';
      CAPTURE(length);
      CAPTURE(at);
      CHECK_FALSE(same_id(id, other));
    }
  }
}

TEST_CASE("equality of random ids is that of their texts") {
  moebench::core::Rng rng{3};
  for (int i = 0; i < 2000; ++i) {
    std::string a(rng.below(20), 'a');
    std::string b(rng.below(20), 'a');
    for (std::string* text : {&a, &b}) {
      for (char& letter : *text) {
        letter = static_cast<char>('a' + rng.below(2));
      }
    }
    CHECK(same_id(a, b) == (a == b));
  }
}

// The expected value: printf 'a model with an id that is rather long' | xxhsum -H3 (xxHash 0.8.1).
TEST_CASE("the hash of a long id is XXH3") {
  CHECK(hash_id("a model with an id that is rather long") == 0xcd605281b834bd24);
  CHECK(IdHash{}("model-1") == hash_id("model-1"));
}

TEST_CASE("ids that differ in one byte or in length differ in their hashes and spread evenly over low bits") {
  std::set<std::uint64_t> hashes;
  std::size_t count = 0;
  for (std::size_t length = 0; length <= 20; ++length) {
    std::string id(length, 'm');
    hashes.insert(hash_id(id));
    ++count;
    for (char& letter : id) {
      const char was = std::exchange(letter, 'n');
      hashes.insert(hash_id(id));
      ++count;
      letter = was;
    }
  }
  CHECK(hashes.size() == count);
  std::array<int, 64> buckets{};
  for (int i = 0; i < 64'000; ++i) {
    ++buckets[hash_id("model-" + std::to_string(i)) % buckets.size()];
  }
  // 1,000 are expected in each; the standard deviation is 31.
  CHECK(std::ranges::min(buckets) > 800);
  CHECK(std::ranges::max(buckets) < 1200);
}
