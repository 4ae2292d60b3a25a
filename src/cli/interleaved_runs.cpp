#include "interleaved_runs.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <wordexp.h>

#include "moebench/gate/run_figures.hpp"
#include "moebench/harness/interrupts.hpp"
#include "moebench/harness/process_runs.hpp"
#include "moebench/harness/stopwatch.hpp"
#include "moebench/io/result_file.hpp"

namespace moebench::cli {
namespace {

constexpr std::uint64_t k_page_bytes = 4096;

std::string_view shell_fault(int code) {
  switch (code) {
    case WRDE_BADCHAR:
      return "holds one of | & ; < > ( ) { } or a line break outside quotes; give one program with its arguments, or "
             "sh -c '...'";
    case WRDE_BADVAL: return "uses a variable that is not set";
    case WRDE_CMDSUB: return "holds a command substitution; give one program with its arguments, or sh -c '...'";
    case WRDE_SYNTAX: return "has a quote that is not closed";
    default: return "could not be split into words";
  }
}

struct FreeWords {
  void operator()(wordexp_t* words) const { wordfree(words); }
};

bool same_names(const core::ResultSet& a, const core::ResultSet& b) {
  return std::ranges::equal(a.results, b.results, {}, &core::BenchmarkResult::name, &core::BenchmarkResult::name);
}

void add(core::ResultSet& all, core::ResultSet run) {
  if (all.results.empty()) {
    all = std::move(run);
    all.source.clear();
  } else {
    // The names were seen to be the same.
    [[maybe_unused]] const auto appended = core::append_run(all, std::move(run));
  }
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) {
    text.remove_suffix(1);
  }
  return std::string{text.substr(text.rfind('\n') + 1)};
}

}  // namespace

core::Result<std::vector<std::string>> command_words(const std::string& option, const std::string& command) {
  wordexp_t expanded{};
  const int code = wordexp(command.c_str(), &expanded, WRDE_NOCMD | WRDE_UNDEF);
  const std::unique_ptr<wordexp_t, FreeWords> owner{code == 0 || code == WRDE_NOSPACE ? &expanded : nullptr};
  if (code != 0) {
    return core::usage_error(option, fmt::format("'{}' {}", command, shell_fault(code)));
  }
  std::vector<std::string> words{expanded.we_wordv, expanded.we_wordv + expanded.we_wordc};
  if (words.empty()) {
    return core::usage_error(option, "names no command");
  }
  return words;
}

std::size_t Draws::padding() {
  // A program's stack begins below its environment: its size moves where everything on the stack lies (Mytkowicz and
  // others, ASPLOS 2009).
  return rng_.below(k_page_bytes);
}

InterleavedRuns::InterleavedRuns(Plan plan)
    : baseline_{.name = "baseline", .words = std::move(plan.baseline), .all = {}},
      candidate_{.name = "candidate", .words = std::move(plan.candidate), .all = {}},
      time_limit_{plan.time_limit},
      metrics_{std::move(plan.metrics)},
      executable_{std::move(plan.executable)},
      draws_{plan.seed} {}

core::Result<core::ResultSet> InterleavedRuns::run(const std::vector<std::string>& words, const std::string& side) {
  const std::string padding(draws_.padding(), 'x');
  auto run = harness::run_to_end({.program = executable_.empty() ? words.front() : executable_,
                                  .arguments = {words.begin() + 1, words.end()},
                                  .time_limit = time_limit_,
                                  .environment = {"MOEBENCH_PADDING=" + padding},
                                  .each_second = each_second_});
  if (!run) {
    run.error().subject = words.front();
    return std::unexpected(std::move(run).error());
  }
  if (run->status != 0) {
    const std::string said = last_line(run->errors);
    return core::input_error(words.front(),
                             fmt::format("{}, expected 0{}", run->ending, said.empty() ? "" : ": " + said));
  }
  auto set = io::parse_results(run->output, fmt::format("what the {} printed", side));
  if (!set && (run->output.starts_with("#") || run->output.starts_with("| ") || run->output.starts_with("**"))) {
    set.error().message +=
        "; it printed Markdown: let it print its result file, with moebench by --format json --quiet";
  }
  if (set) {
    for (core::BenchmarkResult& result : set->results) {
      runs_in_a_process_ = std::max(runs_in_a_process_, result.series.runs.size());
      result = gate::as_one_run(std::move(result), metrics_);
    }
  }
  return set;
}

core::Result<InterleavedRuns::Pair> InterleavedRuns::rehearse() {
  auto baseline = run(baseline_.words, baseline_.name);
  if (!baseline) {
    return std::unexpected(std::move(baseline).error());
  }
  auto candidate = run(candidate_.words, candidate_.name);
  if (!candidate) {
    return std::unexpected(std::move(candidate).error());
  }
  return Pair{*std::move(baseline), *std::move(candidate)};
}

core::Result<core::ResultSet> InterleavedRuns::next(const Side& side) {
  auto set = run(side.words, side.name);
  if (set && !side.all.results.empty() && !same_names(side.all, *set)) {
    set = core::input_error(side.words.front(), "printed other results than in its first run");
  }
  if (!set && !harness::InterruptHandler::interrupted()) {
    failed_.push_back({side.name, attempts_, set.error().subject + ": " + set.error().message});
  }
  return set;
}

void InterleavedRuns::run_block() {
  const bool baseline_first = draws_.baseline_first();
  ++attempts_;
  const harness::Stopwatch watch;
  auto first = next(baseline_first ? baseline_ : candidate_);
  if (harness::InterruptHandler::interrupted()) {
    --attempts_;
    return;
  }
  auto second = next(baseline_first ? candidate_ : baseline_);
  if (harness::InterruptHandler::interrupted() && !second) {
    --attempts_;
    return;
  }
  seconds_ += watch.seconds();
  if (first && second) {
    add(baseline_.all, *std::move(baseline_first ? first : second));
    add(candidate_.all, *std::move(baseline_first ? second : first));
    ++blocks_;
  }
}

}  // namespace moebench::cli
