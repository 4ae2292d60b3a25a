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
import array
import datetime
import gc
import hashlib
import json
import math
import os
import platform
import random
import re
import resource
import struct
import subprocess
import sys
import time
import tracemalloc
import zlib

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


def kernel_text(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def memory_bytes(key):
    """A figure of /proc/meminfo, or None."""
    for line in kernel_text("/proc/meminfo").splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) * 1024
    return None


COMPILERS = {"cc1", "cc1plus", "as", "ld", "ld.lld", "ld.gold", "lto1", "clang", "clang++", "rustc", "ninja", "make", "nvcc"}


def surroundings():
    """What else the machine was doing, under the keys of moebench's own files."""
    swap, free = memory_bytes("SwapTotal"), memory_bytes("SwapFree")
    facts = {
        "governor": kernel_text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").strip() or None,
        "load_average_1m": os.getloadavg()[0], "cpu_available": len(os.sched_getaffinity(0)),
        "memory_available_bytes": memory_bytes("MemAvailable"),
        "swap_used_bytes": None if swap is None or free is None else swap - free,
        "compilers_running": sum(kernel_text(f"/proc/{process}/comm").strip() in COMPILERS
                                 for process in os.listdir("/proc") if process.isdigit()),
        "preloaded": os.environ.get("LD_PRELOAD") or "none",
        "allocation_tracing": tracemalloc.is_tracing() or bool(os.environ.get("MALLOC_TRACE")),
    }
    return {key: value for key, value in facts.items() if value is not None}


def fingerprint(values):
    """CRC-32 of the values as little-endian f32, as moebench records it."""
    data = array.array("f", values)
    if sys.byteorder == "big":
        data.byteswap()
    return f"{zlib.crc32(data.tobytes()):08x}"


def blas_in_use(torch):
    """What PyTorch was built for, and the files of BLAS that this process has loaded."""
    built_for = re.search(r"BLAS_INFO=[^,\s]*", torch.__config__.show())
    loaded = {os.path.realpath(line.split()[-1]) for line in kernel_text("/proc/self/maps").splitlines()
              if re.search(r"/lib(blas|openblas|mkl|blis|atlas)[^/]*$", line)}
    return ", ".join(([built_for.group()] if built_for else []) + sorted(loaded))


class Activity:
    """What the kernel and the collector counted of this process since it was made, without what looking costs."""

    def __init__(self):
        first = self.look()
        self.begin = self.look()
        self.of_looking = {key: self.begin[key] - first[key] if key.endswith("_calls") else 0 for key in self.begin}

    @staticmethod
    def look():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        counts = {"timed_wall_ns": time.perf_counter_ns(), "timed_cpu_ns": time.process_time_ns(),
                  "voluntary_switches": usage.ru_nvcsw, "major_faults": usage.ru_majflt,
                  "gc_collections": sum(generation["collections"] for generation in gc.get_stats())}
        for line in kernel_text("/proc/self/io").splitlines():
            key, value = line.split(": ")
            if key in ("syscr", "syscw"):
                counts["read_calls" if key == "syscr" else "write_calls"] = int(value)
        return counts

    def counts(self):
        now = self.look()
        return {key: [max(0, now[key] - self.begin[key] - self.of_looking[key])] for key in now}


def record_training(torch, coefficients, intercept):
    """The benchmark's recipe carried out by PyTorch: what it was, and how far the given weights are from its own."""
    rows, columns = 1000, 784
    if len(coefficients) != columns:
        return {}
    i = torch.arange(rows, dtype=torch.int64).reshape(rows, 1)
    j = torch.arange(columns, dtype=torch.int64).reshape(1, columns)
    features = ((17 * i + 31 * j) % 256).to(torch.float32) / 255.0
    labels = torch.where(torch.arange(rows) % 10 == 0, 0.0, 1.0)
    weights, bias = torch.zeros(columns), torch.zeros(())
    for _ in range(100):
        error = torch.sigmoid(features @ weights + bias) - labels
        weights -= 0.01 * (features.T @ error) / rows
        bias -= 0.01 * error.sum() / rows
    off = max((weights - torch.tensor(coefficients)).abs().max().item(), abs(bias.item() - intercept))
    if off > 1e-4:
        return {"retrained_max_difference": off}  # other weights: what they were trained on is not known
    return {"retrained_max_difference": off, "training_samples": rows, "training_features": columns,
            "training_crc32": fingerprint(features.flatten().tolist()), "labels_crc32": fingerprint(labels.tolist()),
            "training_labels_0": int((labels == 0).sum()), "training_labels_1": int((labels == 1).sum())}


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


def measure(torch, models, options, index):
    rows = list(models.rows(options.batches))
    random.Random(options.seed * 1_000_003 + index).shuffle(rows)
    results = []
    for name, form, batch, guard, call in rows:
        iterations = max(min(100, options.iterations), options.iterations // batch)
        with guard():
            for _ in range(options.warmup):
                call()
            before = call()
            gc.collect()
            gc.disable()
            watch = Activity()
            single = time_single(call, iterations)
            calls, means = time_batched(call, iterations, max(1, iterations // 20))
            counts = watch.counts()
            gc.enable()
            output = call()
        params = {"form": form, "input_dim": models.input.numel(), "batch_size": batch}
        if form != "mlp":
            params["model_parameters"] = len(models.weights) + 1
        checks = [check("answers after the measurement", "those before it",
                        "those before it" if torch.equal(before, output) else "others"),
                  check("parameters after the measurement", models.given, models.fingerprint())]
        if form not in ("mlp", "784x2", "dot"):
            logit = models.plain.linear(models.input).item()
            params.update(logit=logit, probability=float(output.reshape(-1)[0]))
        results.append(row(name, dict(params, timing="single-shot"), 1, single, counts, checks))
        results.append(row(f"{name} (batched)", dict(params, timing="batched"), calls, means, counts, checks))
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


def student_t(df):
    """The t that is exceeded in magnitude with a probability of 5 %."""
    if df > 200:  # Abramowitz and Stegun 26.7.5, here exact to 1e-9
        z = 1.959963984540054
        return (z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
                + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3))

    def within(t):  # Abramowitz and Stegun 26.7.3 and 26.7.4
        angle = math.atan(t / math.sqrt(df))
        first = 1 if df % 2 == 0 else math.cos(angle)
        total, term = 0.0, first
        for k in range(2 if df % 2 == 0 else 3, df + 1, 2):
            total += term
            term *= (k - 1) / k * math.cos(angle) ** 2
        return math.sin(angle) * total if df % 2 == 0 else 2 / math.pi * (angle + math.sin(angle) * total)

    low, high = 0.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle) < 0.95 else (low, middle)
    return low


def add_summaries(document):
    """The summary of all samples under the keys of the reference's baseline, beside the samples."""
    for result in document["results"]:
        samples = sorted(sample for run in result["runs"] for sample in run["samples_us"])
        n = len(samples)
        mean = sum(samples) / n
        sd = (sum((sample - mean) ** 2 for sample in samples) / (n - 1)) ** 0.5 if n > 1 else 0.0

        def quantile(p):
            at = (n - 1) * p
            low = int(at)
            return samples[low] + (at - low) * (samples[min(low + 1, n - 1)] - samples[low])

        half = student_t(n - 1) * sd / n ** 0.5 if n > 1 else 0.0
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
