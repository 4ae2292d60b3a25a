// The numbers that the .apr format gives to models, compressions and flags, with the names that it gives them, and its
// limits. Reads nothing: header.hpp does. Included by header.hpp, the writer and whoever shows a header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace moebench::apr {

/// The format's number for what a file holds.
enum class ModelType : std::uint16_t {
  linear_regression = 1,
  logistic_regression = 2,
  decision_tree = 3,
  random_forest = 4,
  gradient_boosting = 5,
  k_means = 6,
  pca = 7,
  naive_bayes = 8,
  knn = 9,
  svm = 0x0a,
  ngram_lm = 0x10,
  tfidf = 0x11,
  count_vectorizer = 0x12,
  neural_sequential = 0x20,
  neural_custom = 0x21,
  content_recommender = 0x30,
  mixture_of_experts = 0x40,
  custom = 0xff,
};

/// The format's number for how a payload is stored.
enum class Compression : std::uint8_t { none = 0, zstd_3 = 1, zstd_19 = 2, lz4 = 3 };

/// The releases of a logistic regression's payload; each adds fields at the end.
enum class PayloadLayout : std::uint8_t { a, b, c };

/// Bits of the header's flags.
enum class Flag : std::uint8_t {
  encrypted = 0x01,
  is_signed = 0x02,
  streaming = 0x04,
  licensed = 0x08,
  trueno_native = 0x10,
  quantized = 0x20,
  has_model_card = 0x40,
};

/// The format's own name of the type, for example "LogisticRegression"; empty when the number stands for none.
std::string_view name(ModelType type);

/// "none", "zstd level 3", "zstd level 19" or "LZ4"; empty when the number stands for none.
std::string_view name(Compression compression);

/// "A", "B" or "C".
std::string_view name(PayloadLayout layout);

/// The names of the set flags, from the lowest bit up, as the format spells them: "STREAMING". Bit 7 has no name.
std::vector<std::string_view> flag_names(std::uint8_t flags);

/// Bytes before the metadata.
inline constexpr std::size_t k_header_size = 32;
/// Bytes of the smallest file: the header and the checksum.
inline constexpr std::size_t k_min_file_size = k_header_size + 4;
/// The format's limit on a payload, stored or decompressed.
inline constexpr std::uint32_t k_max_payload_size = std::uint32_t{1} << 30U;

}  // namespace moebench::apr
