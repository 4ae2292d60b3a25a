#!/usr/bin/env python3
"""Holds `moebench dispatch` against PyTorch, choice by choice, on the same logits.

usage: dispatch.py MOEBENCH [--tokens 4096] [--seed 42]

Needs torch. For every number of experts and every way of dispatching below, PyTorch computes the choices by its own
operations (softmax, topk, one_hot, cumsum) and this script compares experts, weights, positions and drops with what
`moebench dispatch --choices` writes for the same file of logits. Prints a table; exits with 1 where anything differs.

Equal scores: torch.topk names any of them, moebench the lower index. A choice that differs counts as a tie, not as a
difference, where PyTorch's own scores of both experts are equal to 2e-7 of the larger.
"""
import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile

import torch


def capacity_of(tokens, top_k, experts, factor):
    return max(1, math.ceil(tokens * top_k * factor / experts))


def positions_of(chosen, experts, choice_first):
    """For each choice, how many choices of its expert come before it."""
    flat = (chosen.t() if choice_first else chosen).reshape(-1)
    counted = torch.nn.functional.one_hot(flat, experts).cumsum(0) - 1
    positions = counted.gather(1, flat[:, None])[:, 0]
    return positions.reshape(chosen.t().shape).t() if choice_first else positions.reshape(chosen.shape)


def by_tokens(logits, top_k, factor, choice_first):
    """Rows (token, expert, weight, position, placed), and the score that each choice was made by."""
    tokens, experts = logits.shape
    probabilities = torch.softmax(logits, -1)
    weights, chosen = torch.topk(probabilities, top_k, dim=-1)
    if top_k > 1:
        weights = weights / weights.sum(-1, keepdim=True)
    positions = positions_of(chosen, experts, choice_first)
    placed = positions < capacity_of(tokens, top_k, experts, factor)
    token = torch.arange(tokens)[:, None].expand(tokens, top_k)
    return token.reshape(-1), chosen.reshape(-1), weights.reshape(-1), positions.reshape(-1), placed.reshape(-1), probabilities


def by_experts(logits, top_k, factor):
    tokens, experts = logits.shape
    capacity = min(tokens, capacity_of(tokens, top_k, experts, factor))
    probabilities = torch.softmax(logits, -1)
    weights, chosen = torch.topk(probabilities.t(), capacity, dim=-1)  # experts x capacity
    expert = torch.arange(experts)[:, None].expand(experts, capacity)
    place = torch.arange(capacity)[None, :].expand(experts, capacity)
    return (chosen.reshape(-1), expert.reshape(-1), weights.reshape(-1), place.reshape(-1),
            torch.ones(experts * capacity, dtype=torch.bool), probabilities)


def read_choices(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    columns = list(zip(*rows))
    whole = [torch.tensor([int(value) for value in columns[i]]) for i in (0, 1, 3, 4)]
    weights = torch.tensor([float(value) for value in columns[2]], dtype=torch.float32)
    return whole[0], whole[1], weights, whole[2], whole[3].bool()


def compare(ours, theirs):
    """(choices, ties, choices that differ, largest relative difference of weights, positions or drops that differ)."""
    token, expert, weight, position, placed = ours
    their_token, their_expert, their_weight, their_position, their_placed, probabilities = theirs
    other = (token != their_token) | (expert != their_expert)
    mine, yours = probabilities[token, expert], probabilities[their_token, their_expert]
    tie = other & ((mine - yours).abs() <= 2e-7 * torch.maximum(mine, yours))
    weights = ((weight - their_weight).abs() / their_weight.abs().clamp_min(1e-30))[~other]
    # A tie that is broken otherwise moves the positions behind it: they are compared where there is none.
    places = 0 if tie.any() else int(((position != their_position) | (placed != their_placed)).sum())
    return len(token), int(tie.sum()), int((other & ~tie).sum()), float(weights.max()), places


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("moebench")
    parser.add_argument("--tokens", type=int, default=4096)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    ways = [("Switch", 1, ["--capacity-factor", "1.25"], lambda x: by_tokens(x, 1, 1.25, False)),
            ("GShard", 2, ["--priority", "choice", "--capacity-factor", "2"], lambda x: by_tokens(x, 2, 2.0, True)),
            ("top-2", 2, [], lambda x: by_tokens(x, 2, 1.25, False)),
            ("top-8", 8, ["--capacity-factor", "1"], lambda x: by_tokens(x, 8, 1.0, False)),
            ("top-8 by choice", 8, ["--priority", "choice"], lambda x: by_tokens(x, 8, 1.25, True)),
            ("expert choice", 2, ["--routing", "experts", "--capacity-factor", "1"], lambda x: by_experts(x, 2, 1.0))]
    wrong = 0
    print("| Way | Experts | k | Choices | Experts that differ | Ties broken otherwise | Positions or drops that differ "
          "| Largest difference of a weight |")
    print("|:--|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for experts in (8, 64, 256):
            logits = torch.randn(options.tokens, experts)
            file = os.path.join(folder, "logits.csv")
            with open(file, "w") as out:
                out.writelines(",".join(repr(value) for value in row) + "\n" for row in logits.tolist())
            for name, top_k, arguments, theirs in ways:
                choices = os.path.join(folder, "choices.csv")
                subprocess.run([options.moebench, "dispatch", "--logits", file, "--top-k", str(top_k), "--choices", choices,
                                "--quiet"] + arguments, check=True)
                with torch.no_grad():
                    count, ties, different, weight, places = compare(read_choices(choices), theirs(logits))
                wrong += different + places + (weight > 2e-6)
                print(f"| {name} | {experts} | {top_k} | {count:,} | {different} | {ties} | "
                      f"{'not compared' if ties else places} | {weight:.1e} |")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
