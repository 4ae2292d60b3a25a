#!/usr/bin/env python3
"""PyTorch's ways of what benchmarks/dispatch measures: 4096 tokens, normal logits, one thread, 32-bit floats.

usage: pytorch.py [--seconds 0.4] >FILE

Prints JSON: nanoseconds a token by name, "dispatch/<experts>/<top k>/<way>", the median of as many calls as fit the
seconds (at least 5), the ways of one shape in turns. Ways:

  gate      softmax and topk: experts and weights alone, no positions
  one-hot   and positions by one_hot and cumsum, as most implementations have them
  argsort   and positions by a stable argsort and bincount: the faster way
"""
import argparse
import json
import statistics
import time

import torch

TOKENS = 4096


def gate(logits, top_k):
    return torch.topk(torch.softmax(logits, -1), top_k, dim=-1)


def by_one_hot(logits, top_k):
    weights, experts = gate(logits, top_k)
    flat = experts.reshape(-1)
    one_hot = torch.nn.functional.one_hot(flat, logits.shape[1])
    return weights, experts, (torch.cumsum(one_hot, 0) - 1).gather(1, flat.unsqueeze(1)).squeeze(1)


def by_argsort(logits, top_k):
    weights, experts = gate(logits, top_k)
    flat = experts.reshape(-1)
    order = torch.argsort(flat, stable=True)
    load = torch.bincount(flat, minlength=logits.shape[1])
    first = torch.cumsum(load, 0) - load
    positions = torch.empty_like(flat)
    positions[order] = torch.arange(flat.numel()) - first[flat[order]]
    return weights, experts, positions


WAYS = {"gate": gate, "one-hot": by_one_hot, "argsort": by_argsort}


def measure(logits, top_k, seconds):
    times = {way: [] for way in WAYS}
    if not torch.equal(by_one_hot(logits, top_k)[2], by_argsort(logits, top_k)[2]):
        raise SystemExit("the two ways of counting positions differ")
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times["gate"]) < 5:
        for way, call in WAYS.items():
            begin = time.perf_counter()
            call(logits, top_k)
            times[way].append(time.perf_counter() - begin)
    return {way: statistics.median(elapsed) / TOKENS * 1e9 for way, elapsed in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=0.4)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(42)
    figures = {}
    with torch.no_grad():
        for experts in (8, 64, 256):
            logits = torch.randn(TOKENS, experts)
            for top_k in (1, 2, 8):
                for way, ns in measure(logits, top_k, options.seconds).items():
                    figures[f"dispatch/{experts}/{top_k}/{way}"] = ns
    print(json.dumps({"version": f"PyTorch {torch.__version__}", "ns": figures}, indent=1))


main()
