#!/usr/bin/env python3
"""Prints results/benchmarks.md from the JSON files of scripts/benchmarks. usage: table.py FOLDER"""
import datetime
import os
import platform
import statistics
import sys

from figures import Figures
from rows import SECTIONS, growths


def number_text(value):
    """Three digits, and no exponent."""
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"


def spread(values):
    """The median, and as text with the range."""
    values = sorted(values)
    middle = statistics.median(values)
    if len(values) == 1:
        return middle, number_text(middle)
    return middle, f"{number_text(middle)} ({number_text(values[0])} to {number_text(values[-1])})"


def bar_and_verdict(row, ratio, of_limit):
    bars, met = [], []
    if row.at_least is not None:
        bars.append(f"{row.at_least:g}x the peer")
        met.append(ratio >= row.at_least)
    if row.within is not None and of_limit is not None:
        bars.append(f"{row.within:g}x the limit")
        met.append(of_limit <= row.within)
    if not bars:
        return "none", ""
    verdict = "yes" if all(met) else "**no**"
    if len(set(met)) == 2:
        verdict = f"**no** ({bars[met.index(False)]})"
    return " and ".join(bars), verdict


class Table:
    def __init__(self, figures):
        self.figures = figures
        self.notes = []
        self.judged = self.met = 0
        self.missing = []

    def note(self, how):
        if how not in self.notes:
            self.notes.append(how)
        return self.notes.index(how) + 1

    def line(self, row):
        if not (self.figures.has(row.ours) and self.figures.has(row.peer)):
            self.missing.append(f"{row.title} against {row.peer_title}")
            return None
        ours = self.figures.ns(row.ours)
        ratio, ratio_text = spread(self.figures.ratios(row.peer, row.ours))
        limit_text = of_limit_text = ""
        of_limit = None
        limits = row.limit.by_round(self.figures) if row.limit is not None else {}
        if limits:
            limit = statistics.median(limits.values())
            of_limit = statistics.median(self.figures.rounds[row.ours][number] / limits[number] for number in limits)
            limit_text, of_limit_text = f"{number_text(limit)} [{self.note(row.limit.how)}]", f"{of_limit:.2f}"
        bar, verdict = bar_and_verdict(row, ratio, of_limit)
        self.judged += verdict != ""
        self.met += verdict == "yes"
        cells = (row.title, number_text(ours), row.peer_title, number_text(self.figures.ns(row.peer)), ratio_text, bar, verdict, limit_text,
                 of_limit_text)
        return f"| {' | '.join(cells)} |"

    def lines(self):
        yield "| What | Ours (ns) | Peer | Peer (ns) | Peer / ours (range of the rounds) | Bar | Met | Limit (ns) | Ours / limit |"
        yield "|:--- | ---:|:--- | ---:| ---:|:--- |:--- | ---:| ---:|"
        for section, rows in SECTIONS.items():
            yield f"| **{section}** | | | | | | | | |"
            yield from filter(None, map(self.line, rows()))


def growth_lines(figures):
    yield "| What | Size | ns a unit | Against the previous size | Divided (ns) |"
    yield "|:--- | ---:| ---:| ---:| ---:|"
    for growth in growths():
        prefix = f"growth/{growth.name}/"
        sizes = sorted(int(name[len(prefix):]) for name in figures.rounds if name.startswith(prefix))
        previous = None
        for size in sizes:
            ns = figures.ns(f"{prefix}{size}")
            step = "" if previous is None else f"{ns / previous:.2f}x"
            divided = f"{number_text(ns / growth.per(size))} {growth.per_title}"
            yield f"| {growth.title}, {growth.unit} | {size:,} {growth.size} | {number_text(ns)} | {step} | {divided} |"
            previous = ns


def cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())


def main():
    figures = Figures(sys.argv[1])
    table = Table(figures)
    lines = list(table.lines())
    rounds = max(len(by_round) for by_round in figures.rounds.values())
    print("# The hot paths beside their peers\n")
    print(f"By `scripts/benchmarks` on {cpu()}, {os.cpu_count()} cores, {datetime.date.today()}; one-minute load "
          f"{min(figures.loads):.1f} to {max(figures.loads):.1f}, of which the benchmarks themselves make up to 2.")
    print(f"{rounds} round{'s' * (rounds > 1)}; in each a fresh process of every program, {figures.repetitions} repetitions of its rows in random order. "
          "Times are medians over the rounds of the rounds' medians, ratios (also to limits) the medians of the rounds' ratios: both sides of a ratio "
          "ran in one process (PyTorch, NumPy and SciPy, by the clock on the wall: one after the other in one round). Rows with one thread count the processor's "
          "time; rows with two, and statistics of a million samples, which are sorted by two, the clock on the wall, over all that "
          "both threads did. "
          "Raw results are in benchmarks/; rows and bars are defined in `benchmarks/report/rows.py`.\n")
    print(f"{table.met} of {table.judged} bars are met. A bar of 1x says that we should not be slower.\n")
    print("\n".join(lines))
    print("\nLimits:\n")
    for at, how in enumerate(table.notes, 1):
        print(f"{at}. {how[0].upper()}{how[1:]}.")
    if figures.versions:
        print(f"\nPeers in Python: {'; '.join(figures.versions.values())}.")
    if table.missing:
        print(f"\nNot measured here: {'; '.join(table.missing)}.")
    print("\n## How costs grow\n")
    print("The router's scores take 32 KiB to 1 MiB, the logits of a dispatched batch 32 KiB to 16 MiB: beyond what the second-level "
          "cache holds, loading them takes its part. A read of a registry takes one slot and one model at random places; of a model "
          "there are four to eight slots of 16 bytes and some 100 bytes of its own, so that 10,000 models leave the second-level "
          "cache and 100,000 the third: from there a read is a few misses, however many models there are.\n")
    print("\n".join(growth_lines(figures)))


main()
