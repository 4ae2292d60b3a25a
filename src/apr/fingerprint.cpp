#include "moebench/apr/fingerprint.hpp"

#include <bit>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "checksum.hpp"

namespace moebench::apr {

std::string fingerprint(std::span<const float> values) {
  std::vector<std::byte> bytes;
  bytes.reserve(values.size() * sizeof(float));
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      bytes.push_back(static_cast<std::byte>(bits >> shift & 0xFFU));
    }
  }
  return fmt::format("{:08x}", checksum(bytes));
}

std::string fingerprint(const LogisticRegression& model) {
  std::vector<float> values = model.coefficients();
  values.push_back(model.intercept());
  return fingerprint(std::span<const float>{values});
}

}  // namespace moebench::apr
