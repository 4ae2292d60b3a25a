#include "report_document.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "measuring.hpp"
#include "moebench/charts/comparison_charts.hpp"
#include "moebench/charts/sample_charts.hpp"
#include "moebench/charts/trend_charts.hpp"
#include "moebench/gate/differences.hpp"
#include "moebench/report/comparison_report.hpp"
#include "moebench/report/environment_report.hpp"
#include "moebench/report/history_report.hpp"
#include "moebench/report/methods_section.hpp"
#include "moebench/report/history_summary.hpp"
#include "moebench/report/references.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/sides_section.hpp"
#include "moebench/report/summary_section.hpp"
#include "moebench/stats/describe.hpp"
#include "moebench/stats/history_changes.hpp"
#include "moebench/stats/sample_curves.hpp"

namespace moebench::cli {
namespace {

using report::Block;
using report::Measured;

/// The section that a scenario's own command prints; null where the file is another tool's.
Section section_of(const core::ResultSet& set) {
  if (set.config.text("moebench_version").empty() || set.results.empty()) {
    return nullptr;
  }
  constexpr std::array<std::pair<std::string_view, Section>, 7> all{{{"router", report::router_section},
                                                                     {"registry", report::registry_section},
                                                                     {"mixed", report::mixed_section},
                                                                     {"dispatch", report::dispatch_section},
                                                                     {"overflow", report::overflow_section},
                                                                     {"infer", report::infer_section},
                                                                     {"null", report::null_section}}};
  const auto found = std::ranges::find(all, set.results.front().scenario, &std::pair<std::string_view, Section>::first);
  return found == all.end() ? nullptr : found->second;
}

/// The charts of each result's samples, the first result's open.
void add_samples(std::vector<Block>& blocks, const Measured& measured, const std::string& prefix) {
  bool first = true;
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    const core::BenchmarkResult& result = measured.set.results[i];
    const auto curves = stats::sample_curves(result);
    constexpr std::size_t fewest = 10;  // of fewer no chart says more than the table
    if (!curves || result.series.sample_count() < fewest) {
      continue;
    }
    const std::string id = fmt::format("{}-{}-{}", prefix, i + 1, charts::id_of(result.name));
    Block block{
        .markdown = {}, .charts = charts::sample_charts(*curves, stats::describe(result), id), .folded_under = {}};
    if (first) {
      block.markdown = fmt::format("### Samples of {}\n", result.name);
    } else {
      block.folded_under = "Samples of " + result.name;
    }
    blocks.push_back(std::move(block));
    first = false;
  }
}

void add_file(std::vector<Block>& blocks, const Measured& measured, const std::string& prefix) {
  const Section section = section_of(measured.set);
  std::string text = report::interruption_note(measured.set.config);
  text += section != nullptr ? section(measured) : std::string{};
  if (section == report::registry_section) {
    text += "\n" + report::baseline_section(measured);
  }
  blocks.push_back({.markdown = std::move(text)});
  const std::string figures = report::figures_section(measured);
  blocks.push_back({.markdown = section != nullptr ? report::deeper(figures) : figures,
                    .folded_under = section != nullptr ? "Figures of every result in " + measured.set.source : ""});
  if (!measured.analysis.scaling.empty()) {
    blocks.push_back({.charts = {charts::scaling_chart(measured.analysis.scaling, prefix + "-scaling")}});
  }
  add_samples(blocks, measured, prefix);
}

/// The ratios of all pairs and where along their distributions each differs.
std::vector<charts::Chart> comparison_charts(const core::ComparisonSet& set, const core::ResultSet& candidate,
                                             const core::ResultSet& baseline, const std::string& prefix) {
  std::vector<charts::Chart> all;
  if (set.comparisons.empty()) {
    return all;
  }
  all.push_back(charts::ratio_chart(set, prefix + "-ratios"));
  for (const core::Comparison& comparison : set.comparisons) {
    const core::BenchmarkResult* a = candidate.find(comparison.candidate.name);
    const core::BenchmarkResult* b = baseline.find(comparison.baseline.name);
    if (a == nullptr || b == nullptr) {
      continue;
    }
    const auto shift = stats::shift_function(*a, *b, comparison.level);
    if (!shift.empty()) {
      all.push_back(
          charts::shift_chart(comparison, shift, fmt::format("{}-shift-{}", prefix, charts::id_of(comparison.name))));
      all.back().title += ": " + comparison.name;
    }
  }
  return all;
}

struct Compared {
  std::size_t candidate;  // which of the files
  report::ComparedFile file;
  std::vector<charts::Chart> charts;
};

/// Those of the matches that begin with a name of the file; with the first file also those that no file has, so that
/// the reader is told of them.
std::vector<std::string> matches_for(const ReportSources& sources, std::size_t which) {
  const auto fits = [](const core::ResultSet& set, const std::string& match) {
    return std::ranges::any_of(
        set.results, [&](const core::BenchmarkResult& result) { return match.starts_with(result.name + "="); });
  };
  std::vector<std::string> own;
  for (const std::string& match : sources.comparing.matches) {
    const bool nowhere =
        std::ranges::none_of(sources.files, [&](const core::ResultSet& set) { return fits(set, match); });
    if (fits(sources.files[which], match) || (nowhere && which == 0)) {
      own.push_back(match);
    }
  }
  return own;
}

/// Every file that has a partner in the baseline; all of them where none has, so that the reader is told.
core::Result<std::vector<Compared>> compare_all(const ReportSources& sources) {
  std::vector<Compared> all;
  if (!sources.baseline) {
    return all;
  }
  for (std::size_t i = 0; i < sources.files.size(); ++i) {
    stats::CompareOptions comparing = sources.comparing;
    comparing.matches = matches_for(sources, i);
    auto set = stats::compare_sets(sources.files[i], *sources.baseline, comparing);
    if (!set) {
      return std::unexpected(set.error());
    }
    auto drawn = comparison_charts(*set, sources.files[i], *sources.baseline, fmt::format("c{}", i + 1));
    auto differences = gate::what_differs(sources.files[i], *sources.baseline, *set);
    all.push_back({.candidate = i,
                   .file = {.candidate = sources.files[i].source,
                            .baseline = sources.baseline->source,
                            .set = *std::move(set),
                            .differences = std::move(differences)},
                   .charts = std::move(drawn)});
  }
  const auto without_pairs = [](const Compared& compared) { return compared.file.set.comparisons.empty(); };
  if (!std::ranges::all_of(all, without_pairs)) {
    std::erase_if(all, without_pairs);
  }
  return all;
}

/// The figures of both sides, where their distributions differ, and what each side tells of itself; folded away
/// everything that they recorded, and every statistic.
void add_comparison(std::vector<Block>& blocks, Compared compared, const Measured& candidate,
                    const Measured& baseline) {
  const report::ComparedFile& file = compared.file;
  std::string text = fmt::format("## {} against {}\n\n", file.candidate, file.baseline);
  text += report::paired_figures(file, candidate, baseline);
  std::vector<charts::Chart> shifts{std::next(compared.charts.begin(), compared.charts.empty() ? 0 : 1),
                                    compared.charts.end()};
  blocks.push_back({.markdown = std::move(text), .charts = std::move(shifts)});
  blocks.push_back({.markdown = report::sides_table(candidate.set, baseline.set)});
  blocks.push_back(
      {.markdown = report::deeper(report::deeper(report::comparison_report(file))),
       .folded_under = "Every statistic of this comparison"});
  blocks.push_back({.markdown = report::recorded_table(candidate.set, baseline.set),
                    .folded_under = "Everything that both sides recorded of themselves"});
}

/// Every figure of the baseline, also of results without a partner.
void add_baseline(std::vector<Block>& blocks, const Measured& baseline) {
  blocks.push_back({.markdown = report::deeper(report::figures_section(baseline)),
                    .folded_under = "Figures of every result in the baseline, " + baseline.set.source});
}

void add_history(std::vector<Block>& blocks, const core::HistoryChanges& history) {
  constexpr std::size_t open = 4;
  blocks.push_back({.markdown = "## History\n\n" + report::deeper(report::deeper(
                                                       report::history_changes_report(history, "the history")))});
  const std::vector<std::string> titles = report::series_titles(history);
  for (std::size_t i = 0; i < history.series.size(); ++i) {
    Block block{.charts = {charts::history_chart(history.series[i], titles[i],
                                                 fmt::format("h{}-{}", i + 1, charts::id_of(history.series[i].name)))}};
    block.folded_under = i < open ? "" : titles[i] + " by commit";
    blocks.push_back(std::move(block));
  }
}

void add_environment(std::vector<Block>& blocks, const std::vector<Measured>& measured, const Measured* baseline) {
  std::string shown;
  const auto add = [&](const Measured& file, const char* side) {
    if (file.set.environment.facts.entries().empty()) {
      return;
    }
    const std::string text = report::environment_table(file.set.environment) + "\nWhat spoils measurements there:\n\n" +
                             report::hazard_list(file.set.environment);
    const std::string whose = side + file.set.source;
    blocks.push_back({.markdown = shown.empty() ? fmt::format("## Environment\n\nOf {}:\n\n{}", whose, text) : text,
                      .folded_under = shown.empty() ? "" : "Environment of " + whose});
    shown = text;
  };
  for (const Measured& file : measured) {
    add(file, "");
  }
  if (baseline != nullptr) {
    add(*baseline, "the baseline, ");
  }
}

/// Numbers what the blocks cite and adds the list.
void add_references(std::vector<Block>& blocks) {
  std::vector<std::string*> texts;
  for (Block& block : blocks) {
    texts.push_back(&block.markdown);
  }
  if (std::string list = report::numbered_references(texts); !list.empty()) {
    blocks.push_back({.markdown = std::move(list)});
  }
}

}  // namespace

