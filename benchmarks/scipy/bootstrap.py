"""Times scipy.stats.bootstrap as benchmarks/statistics does moebench's: 10,000 resamples of 10,000 samples.
Prints one line for each: name, milliseconds."""
import time

import numpy
import scipy.stats


def best_of(times, run):
    elapsed = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        elapsed.append(time.perf_counter() - start)
    return 1000 * min(elapsed)


def main():
    samples = numpy.random.default_rng(1).lognormal(0, 0.3, 10_000)
    for name, statistic, method in (
        ("mean_bca", numpy.mean, "BCa"),
        ("mean_percentile", numpy.mean, "percentile"),
        ("median_percentile", numpy.median, "percentile"),
    ):
        # Batches, since all 10^8 indices and samples at once need 1.6 GB.
        run = lambda: scipy.stats.bootstrap(
            (samples,), statistic, n_resamples=10_000, method=method, batch=500, vectorized=True, random_state=1
        )
        print(name, best_of(2, run))


main()
