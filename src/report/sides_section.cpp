#include "moebench/report/sides_section.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "comparison_text.hpp"
#include "moebench/report/environment_report.hpp"
#include "moebench/report/estimates.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

/// A fact that files keep in several places: the first of these keys that one has, in its environment or its
/// configuration.
struct Fact {
  std::string_view label;
  std::array<std::string_view, 2> keys;
};

constexpr std::array k_facts{Fact{"Measured at", {"timestamp", ""}},
                             Fact{"Processor", {"cpu_model", "cpu"}},
                             Fact{"Cores", {"cpu_logical_cores", "cpu_available"}},
                             Fact{"Virtualisation", {"virtualisation", ""}},
                             Fact{"System", {"os", "platform"}},
                             Fact{"Compiler", {"compiler", ""}},
                             Fact{"Build type", {"build_type", ""}},
                             Fact{"Load before measuring", {"load_average_1m", ""}},
                             Fact{"Model", {"model", ""}},
                             Fact{"Seed", {"seed", ""}},
                             Fact{"Warm-up", {"warmup_iterations", ""}},
                             Fact{"Iterations", {"benchmark_iterations", "iterations"}},
                             Fact{"Threads", {"threads", ""}}};

/// Empty text where the file does not tell.
std::string told(const core::ResultSet& set, const Fact& fact) {
  for (const std::string_view key : fact.keys) {
    for (const core::Attributes* place : {&set.environment.facts, &set.config}) {
      if (const core::Scalar* value = place->find(key)) {
        return fact_text(key, *value);
      }
    }
  }
  return "";
}

/// "5", or "1 or 5" where results differ.
std::string runs_text(const core::ResultSet& set) {
  std::set<std::size_t> runs;
  for (const core::BenchmarkResult& result : set.results) {
    runs.insert(result.series.runs.size());
  }
  runs.erase(0);
  return fmt::format("{}", fmt::join(runs, " or "));
}

void add_side(Table& table, const char* side, const core::BenchmarkResult& result, const core::Summary& summary) {
  const SideFigures figures = side_figures(result, summary);
  table.add({result.name, side, figures.runs, figures.samples, figures.mean, figures.interval, figures.p50, figures.p95,
             figures.p99, result.series.unit});
}

}  // namespace

SideFigures side_figures(const core::BenchmarkResult& result, const core::Summary& summary) {
  const FigureText mean = figure(mean_estimate(summary));
  const auto quantile = [&](double p) {
    const double value = quantile_estimate(summary, p).value;
    return std::isnan(value) ? std::string{"n/a"} : significant(value);
  };
  return {.runs = fmt::format("{}", result.series.runs.size()),
          .samples = with_thousands(summary.n),
          .mean = mean.value,
          .interval = mean.interval,
          .p50 = quantile(0.5),
          .p95 = quantile(0.95),
          .p99 = quantile(0.99)};
}

std::string file_text(const core::ResultSet& set) {
  return set.source.empty() ? "this measurement" : inline_text(set.source);
}

std::string tool_text(const core::ResultSet& set) {
  std::vector<std::string> parts;
  const auto add = [&](const char* key, const char* name) {
    if (const std::string version = set.config.text(key); !version.empty()) {
      parts.push_back(fmt::format("{}{}", name, inline_text(version)));
    }
  };
  add("moebench_version", "moebench ");
  add("pytorch_version", "PyTorch ");
  add("python_version", "Python ");
  if (parts.empty()) {
    add("read_as", "");
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string machine_text(const core::ResultSet& set) {
  const core::Attributes& facts = set.environment.facts;
  std::string text = inline_text(facts.text("cpu_model", set.config.text("cpu", "an unknown processor")));
  const auto fact = [&](const core::Attributes& place, const char* key, const char* before, const char* after) {
    const std::string value = place.text(key);
    text += value.empty() ? "" : fmt::format("{}{}{}", before, inline_text(value), after);
  };
  fact(facts, "cpu_logical_cores", ", ", " cores");
  fact(facts, "virtualisation", ", ", "");
  if (facts.text("os").empty()) {
    fact(set.config, "platform", ", ", "");
  } else {
    fact(facts, "os", ", ", "");
  }
  fact(facts, "compiler", ", built by ", "");
  return text;
}

std::string paired_figures(const ComparedFile& compared, const Measured& candidate, const Measured& baseline) {
  const std::string level =
      compared.set.comparisons.empty() ? "Interval" : percentage(compared.set.comparisons.front().level) + " interval";
  Table table{{{"Result"},
               {"Side"},
               {"Runs", Align::right},
               {"Samples", Align::right},
               {"Mean", Align::right},
               {level, Align::right},
               {"p50", Align::right},
               {"p95", Align::right},
               {"p99", Align::right},
               {"Unit"}}};
  for (const core::Comparison& comparison : compared.set.comparisons) {
    const auto add = [&](const char* side) {
      return [&table, side](const core::BenchmarkResult& result, const core::Summary& summary) {
        add_side(table, side, result, summary);
      };
    };
    candidate.with(comparison.candidate.name, add("candidate"));
    baseline.with(comparison.baseline.name, add("baseline"));
  }
  return table.empty() ? "" : table.markdown();
}

std::string sides_table(const core::ResultSet& candidate, const core::ResultSet& baseline) {
  Table table{{{"What each side tells"}, {"Candidate"}, {"Baseline"}}};
  const auto add = [&](std::string_view label, const std::string& a, const std::string& b) {
    if (!a.empty() || !b.empty()) {
      table.add({std::string{label}, a.empty() ? "not told" : a, b.empty() ? "not told" : b});
    }
  };
  add("File", candidate.source, baseline.source);
  add("Made by", tool_text(candidate), tool_text(baseline));
  const auto command = [](const core::ResultSet& set) {
    const std::string whole = set.config.text("command");
    const std::string part = set.config.text("part_command", whole);
    return part.empty() ? "" : "`" + part + "`";
  };
  add("Command", command(candidate), command(baseline));
  add("Runs", runs_text(candidate), runs_text(baseline));
  for (const Fact& fact : k_facts) {
    add(fact.label, told(candidate, fact), told(baseline, fact));
  }
  return table.markdown();
}

std::string recorded_table(const core::ResultSet& candidate, const core::ResultSet& baseline) {
  Table table{{{"Recorded"}, {"Candidate"}, {"Baseline"}}};
  const auto add_all = [&](const core::Attributes& a, const core::Attributes& b) {
    for (const auto& [key, value] : a.entries()) {
      table.add({key, core::to_text(value), b.text(key)});
    }
    for (const auto& [key, value] : b.entries()) {
      if (a.find(key) == nullptr) {
        table.add({key, "", core::to_text(value)});
      }
    }
  };
  add_all(candidate.config, baseline.config);
  add_all(candidate.environment.facts, baseline.environment.facts);
  return table.empty() ? "" : table.markdown();
}

}  // namespace moebench::report
