"""What the programs of scripts/benchmarks measured, by round: nanoseconds a unit by row."""
import collections
import glob
import json
import os
import re
import statistics

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def name_of(run_name):
    """ "a/b/real_time/threads:2" is "a/b@2": two threads; one thread is not mentioned."""
    name = run_name.replace("/real_time", "")
    threads = re.search(r"/threads:(\d+)$", name)
    if threads is None:
        return name
    name = name[: threads.start()]
    return name if threads[1] == "1" else f"{name}@{threads[1]}"


class Figures:
    """Of one folder of JSON files named <program>-<round>.json."""

    def __init__(self, folder):
        self.rounds = collections.defaultdict(dict)  # by row: by round: the median of the repetitions
        self.versions = {}
        self.loads = []
        self.machine = {}
        self.repetitions = 0
        for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
            program, number = re.fullmatch(r"(.+)-(\d+)\.json", os.path.basename(path)).groups()
            with open(path, encoding="utf-8") as file:
                document = json.load(file)
            if "benchmarks" in document:
                self._take_google(int(number), document)
            else:
                self.versions[program] = document["version"]
                for name, ns in document["ns"].items():
                    self.rounds[name][int(number)] = ns

    def _take_google(self, number, document):
        self.machine = document["context"]
        self.loads.append(document["context"]["load_avg"][0])
        repetitions = collections.defaultdict(list)
        for run in document["benchmarks"]:
            if run["run_type"] != "iteration" or run.get("error_occurred"):
                continue
            # The processor's time of one thread does not count what others took from it meanwhile; where threads wait for
            # each other, only the clock on the wall counts.
            waits = "/real_time" in run["run_name"] and not run["run_name"].endswith("/threads:1")
            clock = "real_time" if waits else "cpu_time"
            ns = run[clock] * NANOSECONDS[run["time_unit"]] / run["units"]
            repetitions[name_of(run["run_name"])].append(ns)
        for name, values in repetitions.items():
            self.rounds[name][number] = statistics.median(values)
            self.repetitions = max(self.repetitions, len(values))

    def has(self, name):
        return name in self.rounds

    def ns(self, name):
        """The median over the rounds of the rounds' medians."""
        return statistics.median(self.rounds[name].values())

    def ratios(self, numerator, denominator):
        """One for each round that has both."""
        above, below = self.rounds[numerator], self.rounds[denominator]
        return [above[number] / below[number] for number in above if number in below]
