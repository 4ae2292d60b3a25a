#include "moebench/scenarios/served_model.hpp"

#include <bit>
#include <string_view>
#include <utility>

#include "moebench/registry/id_text.hpp"

namespace moebench::scenarios {

ServedModel::ServedModel(apr::LogisticRegression model, std::uint64_t stamp)
    : model_{std::move(model)}, stamp_{stamp}, checksum_{checksum()} {}

std::uint64_t ServedModel::checksum() const {
  const std::vector<float>& coefficients = model_.coefficients();
  const std::string_view bytes{reinterpret_cast<const char*>(coefficients.data()), coefficients.size() * sizeof(float)};
  return registry::hash_text(bytes) ^ (stamp_ * 0x9E37'79B9'7F4A'7C15U) ^
         std::bit_cast<std::uint32_t>(model_.intercept());
}

}  // namespace moebench::scenarios
