#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "json_text.hpp"
#include "result_writers.hpp"

namespace moebench::io {
namespace {

constexpr std::string_view k_cpu_time = "cpu_time";

/// A result of times, and those that are further figures of the same samples.
struct Family {
  const core::BenchmarkResult* time;
  std::vector<std::pair<std::string, const core::BenchmarkResult*>> counters;
  const core::BenchmarkResult* cpu_time = nullptr;
};

bool is_time(const core::BenchmarkResult& result) {
  return result.series.unit == "us";
}

/// The results with what belongs to them.
class Families {
 public:
  explicit Families(const core::ResultSet& set) {
    for (const core::BenchmarkResult& result : set.results) {
      if (is_time(result) && !base_of(set, result)) {
        places_.emplace(result.name, families_.size());
        families_.push_back({.time = &result, .counters = {}});
      }
    }
    for (const core::BenchmarkResult& result : set.results) {
      place(set, result);
    }
  }

  const std::vector<Family>& families() const { return families_; }
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  struct Base {
    const core::BenchmarkResult* result;
    std::string figure;
  };

  /// The result of times that `result` is a further figure of. A time is one of these only as "cpu_time".
  static std::optional<Base> base_of(const core::ResultSet& set, const core::BenchmarkResult& result) {
    const std::string_view name = result.name;
    for (std::size_t blank = name.rfind(' '); blank != std::string_view::npos && blank > 0;
         blank = name.rfind(' ', blank - 1)) {
      const std::string_view figure = name.substr(blank + 1);
      const core::BenchmarkResult* base = set.find(name.substr(0, blank));
      const bool fits = base != nullptr && is_time(*base) && (figure == k_cpu_time) == is_time(result) &&
                        base->series.sample_count() == result.series.sample_count();
      if (fits) {
        return Base{.result = base, .figure = std::string{figure}};
      }
    }
    return std::nullopt;
  }

  void place(const core::ResultSet& set, const core::BenchmarkResult& result) {
    const auto base = base_of(set, result);
    if (!base) {
      if (!is_time(result)) {
        left_out_.push_back(result.name);
      }
      return;
    }
    const auto at = places_.find(base->result->name);
    if (at == places_.end()) {  // the base is a figure of another itself
      left_out_.push_back(result.name);
    } else if (base->figure == k_cpu_time) {
      families_[at->second].cpu_time = &result;
    } else {
      families_[at->second].counters.emplace_back(base->figure, &result);
    }
  }

  std::vector<Family> families_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<std::string> left_out_;
};

Json context_of(const core::ResultSet& set) {
  Json context = Json::object();
  const std::string date = set.config.text("timestamp");
  if (!date.empty()) {
    context["date"] = date;
  }
  context["executable"] = "moebench";
  const auto copy = [&](const char* key, std::string_view fact) {
    const core::Scalar* value = set.environment.facts.find(fact);
    if (value != nullptr && !std::holds_alternative<std::string>(*value)) {
      context[key] = std::visit([](const auto& scalar) { return Json(scalar); }, *value);
    }
  };
  copy("num_cpus", "cpu_logical_cores");
  copy("mhz_per_cpu", "cpu_mhz");
  context["caches"] = Json::array();
  context["load_avg"] = Json::array();
  return context;
}

void append_rows(Json& rows, const Family& family, std::size_t index) {
  const core::BenchmarkResult& result = *family.time;
  const std::size_t count = result.series.sample_count();
  const std::vector<double> cpu_times =
      family.cpu_time == nullptr ? std::vector<double>{} : family.cpu_time->series.pooled();
  std::vector<std::pair<std::string, std::vector<double>>> counters;
  for (const auto& [name, counter] : family.counters) {
    counters.emplace_back(name, counter->series.pooled());
  }
  const core::Scalar* threads = result.params.find("threads");
  std::size_t repetition = 0;
  for (const core::Run& run : result.series.runs) {
    for (const double sample : run.samples) {
      Json& row = rows.emplace_back(Json::object());
      row["name"] = result.name;
      row["family_index"] = index;
      row["per_family_instance_index"] = 0;
      row["run_name"] = result.name;
      row["run_type"] = "iteration";
      row["repetitions"] = count;
      row["repetition_index"] = repetition;
      row["threads"] = threads != nullptr && std::holds_alternative<std::int64_t>(*threads)
                           ? std::get<std::int64_t>(*threads)
                           : std::int64_t{1};
      row["iterations"] = run.batch;
      row["real_time"] = sample;
      row["cpu_time"] = cpu_times.empty() ? 0.0 : cpu_times[repetition];
      row["time_unit"] = "us";
      for (const auto& [name, values] : counters) {
        row.emplace(name, values[repetition]);
      }
      ++repetition;
    }
  }
}

}  // namespace

Exported to_google_benchmark(const core::ResultSet& set) {
  const Families found{set};
  if (found.families().empty()) {
    return {};
  }
  Json document = Json::object();
  document["context"] = context_of(set);
  Json& rows = document["benchmarks"] = Json::array();
  for (std::size_t i = 0; i < found.families().size(); ++i) {
    append_rows(rows, found.families()[i], i);
  }
  Exported exported{.text = to_text(document), .lost = {}};
  if (!found.left_out().empty()) {
    exported.lost.push_back(
        fmt::format("samples that are no times, and so left out: {}", fmt::join(found.left_out(), ", ")));
  }
  return exported;
}

}  // namespace moebench::io
