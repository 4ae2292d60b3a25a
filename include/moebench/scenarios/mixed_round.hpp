// What the threads of the mixed scenario do in a round, with any registry of ServedModel: as loops that the compiler
// sees whole. Included by the mixed scenario and by whoever puts a registry of its own through it.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/thread_watch.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/scenarios/served_model.hpp"

namespace moebench::scenarios {

/// How many read and write how much. Threads 0 .. readers - 1 read, the next ones write.
struct MixedSize {
  std::size_t readers;       // threads
  std::size_t writers;       // threads
  std::uint64_t operations;  // of each thread

  /// All of them.
  std::size_t threads() const { return readers + writers; }
  /// By all writers.
  std::uint64_t insertions() const { return writers * operations; }
};

/// Evenly thinned: when it is full, every other sample goes, and from then on every other one is taken.
class ThinnedSamples {
 public:
  /// Samples kept.
  static constexpr std::size_t k_most = 4096;

  /// Adds a sample, or leaves it out.
  void add(double sample) {
    if (seen_++ % stride_ == 0) {
      take(sample);
    }
  }
  /// Adds the samples of another, both thinned alike.
  void add(ThinnedSamples other);

  /// Those that were kept, in time order.
  const std::vector<double>& samples() const { return samples_; }

 private:
  void take(double sample);
  void thin();

  std::vector<double> samples_;
  std::uint64_t seen_ = 0;
  std::uint64_t stride_ = 1;
};

/// What one reader saw.
struct alignas(64) ReaderLog {
  std::uint64_t reads = 0;  // all of them
  std::uint64_t hits = 0;   // those that found a model
  std::uint64_t torn = 0;   // a model that is not the one that was inserted
  std::uint64_t stale = 0;  // an id not found though its insertion had ended
  double longest_us = 0;    // of the waits
  ThinnedSamples waits_us;  // until a read that hits has its model at hand

  /// Adds what another reader saw, or the same one later.
  void add(const ReaderLog& other);
};

/// What writers do, or what stands in their place.
enum class Company : std::uint8_t { writers, busy_threads, nobody };

/// How long readers read.
enum class Reading : std::uint8_t { exact, while_others_last };

/// A registry and what the threads do with it. The registry is empty at first; rounds without writers come after one
/// with them and read what it left. Every thread's progress is on the board.
class MixedRound {
 public:
  /// Readers draw from `stream` of `seed`.
  MixedRound(MixedSize size, std::uint64_t seed, std::uint64_t stream);
  virtual ~MixedRound() = default;
  MixedRound(const MixedRound&) = delete;
  MixedRound& operator=(const MixedRound&) = delete;

  /// Who does how much.
  const MixedSize& size() const { return size_; }
  /// Where the threads note their progress.
  const std::shared_ptr<harness::ProgressBoard>& board() const { return board_; }

  /// Before each round. With Reading::exact readers do as many reads as asked, otherwise they read until the others
  /// have ended: writers once they have inserted everything, but after `others_us` at the latest, and whoever stands in
  /// their place after that time.
  void prepare(Company company, Reading reading, double others_us);

  /// Thread `thread`'s part.
  void work(std::size_t thread);

  /// After a round: models in the registry.
  virtual std::size_t models() const = 0;
  /// After a round: insertions that ended.
  std::uint64_t inserted() const;
  /// After a round: those of them that failed.
  std::uint64_t failed_insertions() const;
  /// From the first writer's start to the last one's end.
  double writing_us() const;
  /// All readers' logs since the last call, one after the other.
  std::vector<ReaderLog> take_logs();

 protected:
  /// One insertion; whether it succeeded.
  virtual bool insert(std::size_t writer, std::uint64_t operation) = 0;
  /// A reader's part of the round, which is over at `until`.
  virtual void read(std::size_t reader, harness::Nanoseconds until) = 0;

  /// Whether a reader that has so many reads and hits reads on.
  bool reading_goes_on(std::uint64_t reads, std::uint64_t hits) const {
    // Relaxed: news, and what the writers wrote is published by `inserted`.
    // At least one hit, so that every reader has something to tell, also where the writers were done before it began.
    return reading_ == Reading::exact ? reads < size_.operations
                                      : others_.load(std::memory_order_relaxed) > 0 || hits == 0;
  }

  /// A reader that finds the round's time used up ends it: it stops, so that no writer can wait for it, and with it
  /// all.
  bool time_is_up(harness::Nanoseconds now, harness::Nanoseconds until) {
    if (reading_ == Reading::exact || now < until) {
      return false;
    }
    time_is_up_.store(true, std::memory_order_relaxed);  // news for the writers
    return true;
  }

  /// Distinct for every model and never 0.
  std::uint64_t stamp(std::size_t writer, std::uint64_t operation) const {
    return writer * size_.operations + operation + 1;
  }
  /// The id that goes with that stamp.
  const std::string& id(std::size_t writer, std::uint64_t operation) const {
    return ids_[stamp(writer, operation) - 1];
  }

