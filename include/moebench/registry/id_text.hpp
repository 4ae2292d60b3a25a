// Model ids as every strategy hashes and compares them: one function of each, so that strategies differ in their
// synchronisation alone. Included by the strategies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace moebench::registry {

/// The bytes at `at` as a number, lowest first where the machine has it so.
template <class Word>
std::uint64_t word_at(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// XXH3, 64 bits: for text of any length.
std::uint64_t hash_text(std::string_view text);

/// 64 bits. Ids of 4 to 16 bytes, as most are, are two overlapping words, multiplied to 128 bits whose halves are
/// xored (the step of the wyhash family); all others go through hash_text(). Not proof against ids chosen to collide.
inline std::uint64_t hash_id(std::string_view id) {
  const std::size_t size = id.size();
  if (size < 4 || size > 16) {
    return hash_text(id);
  }
  const char* const end = id.data() + size;
  const std::uint64_t first = size >= 8 ? word_at<std::uint64_t>(id.data()) : word_at<std::uint32_t>(id.data());
  const std::uint64_t last = size >= 8 ? word_at<std::uint64_t>(end - 8) : word_at<std::uint32_t>(end - 4);
  // The fractions of the golden ratio and of pi, as constants without a pattern.
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{first ^ (size * 0x9E37'79B9'7F4A'7C15U)} * (last ^ 0x243F'6A88'85A3'08D3U);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

/// Whether the two ids are the same text. Whole words, the last one overlapping: a call of memcmp costs more than ids
/// are long.
inline bool same_id(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) {
    return false;
  }
  const auto differ = [&]<class Word>(Word, std::size_t at) {
    return word_at<Word>(a.data() + at) != word_at<Word>(b.data() + at);
  };
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) {
      if (differ(std::uint64_t{}, at)) {
        return false;
      }
    }
    return !differ(std::uint64_t{}, size - 8);
  }
  if (size >= 4) {
    return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, size - 4);
  }
  return a == b;
}

/// For maps of the standard's and Boost's kind.
struct IdHash {
  using is_transparent = void;
  using is_avalanching = void;  // Boost's maps need no further mixing
  std::size_t operator()(std::string_view id) const { return hash_id(id); }
};

struct SameId {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return same_id(a, b); }
};

}  // namespace moebench::registry
