"""The rows of results/benchmarks.md: what is held against what, by which bar, and under which limit."""
import collections.abc
import dataclasses
import math


@dataclasses.dataclass
class Limit:
    """Nanoseconds, and how they come about: a sum of measured rows times factors."""

    terms: list  # of (row, factor)
    how: str

    def by_round(self, figures):
        """By the rounds that have all of the terms."""
        rounds = set.intersection(*(set(figures.rounds.get(name, {})) for name, _ in self.terms))
        return {number: sum(figures.rounds[name][number] * factor for name, factor in self.terms) for number in rounds}


@dataclasses.dataclass
class Row:
    title: str
    ours: str
    peer_title: str
    peer: str
    at_least: float | None = None  # peer / ours
    limit: Limit | None = None
    within: float | None = None  # ours / limit


def loads(name, what):
    return Limit([(name, 1)], f"measured: loading {what} by 32 bytes and doing nothing with them")


def router_rows():
    for experts, bar in ((8, 12), (64, 80), (256, 100)):
        yield Row(f"route(), {experts} experts", f"route/{experts}/ours", "sorted list of all experts", f"route/{experts}/sort", bar,
                  Limit([(f"route/{experts}/loads", 1)],
                        "measured: loading the scores by 32 bytes; finding the best among them comes on top"))
    for experts in (8, 64, 256):
        one = f"route at once/{experts}/ours"
        yield Row(f"route(), {experts} experts, 2 threads together", f"{one}@2", "the same, 1 thread", one, 1.7,
                  Limit([(one, 0.5)], "half of what one thread takes"))
    counted = Limit([("count/alone", 1)], "measured: two atomic increments in a line that no other core wants, by two threads at once")
    for where, title in (("random", "random experts"), ("own", "each thread its own expert")):
        yield Row(f"start() and finish(), 8 experts, 2 threads, {title}", f"count/{where}/ours@2", "counters side by side",
                  f"count/{where}/side by side@2", 4, counted)
    for threads, suffix in ((1, ""), (2, "@2")):
        admitted = Limit([("count/alone", 2 / threads), ("route/8/loads", 1 / threads)],
                         "measured: two atomic increments in a line that no other core wants, and loading the scores, "
                         "by as many threads at once")
        # The second one only advises and counts, in two steps: what it takes less is the price of being exact.
        for peer, title, bar in (("sort", "sorted list, counters side by side", 1.5),
                                 ("side by side", "our route(), counters side by side: not exact", None)):
            yield Row(f"admit() and release(), 8 experts, {threads} thread{'s' * (threads > 1)}", f"admit/ours{suffix}", title,
                      f"admit/{peer}{suffix}", bar, admitted)


def registry_rows():
    peers = {
        "borrowed": ("shared_mutex, flat map", "mutex, flat map", "atomic shared_ptr, flat map", "shared_mutex, vector",
                     "liburcu, slot array", "liburcu, snapshot", "liburcu, cds_lfht"),
        "owned": ("shared_mutex, unordered_map", "shared_mutex, flat map", "mutex, flat map", "atomic shared_ptr, flat map"),
    }
    for kind, call in (("borrowed", "with()"), ("owned", "get()")):
        for threads, suffix in ((1, ""), (2, "@2")):
            limit = Limit([(f"read/no synchronisation{suffix}", 1)], "measured: the same lookup without any synchronisation, by as many threads")
            for peer in peers[kind]:
                yield Row(f"{call}, 10 models, {threads} thread{'s' * (threads > 1)}", f"read/{kind}/ours{suffix}", peer,
                          f"read/{kind}/{peer}{suffix}", 1, limit)