  /// On cache lines of their own.
  struct alignas(64) Writer {
    std::atomic<std::uint64_t> inserted{0};  // operations that have ended
    std::uint64_t failed = 0;                // of them
    std::int64_t begin_ns = 0;               // when it started
    std::int64_t end_ns = 0;                 // when it was done
  };
  /// On cache lines of their own.
  struct alignas(64) Reader {
    core::Rng rng;  // what it asks for
    ReaderLog log;  // what it saw
  };

  MixedSize size_;                                 // who does how much
  std::vector<std::string> ids_;                   // by stamp - 1
  std::vector<Writer> writers_;                    // by index
  std::vector<Reader> readers_;                    // by index
  std::shared_ptr<harness::ProgressBoard> board_;  // readers first

 private:
  void write(std::size_t writer);
  void keep_busy(std::size_t thread, harness::Nanoseconds until) const;

  Company company_ = Company::writers;
  Reading reading_ = Reading::exact;
  harness::Nanoseconds others_time_{0};
  std::atomic<bool> time_is_up_{false};
  alignas(64) std::atomic<std::size_t> others_{0};  // threads beside the readers that have not ended
};

/// A MixedRound on a registry of type Registry.
template <registry::ModelRegistry Registry>
class MixedRoundOn final : public MixedRound {
 public:
  /// `registry` is empty; every id is served a copy of `model`.
  MixedRoundOn(std::shared_ptr<Registry> registry, const apr::LogisticRegression& model, MixedSize size,
               std::uint64_t seed, std::uint64_t stream)
      : MixedRound{size, seed, stream}, registry_{std::move(registry)} {
    models_.reserve(size.insertions());
    for (std::uint64_t stamp = 1; stamp <= size.insertions(); ++stamp) {
      models_.emplace_back(model, stamp);
    }
  }

  /// See MixedRound.
  std::size_t models() const override { return registry_->size(); }

 protected:
  /// See MixedRound.
  bool insert(std::size_t writer, std::uint64_t operation) override {
    ServedModel& model = models_[stamp(writer, operation) - 1];
    return registry_->insert(id(writer, operation), std::move(model)).has_value();
  }

  /// See MixedRound.
  void read(std::size_t reader, harness::Nanoseconds until) override {
    auto& [rng, log] = readers_[reader];
    const harness::SteadyClock clock;
    for (std::uint64_t reads = 0; reading_goes_on(reads, log.hits); ++reads) {
      const std::size_t writer = rng.below(size_.writers);
      const std::uint64_t operation = rng.below(size_.operations);
      // Acquire: pairs with the release in write(). An insertion that had ended must be seen.
      const bool must_be_there = operation < writers_[writer].inserted.load(std::memory_order_acquire);
      const std::string& id = this->id(writer, operation);
      harness::Nanoseconds at_hand{0};
      const auto verify = [&](const ServedModel& model) {
        at_hand = clock.now();
        log.torn += model.stamp() == stamp(writer, operation) && model.intact() ? 0U : 1U;
      };
      bool found = false;
      harness::Nanoseconds asked{0};
      if (rng.below(2) == 0) {  // not in turns: thinning would keep one kind alone
        board_->enter(reader, "with");
        asked = clock.now();
        found = registry_->with(id, verify);
      } else {
        board_->enter(reader, "get");
        asked = clock.now();
        const auto handle = registry_->get(id);
        found = static_cast<bool>(handle);
        if (found) {
          verify(*handle);
        }
      }
      board_->done(reader);
      ++log.reads;
      if (found) {
        ++log.hits;
        const double waited_us = static_cast<double>((at_hand - asked).count()) / 1000;
        log.longest_us = std::max(log.longest_us, waited_us);
        log.waits_us.add(waited_us);
      }
      log.stale += must_be_there && !found ? 1U : 0U;
      if (time_is_up(asked, until)) {
        break;
      }
    }
  }

 private:
  std::shared_ptr<Registry> registry_;
  std::vector<ServedModel> models_;  // made before the clock runs; a writer moves each into the registry
};

/// A kind of registry that the mixed scenario runs on.
struct MixedArm {
  std::string backend;  // its name in results
  /// A round on a new registry.
  std::function<std::shared_ptr<MixedRound>(MixedSize size, std::uint64_t seed, std::uint64_t stream)> fresh;
};

/// An arm whose every round has a registry of its own, default constructed; every id is served a copy of `model`.
template <registry::ModelRegistry Registry>
MixedArm mixed_arm(std::string backend, apr::LogisticRegression model) {
  return {.backend = std::move(backend),
          .fresh = [model = std::move(model)](MixedSize size, std::uint64_t seed, std::uint64_t stream) {
            return std::make_shared<MixedRoundOn<Registry>>(std::make_shared<Registry>(), model, size, seed, stream);
          }};
}

}  // namespace moebench::scenarios
