#!/usr/bin/env python3
"""PyTorch's side of the comparison: single-sample inference of the benchmark model on one CPU thread.

usage: benchmark.py --model model.safetensors [--runs 5] [--output pytorch.json]

Needs the standard library and torch alone. The model file is what `moebench model train --out model.safetensors` writes:
tensors "coefficients" F32 [n] and "intercept" F32 [1]. Every run is a fresh process. What is printed, or written to
--output, is a result file that `moebench compare` reads.

What is timed: eval mode, gradients off, f32, one thread, garbage collection off inside the timed part. A sample is one call
between two readings of time.perf_counter_ns, as in the reference's baseline; rows named "(batched)" time so many calls
at once that the clock is under 1 % of a sample. Rows take their turns in an order drawn anew in each run.

  PyTorch LogisticRegression            sigmoid(Linear(n, 1)), a module call under no_grad: the plain form
  PyTorch LogisticRegression 784x2      Linear(n, 2) with the same answers, the logits alone: the reference's own model
  PyTorch LogisticRegression <form>     the same numbers by faster forms, so that nobody need say the baseline was slowed:
      inference_mode                    the plain module under torch.inference_mode()
      traced                            torch.jit.trace, frozen
      preallocated                      torch.addmv and sigmoid into tensors that exist already
      dot                               torch.dot alone: no intercept, no sigmoid
  ... batch 32, batch 1000              rows of so many inputs at once; times are of the whole batch, of which at least 100
                                        and otherwise so many are timed that the inputs are as many as --iterations
  PyTorch MLP                           Linear(n, 128), ReLU, Linear(128, 2) with seeded weights
"""
import argparse
import datetime
import gc
import json
import os
import platform
import random
import subprocess
import sys
import time

from summaries import add_summaries
from surroundings import Activity, blas_in_use, boot_id, cpu_model, fail, fingerprint, read_safetensors, record_training, surroundings

# Before torch is loaded: the libraries under it read these once.
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"


