"""The table of scripts/bench-statistics: report.py WORK MOEBENCH FILE SAMPLES, with WORK/moebench.json by Google
Benchmark and WORK/scipy.txt by bootstrap.py. Times `moebench stats FILE` and describe.py itself, if there is the command."""
import json
import os
import platform
import subprocess
import sys
import time


def best_of(times, command):
    elapsed = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        elapsed.append(time.perf_counter() - start)
    return 1000 * min(elapsed)


def cpu():
    with open("/proc/cpuinfo") as file:
        return next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown")


def main():
    work, moebench, file, samples = sys.argv[1:]
    with open(f"{work}/moebench.json") as report:
        ours = {b["name"].replace("/real_time", ""): b["real_time"] for b in json.load(report)["benchmarks"]}
    with open(f"{work}/scipy.txt") as report:
        scipy = {name: float(ms) for name, ms in map(str.split, report)}
    rows = [
        ("mean, percentile and BCa", "mean_bca", "bootstrap_mean_bca/0"),
        ("the same, one thread", "mean_bca", "bootstrap_mean_bca/1"),
        ("median, percentile", "median_percentile", "bootstrap_quantile/500"),
    ]
    print("# How fast the statistics are\n")
    print(f"Made by `scripts/bench-statistics {samples}` on {cpu()}, {os.cpu_count()} cores, {platform.system()}.")
    print("Both sides of a row ran on the same machine in the same run.\n")
    print("Bootstrap, 10,000 resamples of 10,000 samples; the median's law is inverted, nothing is drawn for it:\n")
    print("| Statistic | scipy.stats.bootstrap (ms) | moebench (ms) | Times faster |")
    print("|:----------|---------------------------:|--------------:|-------------:|")
    for title, theirs, name in rows:
        print(f"| {title} | {scipy[theirs]:.1f} | {ours[name]:.3f} | {scipy[theirs] / ours[name]:.0f} |")
    print(f"\nChange points of 100,000 samples of noise: {ours['change_points_of_noise']:.0f} ms.\n")
    size = os.path.getsize(file) / 1e6
    print(f"Reading a result file of {int(samples):,} samples ({size:.0f} MB) up to its samples as doubles:\n")
    print("| Reader | Time (ms) | moebench is faster by |")
    print("|:-------|----------:|----------------------:|")
    for title, name in (
        ("moebench, with every check", "read_moebench"),
        ("nlohmann-json, DOM", "read_nlohmann_dom"),
        ("simdjson, DOM", "read_simdjson_dom"),
        ("simdjson, on demand", "read_simdjson_ondemand"),
    ):
        print(f"| {title} | {ours[name]:.0f} | {ours[name] / ours['read_moebench']:.1f} |")
    if subprocess.run([moebench, "stats", "--help"], capture_output=True).returncode == 0:
        theirs = best_of(2, ["/usr/bin/python3", "benchmarks/scipy/describe.py", file])
        mine = best_of(2, [moebench, "stats", file, "--format", "json"])
        print("\nThe whole command, from the file to its description:\n")
        print("| Program | Time (ms) | moebench is faster by |")
        print("|:--------|----------:|----------------------:|")
        print(f"| `moebench stats` | {mine:.0f} | |")
        print(f"| json, NumPy and SciPy (benchmarks/scipy/describe.py) | {theirs:.0f} | {theirs / mine:.1f} |")


main()
