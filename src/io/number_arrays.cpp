#include "number_arrays.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <system_error>

#include "moebench/core/in_parallel.hpp"

namespace moebench::io {
namespace {

constexpr std::size_t k_least_bytes = 256;       // below this the general parser is as good
constexpr std::size_t k_part_bytes = 1U << 20U;  // what one thread reads at a time

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

const char* skip_blanks(const char* at, const char* end) {
  while (at != end && is_blank(*at)) {
    ++at;
  }
  return at;
}

const char* skip_digits(const char* at, const char* end) {
  while (at != end && is_digit(*at)) {
    ++at;
  }
  return at;
}

/// Eight characters as one word, the first in the lowest byte.
std::uint64_t eight_characters(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

/// Whether each is a digit: 0x30 to 0x39 have the high half 3, also after adding 6.
bool are_digits(std::uint64_t word) {
  constexpr std::uint64_t high_halves = 0xf0f0f0f0f0f0f0f0U;
  constexpr std::uint64_t threes = 0x3333333333333333U;
  return (((word & high_halves) | (((word + 0x0606060606060606U) & high_halves) >> 4U)) == threes);
}

/// Their value: neighbours are joined to pairs, pairs to fours, fours to eight (Lemire, SPE 51, 2021).
std::uint64_t value_of_digits(std::uint64_t word) {
  word -= 0x3030303030303030U;
  word = word * 10 + (word >> 8U);
  constexpr std::uint64_t mask = 0x000000ff000000ffU;
  return ((((word & mask) * (100 + (1000000ULL << 32U))) + (((word >> 16U) & mask) * (1 + (10000ULL << 32U)))) >> 32U) &
         0xffffffffU;
}

/// Appends the digits from `at` on to `digits`, which may overflow; returns where they end.
const char* read_digits(const char* at, const char* end, std::uint64_t& digits) {
  for (; end - at >= 8; at += 8) {
    const std::uint64_t word = eight_characters(at);
    if (!are_digits(word)) {
      break;
    }
    digits = 100'000'000 * digits + value_of_digits(word);
  }
  for (; at != end && is_digit(*at); ++at) {
    digits = 10 * digits + static_cast<std::uint64_t>(*at - '0');
  }
  return at;
}

/// 10^0 to 10^19, all exact.
constexpr auto k_powers_of_ten = [] {
  std::array<std::uint64_t, 20> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) {
    powers[i] = 10 * powers[i - 1];
  }
  return powers;
}();

/// The double nearest to digits / 10^decimals, empty where that needs more than one division. Where a long double has
/// 64 bits its quotient is the nearest of those; rounding it once more, to 53 bits, is right unless it lies half way
/// between two doubles.
std::optional<double> nearest_quotient(std::uint64_t digits, std::size_t decimals) {
  constexpr std::uint64_t exact_in_double = std::uint64_t{1} << 53U;
  if (digits < exact_in_double && k_powers_of_ten[decimals] < exact_in_double) {
    return static_cast<double>(digits) / static_cast<double>(k_powers_of_ten[decimals]);
  }
  if constexpr (std::numeric_limits<long double>::digits == 64) {
    const long double quotient = static_cast<long double>(digits) / static_cast<long double>(k_powers_of_ten[decimals]);
    std::uint64_t mantissa = 0;
    std::memcpy(&mantissa, &quotient, sizeof mantissa);
    constexpr std::uint64_t beyond_a_double = 0x7ff;
    constexpr std::uint64_t half_way = 0x400;
    if ((mantissa & beyond_a_double) != half_way) {
      return static_cast<double>(quotient);
    }
  }
  return std::nullopt;
}

/// Reads the number that starts at `at`, as JSON writes it, and returns its end; null where there is none that a
/// double holds.
const char* read_number(const char* at, const char* end, double& value) {
  const char* const start = at;
  const bool is_negative = at != end && *at == '-';
  at += is_negative ? 1 : 0;
  std::uint64_t digits = 0;
  const char* const whole = at;
  at = read_digits(at, end, digits);
  const auto whole_digits = static_cast<std::size_t>(at - whole);
  const bool is_below_one = whole_digits == 1 && *whole == '0';
  if (whole_digits == 0 || (*whole == '0' && !is_below_one)) {
    return nullptr;
  }
  std::size_t decimals = 0;
  if (at != end && *at == '.') {
    const char* const fraction = ++at;
    at = read_digits(at, end, digits);
    decimals = static_cast<std::size_t>(at - fraction);
    if (decimals == 0) {
      return nullptr;
    }
  }
  const bool has_exponent = at != end && (*at == 'e' || *at == 'E');
  if (has_exponent) {
    ++at;
    at += at != end && (*at == '+' || *at == '-') ? 1 : 0;
    const char* const exponent = at;
    at = skip_digits(at, end);
    if (at == exponent) {
      return nullptr;
    }
  }
  constexpr std::size_t most_digits = 19;  // 10^19 is below 2^64
  if (!has_exponent && decimals + (is_below_one ? 0 : whole_digits) <= most_digits) {
    if (const auto magnitude = nearest_quotient(digits, decimals)) {
      value = is_negative ? -*magnitude : *magnitude;
      return at;
    }
  }
  const auto [read_to, error] = std::from_chars(start, at, value);
  return error == std::errc{} && read_to == at ? at : nullptr;
}

/// Reads `count` numbers with a comma between any two from all of `text`; false where something else stands there.
bool read_numbers(std::string_view text, double* to, std::size_t count) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < count; ++i) {
    at = skip_blanks(at, end);
    at = read_number(at, end, to[i]);
    if (at == nullptr) {
      return false;
    }
    at = skip_blanks(at, end);
    if (i + 1 < count) {
      if (at == end || *at != ',') {
        return false;
      }
      ++at;
    }
  }
  return at == end;
}

