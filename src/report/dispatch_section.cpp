#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::BenchmarkResult;

/// The mean over runs of a count with one value; empty where a run does not have it.
std::optional<double> mean_count(const BenchmarkResult& result, std::string_view name) {
  double sum = 0;
  for (const core::Run& run : result.series.runs) {
    const auto count = std::ranges::find(run.counts, name, &core::Count::name);
    if (count == run.counts.end() || count->values.size() != 1) {
      return std::nullopt;
    }
    sum += static_cast<double>(count->values.front());
  }
  return sum / static_cast<double>(result.series.runs.size());
}

std::string share(std::optional<double> part, std::optional<double> whole) {
  return part && whole && *whole > 0 ? percent(*part / *whole) : "n/a";
}

std::string from_millionths(const BenchmarkResult& result, std::string_view name) {
  const auto count = mean_count(result, name);
  return count ? rounded(*count / 1e6, 3) : "n/a";
}

std::string times_table(const Measured& measured) {
  const double level = measured.analysis.summaries.front().level;
  Table table{{{"Tokens", Align::right},
               {"Experts", Align::right},
               {"k", Align::right},
               {"ns per token", Align::right},
               {fmt::format("{:g} % interval", level * 100), Align::right},
               {"Tokens/us", Align::right},
               {"GB/s", Align::right}}};
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    const BenchmarkResult& result = measured.set.results[i];
    const core::Estimate ns = scaled(mean_estimate(measured.analysis.summaries[i]), 1000);
    const FigureText text = figure(ns);
    const double tokens = result.params.number("tokens").value_or(NAN);
    const double bytes = result.params.number("bytes_per_batch").value_or(NAN);
    table.add({result.params.text("tokens"), result.params.text("experts"), result.params.text("top_k"), text.value,
               text.interval, significant(1e3 / ns.value, 3),
               std::isnan(bytes) ? "n/a" : significant(bytes / tokens / ns.value, 3)});
  }
  return table.markdown();
}

std::string loads_table(const Measured& measured) {
  Table table{{{"Tokens", Align::right},
               {"Experts", Align::right},
               {"k", Align::right},
               {"Capacity", Align::right},
               {"Dropped", Align::right},
               {"No expert", Align::right},
               {"Busiest / mean", Align::right},
               {"CV", Align::right},
               {"Aux. loss", Align::right}}};
  for (const BenchmarkResult& result : measured.set.results) {
    table.add({result.params.text("tokens"), result.params.text("experts"), result.params.text("top_k"),
               result.params.text("capacity"),
               share(mean_count(result, "dropped_choices"), mean_count(result, "choices")),
               share(mean_count(result, "tokens_without_expert"), result.params.number("tokens")),
               from_millionths(result, "load_imbalance_millionths"),
               from_millionths(result, "importance_variation_millionths"),
               from_millionths(result, "auxiliary_loss_millionths")});
  }
  return table.markdown();
}

std::string choices_table(const Measured& measured) {
  Table table{{{"Tokens", Align::right},
               {"Experts", Align::right},
               {"k", Align::right},
               {"Tokens of an expert", Align::right},
               {"Tokens without expert", Align::right},
               {"Most experts of a token", Align::right}}};
  for (const BenchmarkResult& result : measured.set.results) {
    table.add({result.params.text("tokens"), result.params.text("experts"), result.params.text("top_k"),
               result.params.text("capacity"),
               share(mean_count(result, "tokens_without_expert"), result.params.number("tokens")),
               rounded(mean_count(result, "most_experts_of_a_token").value_or(NAN), 1)});
  }
  return table.markdown();
}

std::string what_loads_mean() {
  return "- Capacity: ceil(tokens x k / experts x capacity factor) places of each expert. Dropped: choices beyond it, "
         "of all;\n"
         "  no expert: tokens of which every choice was. Busiest / mean: choices of the busiest expert, dropped ones\n"
         "  included, over the mean; 1 is even. CV: standard deviation over mean of the experts' importance, the sum "
         "of\n"
         "  their weights (Shazeer et al., 2017). Aux. loss: experts x sum of (share of the choices x mean "
         "probability), "
         "1\n"
         "  when even: with k = 1 that of Switch Transformers (Fedus et al., 2022) without its coefficient. All are "
         "means\n"
         "  over the runs.\n";
}

std::string what_times_mean(bool experts_choose) {
  if (experts_choose) {
    return "- Softmax of every token, then for every expert the tokens with the highest probabilities, in their order; "
           "logits\n"
           "  are there before the clock starts.\n";
  }
  return "- Softmax, top-k, weights, sums of probabilities and the position of every choice in its expert's buffer; "
         "logits\n"
         "  are there before the clock starts. GB/s: logits read, and an expert, a weight and a position written for "
         "each\n"
         "  choice; the same batch again and again, from the cache that holds it.\n";
}

}  // namespace

std::string dispatch_section(const Measured& measured) {
  if (measured.set.results.empty()) {
    return "";
  }
  const BenchmarkResult& first = measured.set.results.front();
  const core::Attributes& p = first.params;
  const bool experts_choose = first.name.starts_with("expert-choice/");
  std::string out = fmt::format(
      "## Batch Dispatch\n\n**Test**: {}, capacity factor {}, logits {}, kernel {}, {} thread{}{}. Intervals: {}.\n\n",
      experts_choose ? "every expert takes the tokens that want it most"
                     : fmt::format("every token chooses k experts, places by {}", p.text("priority")),
      p.text("capacity_factor"), inline_text(measured.set.config.text("logits", p.text("logits"))), p.text("kernel"),
      p.text("threads"), p.text("threads") == "1" ? "" : "s",
      p.count("balance_steps").value_or(0) > 0
          ? fmt::format(", {} steps of loss-free balancing on {}", p.text("balance_steps"),
                        p.text("logits") == "file" ? "this same batch" : "another batch")
          : "",
      interval_basis(measured.analysis.summaries.front()));
  out += times_table(measured) + "\n" + (experts_choose ? choices_table(measured) : loads_table(measured)) + "\n";
  out += what_times_mean(experts_choose) + (experts_choose ? "" : what_loads_mean());
  if (const std::string list = doubts(measured, Shown::means); !list.empty()) {
    out += "\n" + list;
  }
  return out;
}

}  // namespace moebench::report
