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
import hashlib
import json
import os
import platform
import random
import struct
import subprocess
import sys
import time

# Before torch is loaded: the libraries under it read these once.
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"


def fail(message, status=3):
    print(f"benchmark.py: {message}", file=sys.stderr)
    sys.exit(status)


def read_safetensors(path):
    """The model's coefficients and intercept, as tuples of floats, and the file's SHA-256."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        fail(f"{path}: {error.strerror}; give the file that `moebench model train --out` wrote")
    try:
        (size,) = struct.unpack_from("<Q", content)
        header = json.loads(content[8:8 + size])
        data = content[8 + size:]

        def tensor(name):
            entry = header[name]
            if entry["dtype"] != "F32":
                raise ValueError(f"{name} is {entry['dtype']}, not F32")
            begin, end = entry["data_offsets"]
            return struct.unpack(f"<{(end - begin) // 4}f", data[begin:end])

        coefficients, intercept = tensor("coefficients"), tensor("intercept")
    except (struct.error, ValueError, KeyError, TypeError) as error:
        fail(f"{path}: no SafeTensors file with F32 tensors coefficients and intercept ({error!r})")
    if len(intercept) != 1 or not coefficients:
        fail(f"{path}: expected coefficients [n] and intercept [1]")
    return coefficients, intercept[0], hashlib.sha256(content).hexdigest()


def cpu_model():
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"


def boot_id():
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return ""


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
    clock = time.perf_counter_ns
    samples = [0] * iterations
    for i in range(iterations):
        start = clock()
        call()
        samples[i] = clock() - start
    return [sample / 1000 for sample in samples]


def time_batched(call, iterations, samples):
    """`samples` means over as many calls as make the clock, some 0.1 us, less than 1 % of each."""
    clock = time.perf_counter_ns
    start = clock()
    for _ in range(100):
        call()
    of_one = (clock() - start) / 100
    batch = max(1, min(iterations, int(20_000 / max(of_one, 1)) + 1))
    means = []
    for _ in range(samples):
        start = clock()
        for _ in range(batch):
            call()
        means.append((clock() - start) / 1000 / batch)
    return batch, means


def measure(torch, models, options, index):
    rows = list(models.rows(options.batches))
    random.Random(options.seed * 1_000_003 + index).shuffle(rows)
    results = []
    for name, form, batch, guard, call in rows:
        iterations = max(min(100, options.iterations), options.iterations // batch)
        with guard():
            for _ in range(options.warmup):
                call()
            gc.collect()
            gc.disable()
            single = time_single(call, iterations)
            calls, means = time_batched(call, iterations, max(1, iterations // 20))
            gc.enable()
            output = call()
        params = {"form": form, "input_dim": models.input.numel(), "batch_size": batch}
        if form not in ("mlp", "784x2", "dot"):
            logit = models.plain.linear(models.input).item()
            params.update(logit=logit, probability=float(output.reshape(-1)[0]))
        results.append(row(name, dict(params, timing="single-shot"), 1, single))
        results.append(row(f"{name} (batched)", dict(params, timing="batched"), calls, means))
    return sorted(results, key=lambda result: result["name"])


def row(name, params, batch, samples):
    return {"name": name, "framework": "PyTorch", "scenario": "infer",
            "metric": "time per call", "unit": "us", "better": "lower", "params": params,
            "runs": [{"batch": batch, "samples_us": samples}]}


def one_run(options, index):
    try:
        import torch
    except ImportError:
        fail("torch is not installed; on Debian: apt-get install python3-torch")
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    coefficients, intercept, digest = read_safetensors(options.model)
    models = Models(torch, coefficients, intercept, options.seed)
    assert not models.plain.training and not torch.cuda.is_available()
    clock = time.get_clock_info("perf_counter")
    config = {
        "seed": options.seed, "runs": 1, "input_dim": len(coefficients), "num_classes": 2,
        "warmup_iterations": options.warmup, "benchmark_iterations": options.iterations, "training_samples": 1000,
        "pytorch_version": torch.__version__, "python_version": platform.python_version(),
        "platform": f"{platform.system()} {platform.release()}", "cpu": cpu_model(), "boot_id": boot_id(),
        "timestamp": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "threads": torch.get_num_threads(), "interop_threads": torch.get_num_interop_threads(),
        "grad_enabled": False, "eval_mode": not models.plain.training, "compiled": False, "device": "cpu",
        "cuda_available": torch.cuda.is_available(), "dtype": "float32", "garbage_collection": "off while timing",
        "clock": clock.implementation, "clock_monotonic": clock.monotonic, "clock_resolution_s": clock.resolution,
        "blas": " ".join(line.strip() for line in torch.__config__.show().splitlines() if "BLAS_INFO" in line)[:200],
        "cpu_capability": next((line.strip(" -") for line in torch.__config__.show().splitlines()
                                if "CPU capability" in line), ""),
        "model": os.path.basename(options.model), "model_sha256": digest,
        "command": " ".join(["benchmark.py"] + sys.argv[1:]),
    }
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
    whole["config"]["runs"] = options.runs
    whole["config"]["command"] = " ".join(["benchmark.py"] + sys.argv[1:])
    return whole


def add_summaries(document):
    """The summary of all samples, as the reference's baseline writes it, beside the samples."""
    for result in document["results"]:
        samples = sorted(sample for run in result["runs"] for sample in run["samples_us"])
        n = len(samples)
        mean = sum(samples) / n
        sd = (sum((sample - mean) ** 2 for sample in samples) / (n - 1)) ** 0.5 if n > 1 else 0.0

        def quantile(p):
            at = (n - 1) * p
            low = int(at)
            return samples[low] + (at - low) * (samples[min(low + 1, n - 1)] - samples[low])

        half = 1.96 * sd / n ** 0.5
        result.update(iterations=sum(run["batch"] * len(run["samples_us"]) for run in result["runs"]), mean_us=mean,
                      std_us=sd, ci_95_lower=mean - half, ci_95_upper=mean + half, p50_us=quantile(0.5),
                      p95_us=quantile(0.95), p99_us=quantile(0.99), min_us=samples[0], max_us=samples[-1],
                      throughput_per_sec=1e6 / mean)


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
