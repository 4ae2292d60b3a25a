"""What a run of benchmark.py records beside its samples: the model's file, the machine, the training set. Standard library alone;
torch comes in as an argument."""
import array
import gc
import hashlib
import json
import os
import platform
import re
import resource
import struct
import sys
import time
import tracemalloc
import zlib


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
