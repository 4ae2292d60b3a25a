#include "served_models.hpp"

#include <algorithm>
#include <array>

#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/reader.hpp"

namespace moebench::cli {
namespace {

using registry::Backend;

constexpr std::array k_backends{Backend::rcu, Backend::snapshot, Backend::rwlock, Backend::mutex};

std::vector<Backend> chosen(const std::vector<std::string>& names) {
  std::vector<Backend> backends;
  for (const Backend backend : k_backends) {
    if (std::ranges::any_of(names, [&](const std::string& word) { return word == "all" || word == name(backend); })) {
      backends.push_back(backend);
    }
  }
  return backends;
}

}  // namespace

core::Result<apr::LogisticRegression> load_model(const std::string& path) {
  return path.empty() ? apr::benchmark_model() : apr::load_logistic_regression(path);
}

std::string model_source(const std::string& path) {
  return path.empty() ? "trained here from the benchmark recipe" : path;
}

void add_backend_option(CLI::App& command, std::vector<Backend>& backends, const std::string& preset) {
  std::vector<std::string> words{"all"};
  for (const Backend backend : k_backends) {
    words.emplace_back(name(backend));
  }
  command
      .add_option_function<std::vector<std::string>>(
          "--backend", [&backends](const std::vector<std::string>& names) { backends = chosen(names); },
          "rcu, snapshot, rwlock, mutex, several with commas between them, or all")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(words))
      ->type_name("NAME,...")
      ->default_str(preset);
}

}  // namespace moebench::cli
