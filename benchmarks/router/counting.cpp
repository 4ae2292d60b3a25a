// Counting requests in and out of the experts' queues: counters on lines of their own beside counters side by side.
// With two threads the line travels between the cores.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "limits/limits.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/moe/router.hpp"
#include "peer.hpp"
#include "tables.hpp"

namespace router_peers {
namespace {

using moebench::moe::Router;

constexpr std::size_t k_experts = 8;
constexpr std::size_t k_capacity = 100;
constexpr std::size_t k_requests = 1024;

enum class Where { random, own };

/// Which experts a thread's requests go to: any of them, or always the one that has the thread's number.
std::vector<std::uint32_t> requests_of(Where where, int thread) {
  moebench::core::Rng rng{42, static_cast<std::uint64_t>(thread)};
  std::vector<std::uint32_t> requests(k_requests, static_cast<std::uint32_t>(thread));
  if (where == Where::random) {
    std::ranges::generate(requests, [&] { return static_cast<std::uint32_t>(rng.below(k_experts)); });
  }
  return requests;
}

/// Each request is counted out when the next one has been counted in, so that a count stays for a while.
template <class AnyRouter>
void count(benchmark::State& state, AnyRouter& router, Where where) {
  const auto requests = requests_of(where, state.thread_index());
  for (auto _ : state) {
    router.start(requests.front());
    for (std::size_t i = 1; i < requests.size(); ++i) {
      router.start(requests[i]);
      router.finish(requests[i - 1]);
    }
    router.finish(requests.back());
  }
  limits::count_units(state, requests.size());
}

void admit(benchmark::State& state, Router& router) {
  const Scores scores{k_experts};
  for (auto _ : state) {
    for (std::size_t row = 0; row < scores.rows(); ++row) {
      const auto admission = router.admit(scores.row(row));
      moebench::harness::keep(admission);
      if (admission) {
        router.release(*admission);
      }
    }
  }
  limits::count_units(state, scores.rows());
}

/// The peer's way of admitting: advice, then counting, in two steps that another thread can come between.
template <class AnyRouter>
void route_and_count(benchmark::State& state, const AnyRouter& advisor, PeerRouter& counters) {
  const Scores scores{k_experts};
  for (auto _ : state) {
    for (std::size_t row = 0; row < scores.rows(); ++row) {
      const auto expert = advisor.route(scores.row(row));
      moebench::harness::keep(expert);
      if (expert) {
        counters.start(*expert);
        counters.finish(*expert);
      }
    }
  }
  limits::count_units(state, scores.rows());
}

/// With one thread and with two.
template <class Run>
void add(const std::string& name, Run run) {
  for (const int threads : {1, 2}) {
    benchmark::RegisterBenchmark(name.c_str(), run)->Threads(threads)->UseRealTime();
  }
}

std::shared_ptr<Router> ours() {
  return std::make_shared<Router>(Router::create({.experts = k_experts, .capacity = k_capacity}).value());
}

std::shared_ptr<PeerRouter> peer() {
  return std::make_shared<PeerRouter>(k_experts, k_capacity);
}

/// One read-modify-write in a line that no other core wants: what an atomic counter costs at least.
void count_alone(benchmark::State& state) {
  std::atomic<std::uint32_t> depth{0};
  for (auto _ : state) {
    for (std::size_t i = 0; i < k_requests; ++i) {
      depth.fetch_add(1, std::memory_order_relaxed);
    }
  }
  limits::count_units(state, k_requests);
}

}  // namespace

void add_counting() {
  for (const Where where : {Where::random, Where::own}) {
    const std::string name = where == Where::random ? "count/random" : "count/own";
    add(name + "/ours", [where, router = ours()](benchmark::State& state) { count(state, *router, where); });
    add(name + "/side by side", [where, router = peer()](benchmark::State& state) { count(state, *router, where); });
  }
  add("admit/ours", [router = ours()](benchmark::State& state) { admit(state, *router); });
  add("admit/sort", [router = peer()](benchmark::State& state) { route_and_count(state, *router, *router); });
  add("admit/side by side",
      [advisor = ours(), counters = peer()](benchmark::State& state) { route_and_count(state, *advisor, *counters); });
  benchmark::RegisterBenchmark("count/alone", count_alone);
}

}  // namespace router_peers
