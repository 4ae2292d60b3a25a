#include "moebench/apr/fingerprint.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "moebench/apr/benchmark_model.hpp"

namespace moebench::apr {

// python3 -c "import struct, zlib; print(f'{zlib.crc32(struct.pack(\"<3f\", 0.5, -1, 3)):08x}')"
TEST_CASE("a fingerprint is Python's zlib.crc32 of the values as little-endian f32") {
  CHECK(fingerprint(std::vector<float>{0.5F, -1.0F, 3.0F}) == "80df4ce4");
  CHECK(fingerprint(std::vector<float>{}) == "00000000");
  const auto model = LogisticRegression::create({0.5F, -1.0F}, 3.0F);
  REQUIRE(model.has_value());
  CHECK(fingerprint(*model) == "80df4ce4");
}

// As examples/pytorch/benchmark.py records them for the same model, input and training set, made by PyTorch.
TEST_CASE("the benchmark's model and data have the fingerprints that PyTorch's side records") {
  CHECK(fingerprint(benchmark_input(784)) == "0cc6fe0e");
  CHECK(fingerprint(benchmark_training_set().features) == "50980b35");
  CHECK(fingerprint(benchmark_training_set().labels) == "fd10757b");
  CHECK(fingerprint(benchmark_model()) == "2adb68ce");
}

}  // namespace moebench::apr
