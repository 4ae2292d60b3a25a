// The fast reading of long arrays of numbers against the general parser: the input is what stands in such an array, and
// then a document of its own.
#include "number_arrays.hpp"

#include <bit>
#include <string>

#include "expect.hpp"
#include "json_document.hpp"

namespace {

using namespace moebench;

constexpr std::string_view k_key[] = {"samples_us"};

void expect_same(const io::Json& general, const io::Json& fast, const std::vector<std::vector<double>>& arrays) {
  if (fast.is_binary()) {
    const std::vector<double>& numbers = arrays.at(fast.get_binary().subtype());
    fuzz::expect(general.is_array() && general.size() == numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto expected = general[i].get<double>();
      fuzz::expect(std::bit_cast<std::uint64_t>(expected) == std::bit_cast<std::uint64_t>(numbers[i]) ||
                   (expected == 0 && numbers[i] == 0));  // the general parser takes -0 for the integer 0
    }
    return;
  }
  fuzz::expect(general.type() == fast.type() && general.size() == fast.size());
  if (general.is_array()) {
    for (std::size_t i = 0; i < general.size(); ++i) {
      expect_same(general[i], fast[i], arrays);
    }
  } else if (general.is_object()) {
    const auto& members = general.get_ref<const io::Json::object_t&>();
    auto other = fast.get_ref<const io::Json::object_t&>().begin();
    for (const auto& [key, value] : members) {
      fuzz::expect(key == other->first);
      expect_same(value, other->second, arrays);
      ++other;
    }
  } else {
    fuzz::expect(general == fast);
  }
}

void check(std::string_view text) {
  const auto general = io::parse_json(text, "f");
  const auto fast = io::parse_document(text, "f", k_key);
  fuzz::expect_refusal(fast, "f", text.size());
  fuzz::expect(general.has_value() == fast.has_value());
  if (general) {
    expect_same(*general, fast->root, fast->arrays);
  } else {
    fuzz::expect(general.error().subject == fast.error().subject && general.error().message == fast.error().message);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  check(text);
  const std::string long_enough(300, ' ');
  check("{\"samples_us\":[" + long_enough + std::string{text} + "]}");
  return 0;
}
