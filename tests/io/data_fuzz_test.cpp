// Mutants of valid data files: each is refused with its place, or gives values that keep what the readers promise.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "io/data_bytes.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/io/idx.hpp"
#include "moebench/io/npy.hpp"
#include "moebench/io/samples_csv.hpp"

using namespace data_test;
using namespace moebench::io;
using moebench::core::Rng;

namespace {

constexpr std::array<std::string_view, 18> k_telling{
    "\xff\xff\xff\xff",     "0",    "-1",  "1e39", "nan", ",", "(",     ")",  "'",
    "18446744073709551615", "True", "<f8", "|u1",  "{",   "}", "shape", "\n", "#"};

void mutate(std::string& file, Rng& rng) {
  const std::size_t at = file.empty() ? 0 : rng.below(file.size());
  switch (rng.below(6)) {
    case 0:
      if (!file.empty()) {
        file[at] = static_cast<char>(file[at] ^ static_cast<char>(1U << rng.below(8)));
      }
      break;
    case 1:
      if (!file.empty()) {
        file[at] = static_cast<char>(rng.below(256));
      }
      break;
    case 2: file.insert(at, rng.below(16), static_cast<char>(rng.below(256))); break;
    case 3: file.erase(at, rng.below(16)); break;
    case 4: file.insert(at, k_telling[rng.below(k_telling.size())]); break;
    default: {
      const std::string_view telling = k_telling[rng.below(k_telling.size())];
      file.replace(at, std::min(telling.size(), file.size() - at), telling);
    }
  }
}

std::string mutant(const std::string& valid, Rng& rng) {
  std::string file = valid;
  for (std::uint64_t changes = 1 + rng.below(3); changes > 0; --changes) {
    mutate(file, rng);
  }
  return file;
}

bool finite(const std::vector<float>& values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

/// Every value took at least a byte of the file, so nothing larger than the file's own size allows was allocated.
void check_samples(const SampleMatrix& samples, std::size_t size) {
  REQUIRE(samples.columns >= 1);
  REQUIRE(samples.rows() >= 1);
  REQUIRE(samples.rows() * samples.columns == samples.values.size());
  REQUIRE(samples.values.size() <= size);
  REQUIRE(finite(samples.values));
}

void check_labels(const std::vector<float>& labels, std::size_t size) {
  REQUIRE(!labels.empty());
  REQUIRE(labels.size() <= size);
  REQUIRE(finite(labels));
}

void check_labelled(const LabelledSamples& data, std::size_t size) {
  check_samples(data.samples, size);
  REQUIRE(data.labels.size() == data.samples.rows());
  REQUIRE(finite(data.labels));
}

struct Tally {
  int accepted = 0;
  int refused = 0;
};

/// Reads `count` mutants of each of `files`.
template <class Read, class Check>
Tally fuzz(const std::vector<std::string>& files, int count, Read read, Check check) {
  Rng rng{42};
  Tally tally;
  for (const std::string& valid : files) {
    REQUIRE(read(valid));
    for (int i = 0; i < count; ++i) {
      const std::string file = mutant(valid, rng);
      const auto result = read(file);
      if (result) {
        ++tally.accepted;
        check(*result, file.size());
        continue;
      }
      ++tally.refused;
      REQUIRE(result.error().kind == moebench::core::ErrorKind::input);
      REQUIRE(result.error().subject.starts_with("m"));
      REQUIRE(!result.error().message.empty());
      if (const auto place = result.error().subject.find("byte "); place != std::string::npos) {
        REQUIRE(std::stoul(result.error().subject.substr(place + 5)) <= file.size());
      }
    }
  }
  return tally;
}

void check_both(const Tally& tally) {
  CHECK(tally.accepted > 50);
  CHECK(tally.refused > 1000);
}

}  // namespace

TEST_CASE("mutants of IDX files are refused with their place or hold what was promised") {
  const std::string pixels(24, '\x7f');
  check_both(fuzz(
      {idx(0x803, {2, 3, 4}, pixels), idx(0x803, {24, 1, 1}, pixels)}, 4000,
      [](const std::string& file) { return parse_idx_images(bytes_of(file), "m"); }, check_samples));
  check_both(fuzz(
      {idx(0x801, {24}, pixels)}, 4000, [](const std::string& file) { return parse_idx_labels(bytes_of(file), "m"); },
      check_labels));
}

TEST_CASE("mutants of .npy files are refused with their place or hold what was promised") {
  const std::vector<std::string> files{npy("<f4", "False", "(2, 3)", raw<float>({1, 2, 3, 4, 5, 6})),
                                       npy("<f8", "True", "(3, 2)", raw<double>({1, 2, 3, 4, 5, 6})),
                                       npy("|u1", "True", "(2, 1, 3)", "abcdef"),
                                       npy("<i8", "False", "(3,)", raw<std::int64_t>({1, 2, 3}))};
  check_both(fuzz(
      files, 4000, [](const std::string& file) { return parse_npy_samples(bytes_of(file), "m"); }, check_samples));
  check_both(fuzz(
      {files[3]}, 4000, [](const std::string& file) { return parse_npy_labels(bytes_of(file), "m"); }, check_labels));
}

TEST_CASE("mutants of text with labels are refused with their place or hold what was promised") {
  check_both(fuzz(
      {"a,b,y\n1,2,0\n3,4.5,1\n-6,7e-3,1\n", "1,2\n3,4\n"}, 4000,
      [](const std::string& file) { return parse_labelled_csv(file, "m", ""); }, check_labelled));
}
