"""What `moebench stats FILE` says of samples, by the usual means: json, NumPy and SciPy. Prints JSON."""
import json
import sys

import numpy
from scipy import stats


def describe(samples):
    x = numpy.array(samples)
    n, mean, sd = len(x), x.mean(), x.std(ddof=1)
    ascending = numpy.sort(x)
    quantiles = {}
    for p in (0.5, 0.95, 0.99):
        lower, upper = stats.binom.ppf(0.025, n, p), stats.binom.ppf(0.975, n, p) + 1
        at = numpy.quantile(ascending, p)
        quantiles[p] = [at, ascending[int(lower) - 1], ascending[int(upper) - 1]]
    q1, q3 = numpy.quantile(ascending, [0.25, 0.75])
    d = x - mean
    return {
        "n": n,
        "mean": mean,
        "sd": sd,
        "mean_ci": list(stats.t.interval(0.95, n - 1, mean, sd / n**0.5)),
        "quantiles": quantiles,
        "mad": stats.median_abs_deviation(x),
        "trimmed_mean_10": stats.trim_mean(x, 0.1),
        "geometric_mean": stats.gmean(x),
        "harmonic_mean": stats.hmean(x),
        "outliers": int(((x < q1 - 1.5 * (q3 - q1)) | (x > q3 + 1.5 * (q3 - q1))).sum()),
        "lag1": (d[:-1] * d[1:]).sum() / (d * d).sum(),
        "jarque_bera": stats.jarque_bera(x).statistic,
    }


def main():
    with open(sys.argv[1]) as file:
        document = json.load(file)
    print(json.dumps({result["name"]: describe(result["samples_us"]) for result in document["results"]}))


main()