/// What stands between the brackets, cut at commas into parts of about a megabyte; the commas at the cuts are in none.
std::vector<std::string_view> parts_of(std::string_view content) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t comma = content.size() <= k_part_bytes ? std::string_view::npos : content.find(',', k_part_bytes);
    parts.push_back(content.substr(0, comma));
    if (comma == std::string_view::npos) {
      return parts;
    }
    content.remove_prefix(comma + 1);
  }
}

/// The numbers of an array, empty where `content` is anything else than numbers.
std::optional<std::vector<double>> numbers_in(std::string_view content) {
  const std::vector<std::string_view> parts = parts_of(content);
  std::vector<std::size_t> first(parts.size() + 1, 0);
  core::in_parallel(parts.size(), 0, [&](std::size_t i) {
    first[i + 1] = static_cast<std::size_t>(std::ranges::count(parts[i], ',')) + 1;
  });
  for (std::size_t i = 0; i < parts.size(); ++i) {
    first[i + 1] += first[i];
  }
  std::vector<double> numbers(first.back());
  std::atomic<bool> is_sound{true};  // only ever cleared, and read when the threads have been joined
  core::in_parallel(parts.size(), 0, [&](std::size_t i) {
    if (!read_numbers(parts[i], numbers.data() + first[i], first[i + 1] - first[i])) {
      is_sound.store(false, std::memory_order_relaxed);
    }
  });
  return is_sound.load(std::memory_order_relaxed) ? std::optional{std::move(numbers)} : std::nullopt;
}

/// Where the string that starts at `quote` ends: the place of its closing quote, or npos.
std::size_t closing_quote(std::string_view text, std::size_t quote) {
  std::size_t at = quote + 1;
  for (;;) {
    at = text.find_first_of("\"\\", at);
    if (at == std::string_view::npos || text[at] == '"') {
      return at;
    }
    at += 2;
  }
}

/// The place of the bracket where an array is the value of the key that ends before `at`, or npos.
std::size_t array_after_key(std::string_view text, std::size_t at) {
  constexpr std::string_view blanks = " \n\r\t";
  at = text.find_first_not_of(blanks, at);
  if (at == std::string_view::npos || text[at] != ':') {
    return std::string_view::npos;
  }
  at = text.find_first_not_of(blanks, at + 1);
  return at != std::string_view::npos && text[at] == '[' ? at : std::string_view::npos;
}

}  // namespace

Skeleton take_out_number_arrays(std::string_view text, std::span<const std::string_view> keys) {
  Skeleton skeleton;
  std::size_t arrays = 0;
  std::size_t kept = 0;  // up to here the text is in the skeleton, or taken out
  for (std::size_t at = text.find_first_of("\"["); at != std::string_view::npos; at = text.find_first_of("\"[", at)) {
    if (text[at] == '[') {
      ++arrays;
      ++at;
      continue;
    }
    const std::size_t end = closing_quote(text, at);
    if (end == std::string_view::npos) {
      break;
    }
    const bool is_key = std::ranges::find(keys, text.substr(at + 1, end - at - 1)) != keys.end();
    at = end + 1;
    const std::size_t open = is_key ? array_after_key(text, at) : std::string_view::npos;
    if (open == std::string_view::npos) {
      continue;
    }
    const std::size_t close = text.find(']', open);
    if (close != std::string_view::npos && close - open < k_least_bytes) {
      continue;
    }
    auto numbers = numbers_in(text.substr(open + 1, close == std::string_view::npos ? 0 : close - open - 1));
    if (!numbers) {
      break;  // a reader will refuse it, and looking on could take the square of the length
    }
    skeleton.arrays.push_back({.place = arrays, .numbers = std::move(*numbers)});
    skeleton.text += text.substr(kept, open + 1 - kept);
    kept = close;
    ++arrays;
    at = close;
  }
  skeleton.text += text.substr(kept);
  return skeleton;
}

}  // namespace moebench::io