class Models:
    """The rows, each a function of no arguments that does one inference (or one batch of them)."""

    def __init__(self, torch, coefficients, intercept, seed):
        self.torch = torch
        n = len(coefficients)
        weights = torch.tensor(coefficients, dtype=torch.float32)
        bias = torch.tensor([intercept], dtype=torch.float32)
        self.input = (torch.arange(n, dtype=torch.int64) % 256).to(torch.float32) / 255.0

        class LogisticRegression(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.linear = torch.nn.Linear(n, 1)

            def forward(self, x):
                return torch.sigmoid(self.linear(x))

        self.plain = LogisticRegression().eval()
        self.two_classes = torch.nn.Linear(n, 2).eval()
        torch.manual_seed(seed)
        self.mlp = torch.nn.Sequential(torch.nn.Linear(n, 128), torch.nn.ReLU(), torch.nn.Linear(128, 2)).eval()
        with torch.no_grad():
            self.plain.linear.weight.copy_(weights.reshape(1, n))
            self.plain.linear.bias.copy_(bias)
            # Class 0 has the logit 0, so that the softmax of both is the sigmoid of one.
            self.two_classes.weight.copy_(torch.stack([torch.zeros(n), weights]))
            self.two_classes.bias.copy_(torch.stack([torch.zeros(()), bias[0]]))
        self.weights, self.bias = weights, bias
        self.given = fingerprint(list(coefficients) + [intercept])

    def fingerprint(self):
        """Of what the plain module holds now."""
        return fingerprint(self.plain.linear.weight.flatten().tolist() + self.plain.linear.bias.tolist())

    def traced(self, x):
        module = self.torch.jit.freeze(self.torch.jit.trace(self.plain, x))
        for _ in range(3):  # the profiling executor compiles in its first calls
            module(x)
        return module

    def rows(self, batches):
        """(name, form, inputs in a call, guard, call): the guard is the context in which the call is timed."""
        torch = self.torch
        for batch in batches:
            x = self.input.repeat(batch, 1)
            bias = self.bias.expand(batch).contiguous()
            out = torch.empty(batch)
            weights = self.weights
            traced = self.traced(x)

            def preallocated(x=x, bias=bias, out=out):
                torch.addmv(bias, x, weights, out=out)
                return torch.sigmoid_(out)

            forms = [("plain", torch.no_grad, lambda x=x: self.plain(x)),
                     ("inference_mode", torch.inference_mode, lambda x=x: self.plain(x)),
                     ("traced", torch.no_grad, lambda x=x, module=traced: module(x)),
                     ("preallocated", torch.no_grad, preallocated)]
            if batch == 1:
                forms.append(("784x2", torch.no_grad, lambda x=x: self.two_classes(x)))
                forms.append(("dot", torch.no_grad, lambda x=self.input: torch.dot(x, weights)))
            for form, guard, call in forms:
                name = "PyTorch LogisticRegression"
                name += "" if form == "plain" else f" {form}"
                name += "" if batch == 1 else f" batch {batch}"
                yield name, form, batch, guard, call
        x = self.input.repeat(1, 1)
        yield "PyTorch MLP", "mlp", 1, torch.no_grad, lambda: self.mlp(x)


def time_single(call, iterations):
    """Microseconds of each call by itself."""
    clock = time.perf_counter_ns
    samples = [0] * iterations
    for i in range(iterations):
        start = clock()
        call()
        samples[i] = clock() - start
    return [sample / 1000 for sample in samples]


def calls_in_batch(call, most):
    """As many as make the clock, some 0.1 us, less than 1 % of all of them together."""
    clock = time.perf_counter_ns
    of_one = float("inf")
    for _ in range(5):
        start = clock()
        for _ in range(20):
            call()
        of_one = min(of_one, (clock() - start) / 20)
    return max(1, min(most, int(20_000 / max(of_one, 1)) + 1))


def time_batched(call, calls, samples):
    """Microseconds of a call, each a mean over `calls` of them."""
    clock = time.perf_counter_ns
    means = []
    for _ in range(samples):
        start = clock()
        for _ in range(calls):
            call()
        means.append((clock() - start) / 1000 / calls)
    return means


def clock_overhead_ns():
    """One reading of the clock, the least mean over blocks of them."""
    clock = time.perf_counter_ns
    least = float("inf")
    for _ in range(20):
        begin = clock()
        for _ in range(998):
            clock()
        least = min(least, (clock() - begin) / 1000)
    return least


class Timed:
    """A row as it is measured: what it calls, and what came out so far."""

    def __init__(self, row, options):
        self.name, self.form, self.batch, self.guard, self.call = row
        self.iterations = max(min(100, options.iterations), options.iterations // self.batch)
        self.single, self.means, self.counts = [], [], {}
        with self.guard():
            for _ in range(options.warmup):
                self.call()
            self.before = self.call()
            self.calls = calls_in_batch(self.call, self.iterations)

    def take_turn(self, turn, warmup):
        """One of TURNS equal parts of the samples, after as many calls as before the first."""
        def part(count):
            return count * (turn + 1) // TURNS - count * turn // TURNS

        with self.guard():
            gc.collect()
            gc.disable()
            for _ in range(warmup):  # the rows before have left other things in the caches
                self.call()
            watch = Activity()
            self.single += time_single(self.call, part(self.iterations))
            self.means += time_batched(self.call, self.calls, part(max(1, self.iterations // 20)))
            for key, (count,) in watch.counts().items():
                self.counts[key] = [self.counts.get(key, [0])[0] + count]
            gc.enable()

    def output(self):
        with self.guard():
            return self.call()


TURNS = 20  # a process that changes its speed while it runs then changes that of every row


def measure(torch, models, options, index):
    rows = [Timed(row, options) for row in models.rows(options.batches)]
    order = random.Random(options.seed * 1_000_003 + index)
    for turn in range(TURNS):
        order.shuffle(rows)
        for timed in rows:
            timed.take_turn(turn, options.warmup)
    results = []
    for timed in rows:
        params = {"form": timed.form, "input_dim": models.input.numel(), "batch_size": timed.batch}
        if timed.form != "mlp":
            params["model_parameters"] = len(models.weights) + 1
        output = timed.output()
        checks = [check("answers after the measurement", "those before it",
                        "those before it" if torch.equal(timed.before, output) else "others"),
                  check("parameters after the measurement", models.given, models.fingerprint())]
        if timed.form not in ("mlp", "784x2", "dot"):
            logit = models.plain.linear(models.input).item()
            params.update(logit=logit, probability=float(output.reshape(-1)[0]))
        results.append(row(timed.name, dict(params, timing="single-shot"), 1, timed.single, timed.counts, checks))
        results.append(row(f"{timed.name} (batched)", dict(params, timing="batched"), timed.calls, timed.means,
                           timed.counts, checks))
    return sorted(results, key=lambda result: result["name"])


def check(name, expected, actual):
    return {"name": name, "expected": expected, "actual": actual, "ok": expected == actual}


def row(name, params, batch, samples, counts, checks):
    return {"name": name, "framework": "PyTorch", "scenario": "infer",
            "metric": "time per call", "unit": "us", "better": "lower", "params": params,
            "runs": [{"batch": batch, "samples_us": samples, "counts": counts}], "checks": [dict(one) for one in checks]}


def one_run(options, index):
    try:
        import torch
    except ImportError:
        fail("torch is not installed; on Debian: apt-get install python3-torch")
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    coefficients, intercept, digest = read_safetensors(options.model)
    around = surroundings()
    training = record_training(torch, coefficients, intercept)
    models = Models(torch, coefficients, intercept, options.seed)
    assert not models.plain.training and not torch.cuda.is_available()
    clock = time.get_clock_info("perf_counter")
    config = {
        "seed": options.seed, "runs": 1, "input_dim": len(coefficients), "num_classes": 2,
        "warmup_iterations": options.warmup, "benchmark_iterations": options.iterations,
        "pytorch_version": torch.__version__, "python_version": platform.python_version(),
        "platform": f"{platform.system()} {platform.release()}", "cpu": cpu_model(), "boot_id": boot_id(),
        "timestamp": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "threads": torch.get_num_threads(), "interop_threads": torch.get_num_interop_threads(),
        "grad_enabled": False, "eval_mode": not models.plain.training, "compiled": False, "device": "cpu",
        "cuda_available": torch.cuda.is_available(), "dtype": "float32", "garbage_collection": "off while timing",
        "clock": clock.implementation, "clock_monotonic": clock.monotonic, "clock_resolution_s": clock.resolution,
        "blas": blas_in_use(torch),
        "cpu_capability": next((line.strip(" -") for line in torch.__config__.show().splitlines()
                                if "CPU capability" in line), ""),
        "debug_build": bool(torch.version.debug), "clock_overhead_ns": clock_overhead_ns(),
        "libraries": f"torch {torch.__version__}, Python {platform.python_version()}, no other packages",
        "limitations": "One machine, one thread, in process: no network, no queue. Single shots include the clock's and "
                       "Python's own cost. The model and its input stay in the nearest cache, which a server's seldom do.",
        "model": os.path.basename(options.model), "model_sha256": digest, "model_crc32": models.given,
        "coefficients_nonzero": sum(value != 0 for value in coefficients),
        "trained_before_timing": True,  # the weights come from a file
        "input_crc32": fingerprint(models.input.tolist()), "input_min": models.input.min().item(),
        "input_max": models.input.max().item(),
        "command": " ".join(["benchmark.py"] + sys.argv[1:]),
    }
    config.update(around)
    config.update(training)
    return {"schema": "moebench/1", "config": config, "results": measure(torch, models, options, index)}


def fresh_runs(options):
    """Every run in a process of its own; their samples one run behind the other."""
    whole = None
    for index in range(options.runs):
        command = [sys.executable, os.path.abspath(__file__), "--model", options.model, "--run-index", str(index),
                   "--seed", str(options.seed), "--warmup", str(options.warmup),
                   "--iterations", str(options.iterations), "--batches", ",".join(map(str, options.batches))]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.stderr.write(done.stderr)
            sys.exit(done.returncode)
        run = json.loads(done.stdout)
        if whole is None:
            whole = run
        else:
            for result, more in zip(whole["results"], run["results"]):
                result["runs"] += more["runs"]
                # A check keeps the worse of its outcomes.
                result["checks"] = [a if not a["ok"] else b for a, b in zip(result["checks"], more["checks"])]
    whole["config"]["runs"] = options.runs
    whole["config"]["command"] = " ".join(["benchmark.py"] + sys.argv[1:])
    return whole


def whole_number(least):
    def parse(text):
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is below {least}")
        return value
    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="SafeTensors file of the model")
    parser.add_argument("--runs", type=whole_number(1), default=5, help="fresh processes")
    parser.add_argument("--run-index", type=whole_number(0), help="be run number so, here; another program repeats")
    parser.add_argument("--warmup", type=whole_number(0), default=100, help="calls before the first sample")
    parser.add_argument("--iterations", type=whole_number(1), default=10_000, help="single shots in a run")
    parser.add_argument("--batches", type=lambda text: [whole_number(1)(part) for part in text.split(",")],
                        default=[1, 32, 1000], help="inputs in a call, several with commas between them")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--output", help="a file instead of standard output")
    options = parser.parse_args()
    if options.run_index is not None:
        document = one_run(options, options.run_index)
    else:
        document = fresh_runs(options)
    add_summaries(document)
    text = json.dumps(document, allow_nan=False) + "\n"
    if options.output is None:
        sys.stdout.write(text)
    else:
        with open(options.output + ".part", "w") as file:
            file.write(text)
        os.replace(options.output + ".part", options.output)


if __name__ == "__main__":
    main()
