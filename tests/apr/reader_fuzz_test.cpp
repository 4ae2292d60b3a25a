// Mutants of a valid file with a valid checksum: each is refused with an error that names its place, or is a model that
// holds its invariant and survives a round trip.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/core/rng.hpp"

using namespace moebench::apr;
using moebench::core::Rng;

namespace {

constexpr std::array<std::uint64_t, 8> k_telling{0, 1, 2, 0x7f, 0x80, 0x7fffffff, 0x80000000, ~std::uint64_t{0}};

void mutate(Bytes& file, Rng& rng) {
  const auto at = static_cast<std::ptrdiff_t>(rng.below(file.size()));
  const auto index = static_cast<std::size_t>(at);
  switch (rng.below(6)) {
    case 0: file[index] ^= static_cast<std::byte>(1U << rng.below(8)); break;
    case 1: file[index] = static_cast<std::byte>(rng.below(256)); break;
    case 2: file.insert(file.begin() + at, rng.below(16), static_cast<std::byte>(rng.below(256))); break;
    case 3:
      file.erase(
          file.begin() + at,
          file.begin() + at + static_cast<std::ptrdiff_t>(rng.below(std::min<std::size_t>(file.size() - index, 16))));
      break;
    case 4:
      put(file, std::min<std::size_t>(8 + 4 * rng.below(4), file.size() - 4),
          static_cast<std::uint32_t>(k_telling[rng.below(8)]));
      break;
    default: put(file, std::min(index, file.size() - 8), k_telling[rng.below(8)]); break;
  }
}

Bytes mutant(Rng& rng) {
  Bytes file = small_file();
  for (std::uint64_t changes = 1 + rng.below(3); changes > 0; --changes) {
    mutate(file, rng);
  }
  return sealed(std::move(file));
}

bool finite(const LogisticRegression& model) {
  return std::ranges::all_of(model.coefficients(), [](float w) { return std::isfinite(w); }) &&
         std::isfinite(model.intercept());
}

}  // namespace

TEST_CASE("mutants are refused with their place or are valid models") {
  Rng rng{42};
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    const Bytes file = mutant(rng);
    const auto model = read_logistic_regression(file, "m.apr");
    if (!model) {
      ++refused;
      REQUIRE(model.error().subject.starts_with("m.apr: byte "));
      REQUIRE(std::stoul(model.error().subject.substr(12)) <= file.size());
      REQUIRE(!model.error().message.empty());
      continue;
    }
    ++accepted;
    REQUIRE(model->input_size() >= 1);
    REQUIRE(4 * model->input_size() < file.size());
    REQUIRE(finite(*model));
    const auto again = read_logistic_regression(write_v1(*model, {"0", "0"}, {.layout = PayloadLayout::c}), "again");
    REQUIRE(again);
    REQUIRE(*again == *model);
  }
  CHECK(accepted > 1000);
  CHECK(refused > 1000);
}

TEST_CASE("with the checksum made anew no byte beside the parameters changes the model") {
  const auto is_free = [](std::size_t at) { return at == 5 || (at >= 22 && at < 32); };
  for (std::size_t at = 0; at < k_payload_at + k_payload_size; ++at) {
    int same = 0;
    int other = 0;
    for (unsigned mask = 1; mask < 256; ++mask) {
      Bytes file = small_file();
      file[at] ^= static_cast<std::byte>(mask);
      const auto model = read_logistic_regression(sealed(std::move(file)), "m.apr");
      same += model && *model == small_model() ? 1 : 0;
      other += model && *model != small_model() ? 1 : 0;
    }
    CAPTURE(at);
    if (is_free(at)) {
      CHECK(same == 255);
    } else if (at < k_payload_at) {  // the metadata may say other things, but must be intact
      CHECK(same < 255);
      CHECK(other == 0);
    } else {
      CHECK(same == 0);
    }
  }
}