def inference_rows():
    sample = loads("limit/loads, sample and coefficients", "input and coefficients, 784 floats each, aligned, from the nearest cache,")
    answered = Limit([("limit/loads, sample and coefficients, and sigmoid", 1)], "measured: the same loads, and 1 / (1 + std::exp(-z)) of a constant")
    yield Row("logit, 1 sample", "vector/single, all aligned, logit alone", "scalar loop", "scalar/single, all aligned, logit alone", 15, sample, 1.15)
    yield Row("probability, 1 sample", "vector/single, all aligned", "scalar loop", "scalar/single, all aligned", 15, answered, 1.3)
    yield Row("probability, 1 sample", "vector/single, all aligned", "Eigen (SSE2)", "eigen/single, all aligned", 1, answered)
    batch = loads("limit/loads, 60000 samples", "the same 188 MB")
    yield Row("probability, batch of 60,000", "vector/batch of 60000", "scalar loop", "scalar/batch of 60000", None, batch, 1.25)
    yield Row("probability, batch of 60,000", "vector/batch of 60000", "Eigen (SSE2)", "eigen/batch of 60000", 1, batch)


# Multiplications and fused multiply-adds for one vector of 8 logits: 9 of the exponential, 1 of the importance. Additions and
# integer operations have units of their own. Two start in a cycle.
CYCLES_PER_LOGIT = 10 / 8 / 2


def dispatch_rows():
    for experts in (8, 64, 256):
        limit = Limit([(f"dispatch/{experts}/loads", 1), ("cycle", experts * CYCLES_PER_LOGIT)],
                      "measured: loading the logits from the cache that holds all of them; and the exponentials by counting: 10 "
                      "multiplications or multiply-adds for 8 logits, 2 in a cycle, whose length is measured")
        for top_k in (1, 2, 8):
            name = f"dispatch/{experts}/{top_k}"
            largest = (experts, top_k) == (256, 8)
            for way, title, bar in (("scalar", "scalar kernel", None),  # the oracle
                                    ("one-hot", "PyTorch: softmax, topk, one_hot, cumsum", 50 if largest else 10),
                                    ("argsort", "PyTorch: softmax, topk, stable argsort", None),
                                    ("gate", "PyTorch: softmax, topk alone", 3)):
                yield Row(f"dispatch, {experts} experts, top {top_k}, a token", f"{name}/ours", title, f"{name}/{way}", bar, limit)


def statistics_rows():
    for count in (10_000, 1_000_000):
        moved = Limit([(f"sort/{count}/copy", 1)], "measured: moving the samples once; sorting has to move them more than once")
        # No bar: moments() goes through the samples four times, so that no rounding and no overflow spoils them, and the
        # quantiles' intervals need the samples in order where NumPy selects three of them.
        for what, title, bar, limit in (
                ("mean and sd", "moments()", None, loads(f"mean and sd/{count}/loads", "the samples once")),
                ("sort", "sorted()", 1, moved),
                ("quantiles", "sorted(), 3 quantiles with intervals", None, moved),
                ("Mann-Whitney", "mann_whitney_of_unsorted(), a sample of one side", 1, moved)):
            for way, peer in (("plain", "plain loops, std::sort"), ("scipy", "NumPy, SciPy")):
                yield Row(f"{title}, {count:,} samples", f"{what}/{count}/ours", peer, f"{what}/{count}/{way}", bar, limit)


SECTIONS = {
    "Router": router_rows,
    "Registry": registry_rows,
    "Inference": inference_rows,
    "Dispatch": dispatch_rows,
    "Statistics": statistics_rows,
}


@dataclasses.dataclass
class Growth:
    """How one cost grows: rows "growth/<name>/<size>", nanoseconds a unit, over `per(size)`."""

    title: str
    name: str
    size: str
    unit: str
    per: collections.abc.Callable
    per_title: str


def growths():
    return [
        Growth("route()", "router", "experts", "a request", lambda n: n, "an expert"),
        Growth("dispatch, 1024 tokens, top 2", "dispatch experts", "experts", "a token", lambda n: n, "an expert"),
        Growth("dispatch, 64 experts, top 2", "dispatch tokens", "tokens", "a token", lambda n: 1, "a token"),
        Growth("registry read", "registry", "models", "a read", lambda n: 1, "a read"),
        Growth("moments()", "moments", "samples", "a sample", lambda n: 1, "a sample"),
        Growth("sorted()", "sort", "samples", "a sample", math.log2, "a sample and log2 n"),
        Growth("mann_whitney_of_unsorted()", "Mann-Whitney", "samples a side", "a sample", math.log2, "a sample and log2 n"),
    ]
