#!/usr/bin/env python3
"""NumPy's and SciPy's ways of what benchmarks/statistics/peers.cpp measures, on samples of the same law.

usage: peers.py [--seconds 0.4] >FILE

Prints JSON: nanoseconds a sample by name, "<what>/<samples>/<way>", the median of as many calls as fit the seconds (at
least 3). A unit of Mann-Whitney is a sample of one side, as there.
"""
import argparse
import json
import statistics
import time

import numpy
import scipy
import scipy.stats

CALLS = {
    "mean and sd": lambda a, b: (a.mean(), a.std(ddof=1)),
    "sort": lambda a, b: numpy.sort(a),
    "quantiles": lambda a, b: numpy.quantile(a, [0.5, 0.95, 0.99]),
    "Mann-Whitney": lambda a, b: scipy.stats.mannwhitneyu(a, b, method="asymptotic"),
}


def measure(call, a, b, seconds):
    elapsed = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(elapsed) < 3:
        begin = time.perf_counter()
        call(a, b)
        elapsed.append(time.perf_counter() - begin)
    return statistics.median(elapsed) / len(a) * 1e9


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=0.4)
    options = parser.parse_args()
    rng = numpy.random.default_rng(1)
    figures = {}
    for count in (10_000, 1_000_000):
        a, b = rng.lognormal(0, 0.3, count), rng.lognormal(0, 0.3, count)
        for what, call in CALLS.items():
            figures[f"{what}/{count}/scipy"] = measure(call, a, b, options.seconds)
    print(json.dumps({"version": f"NumPy {numpy.__version__}, SciPy {scipy.__version__}", "ns": figures}, indent=1))


main()
