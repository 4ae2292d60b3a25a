"""The summary of samples under the keys of the reference document's baseline."""
import math


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
