#!/usr/bin/env python3
"""usage: shorten.py FILE    Leaves of a result file of Google Benchmark what the table is made from, a line for each repetition."""
import json
import sys

KEPT = ("run_name", "run_type", "repetition_index", "threads", "iterations", "real_time", "cpu_time", "time_unit", "units", "error_occurred")

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
for key in ("host_name", "executable"):
    document["context"].pop(key, None)
lines = [json.dumps({key: run[key] for key in KEPT if key in run})
         for run in document["benchmarks"] if run["run_type"] == "iteration"]
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write('{"context": ' + json.dumps(document["context"]) + ',\n"benchmarks": [\n' + ",\n".join(lines) + "\n]}\n")
