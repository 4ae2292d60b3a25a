"""Writes a result file with lognormal samples: make_samples.py FILE COUNT."""
import sys

import numpy


def main():
    samples = numpy.random.default_rng(1).lognormal(0, 0.3, int(sys.argv[2]))
    with open(sys.argv[1], "w") as file:
        file.write('{"schema": "moebench/1", "config": {}, "results": [{"name": "bench", "samples_us": [')
        file.write(", ".join(map(repr, samples.tolist())))
        file.write("]}]}\n")


main()
