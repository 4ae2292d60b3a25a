#include "progress.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "moebench/harness/clock.hpp"

namespace moebench::cli {
namespace {

using Duration = Progress::Duration;

constexpr Duration k_silence = std::chrono::seconds{2};
constexpr std::size_t k_bar_columns = 20;

/// "0:12", "1:02:03".
std::string clock_text(Duration time) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(std::max(time, Duration{0})).count();
  return seconds < 3600 ? fmt::format("{}:{:02}", seconds / 60, seconds % 60)
                        : fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string bar_text(double share) {
  const auto signs = static_cast<std::size_t>(share * static_cast<double>(k_bar_columns));
  return fmt::format(" [{}{}]", std::string(signs, '#'), std::string(k_bar_columns - signs, '.'));
}

/// The parts in one line of `columns`: without the bar where that takes it, and with the label's beginning only.
std::string fitted_line(std::string label, const std::string& bar, const std::string& figures, std::size_t columns) {
  if (label.size() + bar.size() + figures.size() <= columns) {
    return label + bar + figures;
  }
  label.resize(std::min(label.size(), columns - std::min(columns, figures.size())));
  return (label + figures).substr(0, columns);
}

}  // namespace

Progress::Progress(const Session& session) : session_{session}, begin_{now()} {}

Progress::~Progress() {
  if (visible_) {
    session_.progress("");
  }
}

void Progress::plan(const std::string& kind, std::size_t times) {
  kinds_[kind].planned += static_cast<std::int64_t>(times);
}

void Progress::limit(Duration budget, std::size_t least) {
  budget_ = budget;
  least_ = static_cast<std::int64_t>(least);
}

void Progress::begin(const std::string& kind, const std::string& label) {
  label_ = label;
  current_ = &kinds_[kind];
  current_begin_ = now();
  show();
}

void Progress::end() {
  current_->took += now() - current_begin_;
  ++current_->done;
  current_ = nullptr;
}

std::function<void()> Progress::refresh() {
  return shown() ? [this] { show(); } : std::function<void()>{};
}

bool Progress::shown() const {
  return session_.host.show_progress && !session_.quiet;
}

Duration Progress::now() const {
  return session_.host.now ? session_.host.now() : harness::SteadyClock{}.now();
}

/// Empty while nothing is done that could tell.
std::optional<Duration> Progress::left(Duration at) const {
  Kind all;
  for (const auto& [name, kind] : kinds_) {
    all.done += kind.done;
    all.took += kind.took;
  }
  if (all.done == 0) {
    return std::nullopt;
  }
  const auto mean_of = [&](const Kind& kind) {
    const Kind& known = kind.done > 0 ? kind : all;
    return known.took / known.done;
  };
  Duration sum{};
  for (const auto& [name, kind] : kinds_) {
    sum += mean_of(kind) * (kind.planned - std::min(kind.planned, kind.done));
  }
  // A step that takes longer than its like is taken to end at any moment.
  const Duration in_step = current_ != nullptr ? std::min(at - current_begin_, mean_of(*current_)) : Duration{0};
  if (budget_) {
    const Duration at_least = mean_of(all) * (least_ - std::min(least_, all.done));
    sum = std::min(sum, std::max(*budget_ - all.took, at_least));
  }
  return std::max(sum - in_step, Duration{0});
}

void Progress::show() {
  const Duration at = now();
  const Duration elapsed = at - begin_;
  if (!shown() || elapsed < k_silence) {
    return;
  }
  visible_ = true;
  const std::size_t columns = std::max(session_.host.progress_width, std::size_t{1}) - 1;  // the last one may wrap
  const std::optional<Duration> remaining = left(at);
  if (!remaining) {
    session_.progress(fitted_line(label_, bar_text(0), fmt::format(" {}", clock_text(elapsed)), columns));
    return;
  }
  const double share = static_cast<double>(elapsed.count()) / static_cast<double>((elapsed + *remaining).count());
  session_.progress(fitted_line(label_, bar_text(share),
                                fmt::format(" {:2.0f} % {}, {} {} left", std::min(100 * share, 99.0),
                                            clock_text(elapsed), budget_ ? "at most" : "about", clock_text(*remaining)),
                                columns));
}

}  // namespace moebench::cli
