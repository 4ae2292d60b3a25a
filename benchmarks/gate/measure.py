#!/usr/bin/env python3
"""How often the gate is wrong about identical code on this machine, and how often it finds a real slowdown.

usage: measure.py MOEBENCH SLOWER MODEL [--gates 200] [--tries 50] [--output results/gate/gates.json]

Each gate is a fresh `moebench ab` with its default settings and a seed of its own. Of the same processes it says what two usual
methods come to: Welch's test of the iterations of the first process of each side, and the rank test of ten against ten
repetitions (means over a tenth of a process) that Google Benchmark's compare.py makes. Standard library alone.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time


def moments(values):
    mean = sum(values) / len(values)
    return mean, sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def welch_rejects(a, b):
    """Two-sided at 5 %; thousands of degrees of freedom, so the normal distribution."""
    (mean_a, var_a), (mean_b, var_b) = moments(a), moments(b)
    error = math.sqrt(var_a / len(a) + var_b / len(b))
    return error > 0 and math.erfc(abs(mean_a - mean_b) / error / math.sqrt(2)) <= 0.05


def u_rejects(a, b):
    """Mann and Whitney's test with the normal approximation and its continuity correction, two-sided at 5 %."""
    ranked = sorted((value, side) for side, values in enumerate((a, b)) for value in values)
    rank_sum, ties, i = 0.0, 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        rank_sum += sum((i + j + 1) / 2 for k in range(i, j) if ranked[k][1] == 0)
        ties += (j - i) ** 3 - (j - i)
        i = j
    n, m = len(a), len(b)
    total = n + m
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    z = max(0.0, abs(rank_sum - n * (n + 1) / 2 - n * m / 2) - 0.5) / math.sqrt(variance) if variance > 0 else 0.0
    return math.erfc(z / math.sqrt(2)) <= 0.05


def repetitions(samples, count=10):
    size = len(samples) // count
    return [sum(samples[i * size:(i + 1) * size]) / size for i in range(count)] if size else samples


def read_sides(folder):
    sides = []
    for name in ("candidate.json", "baseline.json"):
        with open(os.path.join(folder, name)) as file:
            sides.append({row["name"]: [run["samples_us"] for run in row["runs"]] for row in json.load(file)["results"]})
    return sides


def first_row(rows, wanted):
    return next(row for row in rows if row["name"] == wanted)


def one_gate(baseline, candidate, arguments, seed, judged):
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        done = subprocess.run([baseline, "ab", "--baseline", baseline, "--candidate", candidate, "--seed", str(seed), "--save", folder,
                               "--format", "json", "--quiet", "--"] + arguments + ["--runs", "1", "--format", "json", "--quiet"],
                              capture_output=True, text=True)
        seconds = time.monotonic() - begin
        if done.returncode not in (0, 1):
            sys.exit(f"measure.py: a gate ended with status {done.returncode}: {done.stderr}")
        report = json.loads(done.stdout)
        mine, theirs = read_sides(folder)
    row = first_row(report["rows"], judged)
    a, b = mine[judged], theirs[judged]
    return {"seed": seed, "status": done.returncode, "seconds": round(seconds, 3), "blocks": report["blocks"],
            "looks": report["schedule"]["taken"], "load": os.getloadavg()[0],
            "rows": [[one["name"], one["outcome"], one["ratio"], one["ci_lower"], one["ci_upper"]] for one in report["rows"]],
            "judged_ratio": row["ratio"],
            "welch_rejects": welch_rejects(a[0], b[0]), "u_rejects": u_rejects(a[0], b[0]),
            "repetitions_u_rejects": u_rejects(repetitions(a[0]), repetitions(b[0]))}


def beta_quantile(p, a, b):
    """By bisection of the binomial sum; a and b are whole numbers."""
    n = a + b - 1
    low, high = 0.0, 1.0
    for _ in range(60):
        x = (low + high) / 2
        above = sum(math.comb(n, k) * x ** k * (1 - x) ** (n - k) for k in range(a, n + 1))
        low, high = (x, high) if above < p else (low, x)
    return low


def rate(count, of):
    """Clopper and Pearson's 95 % interval."""
    lower = 0.0 if count == 0 else beta_quantile(0.025, count, of - count + 1)
    upper = 1.0 if count == of else beta_quantile(0.975, count + 1, of - count)
    return f"{count} of {of} [{100 * lower:.1f} %, {100 * upper:.1f} %]"


def table(title, gates):
    def count(key):
        return rate(sum(bool(gate[key]) for gate in gates), len(gates))

    seconds = sorted(gate["seconds"] for gate in gates)
    ratios = sorted(gate["judged_ratio"] for gate in gates)
    blocks = sorted(gate["blocks"] for gate in gates)
    loads = sorted(gate["load"] for gate in gates)
    middle = len(gates) // 2
    return (f"| {title} | {count('status')} | {count('welch_rejects')} | {count('u_rejects')} | {count('repetitions_u_rejects')} | "
            f"{ratios[middle]:.4f} ({ratios[0]:.4f} to {ratios[-1]:.4f}) | {blocks[middle]} | {seconds[middle]:.1f} s, at most "
            f"{seconds[-1]:.1f} s | {loads[middle]:.1f} |\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("moebench")
    parser.add_argument("slower")
    parser.add_argument("model")
    parser.add_argument("--gates", type=int, default=200)
    parser.add_argument("--tries", type=int, default=50)
    parser.add_argument("--only", help="of infer, slower, router, with commas")
    parser.add_argument("--output", default="results/gate/gates.json")
    options = parser.parse_args()
    infer = ["infer", options.model]
    single = "moebench LogisticRegression"
    plan = {"infer": (options.moebench, infer, single, options.gates, 1),
            "slower": (options.slower, infer, single, options.tries, 100_001),
            "router": (options.moebench, ["router"], "router/steady-state", options.gates, 200_001)}
    wanted = options.only.split(",") if options.only else list(plan)
    document = {}
    if os.path.exists(options.output):
        with open(options.output) as file:
            document = json.load(file)
    for name in wanted:
        candidate, arguments, judged, count, seed = plan[name]
        gates = []
        for i in range(count):
            gates.append(one_gate(options.moebench, candidate, arguments, seed + i, judged))
            if sys.stderr.isatty():
                print(f"\r{name}: {i + 1} of {count}", end="", file=sys.stderr)
        document[name] = gates
        with open(options.output + ".part", "w") as file:
            file.write("{\n" + ",\n".join(f'"{key}": [\n' + ",\n".join(json.dumps(gate) for gate in value) + "\n]"
                                         for key, value in document.items()) + "\n}\n")
        os.replace(options.output + ".part", options.output)
    titles = {"infer": "`infer`, identical", "router": "`router`, identical", "slower": "`infer`, 5 % more work in the kernel"}
    print("| Gates of | Failed (status 1) | Welch over iterations, one process each | Mann-Whitney over iterations | Mann-Whitney over "
          "10 repetitions | Ratio of p50, median (range) | Blocks, median | Time, median | Load |")
    print("|:--|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, title in titles.items():
        if name in document:
            print(table(title, document[name]), end="")


if __name__ == "__main__":
    main()
