#!/usr/bin/env python3
"""Times moebench's Mann-Whitney test against scipy.stats.mannwhitneyu in turns, on the same samples.

usage: mann_whitney.py PROGRAM [--n 1000000] [--rounds 7] [--output results/mann_whitney.md]

PROGRAM is build/<preset>/benchmarks/mann_whitney/mann_whitney_benchmark (MOEBENCH_BUILD_BENCHMARKS=ON, preset release).
Both are timed from samples in memory to p, inside their own process. Needs NumPy and SciPy.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import scipy
import scipy.stats


def samples(kind, n):
    rng = numpy.random.default_rng(20)
    a, b = rng.lognormal(0, 0.5, n), rng.lognormal(0.001, 0.5, n)
    return (a, b) if kind == "all different" else (numpy.round(a, 2), numpy.round(b, 2))


def compare(program, kind, n, rounds):
    a, b = samples(kind, n)
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("a", "b")]
        a.tofile(paths[0])
        b.tofile(paths[1])
        times = {"scipy": [], 1: [], 2: []}
        processor = {"scipy": [], 1: [], 2: []}
        for _ in range(rounds):
            start, processor_start = time.perf_counter(), time.process_time()
            theirs = scipy.stats.mannwhitneyu(a, b, method="asymptotic")
            times["scipy"].append(time.perf_counter() - start)
            processor["scipy"].append(time.process_time() - processor_start)
            for threads in (1, 2):
                ours = json.loads(subprocess.check_output([program, *paths, str(threads), "1"]))
                times[threads] += ours["seconds"]
                processor[threads] += ours["processor_seconds"]
        if ours["u"] != theirs.statistic or abs(ours["p_value"] / theirs.pvalue - 1) > 1e-9:
            sys.exit(f"the answers differ: {ours} against {theirs}")
    return {"wall": times, "processor": processor}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--output", default="results/mann_whitney.md")
    options = parser.parse_args()
    lines = [
        "# Mann-Whitney: moebench against SciPy",
        "",
        f"{options.n:,} against {options.n:,} samples, from memory to p, the programs in turns, {options.rounds} rounds: "
        f"medians with the range. SciPy {scipy.__version__}, NumPy {numpy.__version__}, {os.cpu_count()} cores, 1-minute "
        f"load {os.getloadavg()[0]:.1f} at the start: where that is above the cores, processor time (of all threads) is the fairer "
        "figure. Printed by `benchmarks/scipy/mann_whitney.py`, which also holds U and p "
        "against each other: equal U, p equal to 1e-9.",
        "",
        "| Samples | Time | SciPy (ms) | moebench, 1 thread (ms) | moebench, 2 threads (ms) | Faster, 1 thread | "
        "Faster, 2 threads |",
        "|:--- |:--- | ---:| ---:| ---:| ---:| ---:|",
    ]
    for kind in ("all different", "rounded to 0.01, many ties"):
        for clock, times in compare(options.program, kind, options.n, options.rounds).items():
            medians = {key: statistics.median(values) for key, values in times.items()}
            cells = [f"{1e3 * medians[key]:.1f} ({1e3 * min(times[key]):.1f} to {1e3 * max(times[key]):.1f})" for key in times]
            lines.append(f"| {kind} | {clock} | {' | '.join(cells)} | {medians['scipy'] / medians[1]:.1f}x "
                         f"| {medians['scipy'] / medians[2]:.1f}x |")
    text = "\n".join(lines) + "\n"
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(text)
    print(text, end="")


if __name__ == "__main__":
    main()
