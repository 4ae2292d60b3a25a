#include "moebench/apr/format.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moebench::apr {
namespace {

constexpr std::array<std::pair<ModelType, std::string_view>, 18> k_model_types{{
    {ModelType::linear_regression, "LinearRegression"},
    {ModelType::logistic_regression, "LogisticRegression"},
    {ModelType::decision_tree, "DecisionTree"},
    {ModelType::random_forest, "RandomForest"},
    {ModelType::gradient_boosting, "GradientBoosting"},
    {ModelType::k_means, "KMeans"},
    {ModelType::pca, "Pca"},
    {ModelType::naive_bayes, "NaiveBayes"},
    {ModelType::knn, "Knn"},
    {ModelType::svm, "Svm"},
    {ModelType::ngram_lm, "NgramLm"},
    {ModelType::tfidf, "Tfidf"},
    {ModelType::count_vectorizer, "CountVectorizer"},
    {ModelType::neural_sequential, "NeuralSequential"},
    {ModelType::neural_custom, "NeuralCustom"},
    {ModelType::content_recommender, "ContentRecommender"},
    {ModelType::mixture_of_experts, "MixtureOfExperts"},
    {ModelType::custom, "Custom"},
}};

constexpr std::array<std::string_view, 4> k_compressions{"none", "zstd level 3", "zstd level 19", "LZ4"};

constexpr std::array<std::string_view, 7> k_flags{"ENCRYPTED",     "SIGNED",    "STREAMING",     "LICENSED",
                                                  "TRUENO_NATIVE", "QUANTIZED", "HAS_MODEL_CARD"};

}  // namespace

std::string_view name(ModelType type) {
  const auto* const at = std::ranges::find(k_model_types, type, [](const auto& entry) { return entry.first; });
  return at == k_model_types.end() ? std::string_view{} : at->second;
}

std::string_view name(Compression compression) {
  const auto index = std::to_underlying(compression);
  return index < k_compressions.size() ? k_compressions[index] : std::string_view{};
}

std::string_view name(PayloadLayout layout) {
  switch (layout) {
    case PayloadLayout::a: return "A";
    case PayloadLayout::b: return "B";
    case PayloadLayout::c: return "C";
  }
  return {};
}

std::vector<std::string_view> flag_names(std::uint8_t flags) {
  std::vector<std::string_view> names;
  for (std::size_t bit = 0; bit < k_flags.size(); ++bit) {
    if (((static_cast<unsigned>(flags) >> bit) & 1U) != 0) {
      names.push_back(k_flags[bit]);
    }
  }
  return names;
}

}  // namespace moebench::apr
