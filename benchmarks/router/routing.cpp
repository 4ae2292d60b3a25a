// route() in the steady state, where every expert has room, beside the peer, and how it grows with the experts.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "limits/limits.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/moe/router.hpp"
#include "peer.hpp"
#include "tables.hpp"

namespace router_peers {
namespace {

using moebench::moe::Router;

constexpr std::size_t k_capacity = 100;

/// Every thread asks the same router, with rows of its own.
template <class AnyRouter>
void route_all(benchmark::State& state, const AnyRouter& router, std::size_t experts) {
  const Scores scores{experts};
  for (auto _ : state) {
    for (std::size_t row = 0; row < scores.rows(); ++row) {
      moebench::harness::keep(router.route(scores.row(row)));
    }
  }
  limits::count_units(state, scores.rows());
}

template <class AnyRouter>
benchmark::internal::Benchmark* add(const std::string& name, std::shared_ptr<AnyRouter> router, std::size_t experts) {
  return benchmark::RegisterBenchmark(
      name.c_str(), [router, experts](benchmark::State& state) { route_all(state, *router, experts); });
}

std::shared_ptr<Router> ours(std::size_t experts) {
  return std::make_shared<Router>(Router::create({.experts = experts, .capacity = k_capacity}).value());
}

/// What is compared has to answer alike. Random scores have no ties.
void expect_same_answers(std::size_t experts) {
  const Scores scores{experts};
  const auto router = ours(experts);
  const PeerRouter peer{experts, k_capacity};
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    if (router->route(scores.row(row)).value() != peer.route(scores.row(row)).value()) {
      fmt::print(stderr, "router_peers: of {} experts, row {} goes to different ones\n", experts, row);
      std::exit(1);
    }
  }
}

}  // namespace

void add_routing() {
  for (const std::size_t experts : {std::size_t{8}, std::size_t{64}, std::size_t{256}}) {
    expect_same_answers(experts);
    add(fmt::format("route/{}/ours", experts), ours(experts), experts);
    add(fmt::format("route/{}/sort", experts), std::make_shared<PeerRouter>(experts, k_capacity), experts);
    limits::add_loads(fmt::format("route/{}/loads", experts), 1024 * experts * sizeof(float), 1024);
    for (const int threads : {1, 2}) {
      add(fmt::format("route at once/{}/ours", experts), ours(experts), experts)->Threads(threads)->UseRealTime();
    }
  }
  for (std::size_t experts = 8; experts <= 4096; experts *= 2) {
    add(fmt::format("growth/router/{}", experts), ours(experts), experts);
  }
}

}  // namespace router_peers