core::Result<report::Document> report_document(ReportSources sources) {
  auto compared = compare_all(sources);
  if (!compared) {
    return std::unexpected(compared.error());
  }
  std::vector<report::ComparedFile> compared_files;
  for (Compared& one : *compared) {
    compared_files.push_back(one.file);
  }
  std::vector<Measured> measured;
  for (core::ResultSet& set : sources.files) {
    measured.push_back(analysed(std::move(set)));
  }
  const std::optional<Measured> baseline =
      sources.baseline ? std::optional{analysed(*std::move(sources.baseline))} : std::nullopt;
  const Measured* const other_side = baseline ? &*baseline : nullptr;
  const core::HistoryChanges* const history = sources.history ? &*sources.history : nullptr;

  report::Document document{.title = std::move(sources.title), .blocks = {}};
  std::vector<Block>& blocks = document.blocks;
  if (!measured.empty()) {
    Block summary{.markdown = report::summary_section(measured, compared_files, other_side, history)};
    for (const Compared& one : *compared) {
      if (!one.charts.empty()) {
        summary.charts.push_back(one.charts.front());
      }
    }
    blocks.push_back(std::move(summary));
    if (std::string ratios = report::long_speedup_table(measured); !baseline && !ratios.empty()) {
      blocks.push_back({.markdown = std::move(ratios), .folded_under = "Arms that took turns with each other"});
    }
  } else if (history != nullptr) {
    blocks.push_back({.markdown = report::history_summary(*history)});
  }
  for (Compared& one : *compared) {
    const std::size_t candidate = one.candidate;
    add_comparison(blocks, std::move(one), measured[candidate], *baseline);
  }
  if (baseline) {
    add_baseline(blocks, *baseline);
  }
  if (!sources.further.empty()) {
    blocks.push_back({.markdown = std::move(sources.further)});
  }
  for (std::size_t i = 0; i < measured.size(); ++i) {
    add_file(blocks, measured[i], fmt::format("f{}", i + 1));
  }
  if (history != nullptr) {
    add_history(blocks, *history);
  }
  add_environment(blocks, measured, other_side);
  blocks.push_back({.markdown = report::methods_section(measured, compared_files, other_side, history)});
  add_references(blocks);
  return document;
}

}  // namespace moebench::cli
