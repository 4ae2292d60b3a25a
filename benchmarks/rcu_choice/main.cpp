// usage: rcu_choice
// Which flavour of liburcu, and which structure under it? Prints Markdown: ns per borrowed read with one thread and
// with two, ns per insertion, and how long a grace period takes beside a registered thread that does not read. Arms take
// turns in random order; figures are medians over rounds. The choice is decision 17 in DECISIONS.md. Built with
// -DMOEBENCH_BUILD_BENCHMARKS=ON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "arm.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/harness/thread_team.hpp"
#include "moebench/registry/id_text.hpp"

namespace {

using namespace rcu_choice;
using moebench::core::Rng;
using moebench::harness::SteadyClock;
using moebench::harness::ThreadTeam;

constexpr int k_rounds = 15;
constexpr std::uint64_t k_reads = 2'000'000;  // of each thread in a round

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

std::vector<std::unique_ptr<Model>> make_models(std::size_t count, const std::string& prefix) {
  std::vector<std::unique_ptr<Model>> models;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string id = prefix + std::to_string(i);
    models.push_back(std::make_unique<Model>(Model{moebench::registry::hash_id(id), id, 1.0F}));
  }
  return models;
}

std::vector<Model*> pointers(const std::vector<std::unique_ptr<Model>>& models) {
  std::vector<Model*> plain;
  for (const auto& model : models) {
    plain.push_back(model.get());
  }
  return plain;
}

Questions make_questions(const std::vector<std::unique_ptr<Model>>& models) {
  Questions questions;
  for (const auto& model : models) {
    questions.ids.push_back(model->id);
  }
  Rng rng{42};
  for (int i = 0; i < 1024; ++i) {
    questions.order.push_back(static_cast<std::uint32_t>(rng.below(models.size())));
  }
  return questions;
}

std::vector<Arm> all_arms(Models models) {
  std::vector<Arm> all = unsynchronised_arms(models);
  for (auto* arms : {memb_arms, bp_arms, qsbr_arms}) {
    std::ranges::move(arms(models), std::back_inserter(all));
  }
  return all;
}

/// ns per read and thread, by arm.
std::vector<double> reads_ns(const std::vector<Arm>& arms, const Questions& questions, std::size_t threads) {
  const auto team = ThreadTeam::create(threads).value();
  std::vector<std::size_t> order(arms.size());
  std::vector<std::vector<double>> rounds(arms.size());
  for (std::size_t i = 0; i < arms.size(); ++i) {
    order[i] = i;
  }
  Rng rng{7};
  for (int round = 0; round < k_rounds; ++round) {
    rng.shuffle(order);
    for (const std::size_t i : order) {
      const auto read = [&](std::size_t) { moebench::harness::keep(arms[i].read(questions, k_reads)); };
      rounds[i].push_back(team->run(read).makespan_us * 1000 / static_cast<double>(k_reads));
    }
  }
  std::vector<double> medians;
  std::ranges::transform(rounds, std::back_inserter(medians), median);
  return medians;
}

double since_us(moebench::harness::Nanoseconds begin) {
  return static_cast<double>((SteadyClock{}.now() - begin).count()) / 1000;
}

}  // namespace

int main() {
  for (const std::size_t count : {std::size_t{10}, std::size_t{10'000}}) {
    const auto models = make_models(count, "model-");
    const auto plain = pointers(models);
    const Questions questions = make_questions(models);
    const std::vector<Arm> arms = all_arms(plain);
    const auto one = reads_ns(arms, questions, 1);
    const auto two = reads_ns(arms, questions, 2);
    const auto more = make_models(2000, "more-");
    fmt::print(
        "{} models\n\n| Flavour | Structure | 1 thread (ns) | 2 threads (ns) | Insertion of 2,000 more (ns each) |\n",
        count);
    fmt::print("|:--- |:--- | ---:| ---:| ---:|\n");
    for (std::size_t i = 0; i < arms.size(); ++i) {
      std::string insertion = "";
      if (arms[i].flavour == "memb") {
        const auto begin = SteadyClock{}.now();
        arms[i].insert(pointers(more));
        insertion = fmt::format("{:.0f}", since_us(begin) * 1000 / 2000);
      }
      fmt::print("| {} | {} | {:.2f} | {:.2f} | {} |\n", arms[i].flavour, arms[i].structure, one[i], two[i], insertion);
    }
    fmt::print("\n");
  }
  fmt::print("| Flavour | Grace period beside an idle reader (us) |\n|:--- | ---:|\n");
  for (const GracePeriod& period : {memb_grace_period(), bp_grace_period(), qsbr_grace_period()}) {
    const auto idle = period.idle_reader();
    std::vector<double> waits_us;
    for (int i = 0; i < 51; ++i) {
      const auto begin = SteadyClock{}.now();
      period.wait();
      waits_us.push_back(since_us(begin));
    }
    fmt::print("| {} | {:.1f} |\n", period.flavour, median(waits_us));
  }
}
