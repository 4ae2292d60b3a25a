#include "moebench/scenarios/mixed_round.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include <fmt/format.h>

namespace moebench::scenarios {

void ThinnedSamples::take(double sample) {
  samples_.push_back(sample);
  if (samples_.size() == k_most) {
    thin();
  }
}

void ThinnedSamples::thin() {
  for (std::size_t i = 0; 2 * i < samples_.size(); ++i) {
    samples_[i] = samples_[2 * i];
  }
  samples_.resize((samples_.size() + 1) / 2);
  stride_ *= 2;
}

void ThinnedSamples::add(ThinnedSamples other) {
  while (stride_ < other.stride_) {
    thin();
  }
  while (other.stride_ < stride_) {
    other.thin();
  }
  samples_.insert(samples_.end(), other.samples_.begin(), other.samples_.end());
  seen_ += other.seen_;
  while (samples_.size() >= k_most) {
    thin();
  }
}

void ReaderLog::add(const ReaderLog& other) {
  reads += other.reads;
  hits += other.hits;
  torn += other.torn;
  stale += other.stale;
  longest_us = std::max(longest_us, other.longest_us);
  waits_us.add(other.waits_us);
}

MixedRound::MixedRound(MixedSize size, std::uint64_t seed, std::uint64_t stream)
    : size_{size}, writers_(size.writers), board_{std::make_shared<harness::ProgressBoard>(size.threads())} {
  ids_.reserve(size.insertions());
  for (std::size_t writer = 0; writer < size.writers; ++writer) {
    for (std::uint64_t operation = 0; operation < size.operations; ++operation) {
      ids_.push_back(fmt::format("writer-{}-{}", writer, operation));
    }
  }
  for (std::size_t reader = 0; reader < size.readers; ++reader) {
    readers_.push_back({.rng = core::Rng{seed, (stream << 32U) + reader}, .log = {}});
  }
}

void MixedRound::prepare(Company company, Reading reading, double others_us) {
  company_ = company;
  reading_ = reading;
  others_time_ = harness::Nanoseconds{static_cast<std::int64_t>(others_us * 1000)};
  time_is_up_.store(false, std::memory_order_relaxed);
  others_.store(size_.writers, std::memory_order_relaxed);  // the release of the round publishes it
}

void MixedRound::work(std::size_t thread) {
  const auto until = harness::SteadyClock{}.now() + others_time_;
  if (thread < size_.readers) {
    read(thread, until);
    return;
  }
  if (company_ == Company::writers) {
    write(thread - size_.readers);
  } else {
    keep_busy(thread, until);
  }
  others_.fetch_sub(1, std::memory_order_relaxed);  // news for reading_goes_on()
}

void MixedRound::write(std::size_t writer) {
  Writer& self = writers_[writer];
  const std::size_t thread = size_.readers + writer;
  const harness::SteadyClock clock;
  self.begin_ns = clock.now().count();
  for (std::uint64_t operation = 0; operation < size_.operations; ++operation) {
    board_->enter(thread, "insert");
    self.failed += insert(writer, operation) ? 0U : 1U;
    board_->done(thread);
    // Release: pairs with the acquire in read().
    self.inserted.store(operation + 1, std::memory_order_release);
    if (time_is_up_.load(std::memory_order_relaxed)) {
      break;
    }
  }
  self.end_ns = clock.now().count();
}

void MixedRound::keep_busy(std::size_t thread, harness::Nanoseconds until) const {
  const harness::SteadyClock clock;
  board_->enter(thread, company_ == Company::busy_threads ? "busy" : "asleep");
  for (auto now = clock.now(); now < until; now = clock.now()) {
    if (company_ == Company::nobody) {
      std::this_thread::sleep_for(std::min<harness::Nanoseconds>(until - now, std::chrono::milliseconds{20}));
    }
    board_->done(thread);
  }
}

std::uint64_t MixedRound::inserted() const {
  std::uint64_t all = 0;
  for (const Writer& writer : writers_) {
    all += writer.inserted.load(std::memory_order_acquire);  // pairs with the release in write()
  }
  return all;
}

std::uint64_t MixedRound::failed_insertions() const {
  std::uint64_t failed = 0;
  for (const Writer& writer : writers_) {
    failed += writer.failed;
  }
  return failed;
}

double MixedRound::writing_us() const {
  std::int64_t begin_ns = std::numeric_limits<std::int64_t>::max();
  std::int64_t end_ns = 0;
  for (const Writer& writer : writers_) {
    begin_ns = std::min(begin_ns, writer.begin_ns);
    end_ns = std::max(end_ns, writer.end_ns);
  }
  return static_cast<double>(end_ns - begin_ns) / 1000;
}

std::vector<ReaderLog> MixedRound::take_logs() {
  std::vector<ReaderLog> logs;
  for (Reader& reader : readers_) {
    logs.push_back(std::exchange(reader.log, {}));
  }
  return logs;
}

}  // namespace moebench::scenarios
