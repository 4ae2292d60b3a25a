"""Holds result files against docs/reference/result.schema.json. $MOEBENCH is the program."""

import copy
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

import documents

REFERENCE = documents.ROOT / "docs/reference"
PROGRAM = os.environ.get("MOEBENCH", "moebench")

# As small as a run can be: what is measured does not matter here.
SCENARIOS = {
    "router": ["router", "--rounds", "2", "--round-ms", "0.1", "--warmup", "1", "--requests", "10", "--threads", "2"],
    "lifecycle": ["router", "--lifecycle", "--rounds", "2", "--round-ms", "0.1", "--requests", "10", "--threads", "2"],
    "registry": ["registry", "--readers", "2", "--reads", "10", "--rounds", "2", "--round-ms", "1", "--warmup", "1"],
    "registry sweep": ["registry", "--readers", "1,2,3,4", "--backend", "rcu", "--reads", "10", "--rounds", "2", "--round-ms", "1"],
    "overflow": ["overflow", "--rounds", "2"],
    "mixed": ["mixed", "--readers", "2", "--writers", "1", "--ops", "10,20", "--rounds", "2", "--round-limit", "0.1", "--backend", "all"],
    "dispatch": ["dispatch", "--tokens", "16", "--experts", "4", "--top-k", "1,2", "--rounds", "2"],
    "infer": ["infer", "--iterations", "200", "--kernel", "all", "--batch", "2"],
    "null": ["null", "--iterations", "200", "--rounds", "2", "--threads", "2"],
}


def schema(name):
    return json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8"))


def validator(name):
    return jsonschema.Draft202012Validator(schema(name))


def run(*arguments, status=0):
    """What the program prints, as JSON."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != status:
        raise AssertionError(f"moebench {' '.join(arguments)} ended in {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def thinned(document):
    """Without the middle of long arrays of numbers, which a validator in Python takes seconds for; they are numbers throughout."""
    if isinstance(document, dict):
        return {key: thinned(value) for key, value in document.items()}
    if isinstance(document, list) and len(document) > 200 and all(isinstance(each, (int, float)) for each in document):
        return document[:100] + [min(document), max(document)] + document[-100:]
    return [thinned(each) for each in document] if isinstance(document, list) else document


class Holds(unittest.TestCase):
    def holds(self, name, document):
        wrong = [f"{error.json_path}: {error.message[:300]}" for error in validator(name).iter_errors(thinned(document))]
        self.assertEqual(wrong, [])


class Schemas(unittest.TestCase):
    def test_each_is_a_schema(self):
        files = sorted(REFERENCE.glob("*.schema.json"))
        self.assertNotEqual(files, [])
        for file in files:
            jsonschema.Draft202012Validator.check_schema(json.loads(file.read_text(encoding="utf-8")))


class RecordedFiles(Holds):
    def test_results(self):
        files = sorted((documents.ROOT / "results").glob("*.json"))
        self.assertNotEqual(files, [])
        for file in files:
            with self.subTest(file=file.name):
                self.holds("result", json.loads(file.read_text(encoding="utf-8")))


class MeasuredFiles(Holds):
    def test_scenarios(self):
        for name, command in SCENARIOS.items():
            for runs in ("1", "2"):
                with self.subTest(scenario=name, runs=runs):
                    self.holds("result", run(*command, "--runs", runs, "--quiet", "--format", "json"))

    def test_saved_files_of_other_tools(self):
        """`ab --save` writes moebench/1 whatever the commands print."""
        with tempfile.TemporaryDirectory() as folder:
            tool = pathlib.Path(folder, "tool.json")
            tool.write_text(json.dumps({"context": {}, "benchmarks": [
                {"name": "BM_sum", "run_type": "iteration", "iterations": 10, "real_time": 5.0, "cpu_time": 4.0, "time_unit": "ns"}]}))
            command = f"cat {tool}"
            run("ab", "--baseline", command, "--candidate", command, "--blocks", "8", "--save", folder, "--quiet", "--format", "json")
            for side in ("baseline", "candidate"):
                self.holds("result", json.loads(pathlib.Path(folder, f"{side}.json").read_text(encoding="utf-8")))


class Analyses(Holds):
    """What stats, compare and the gates print, of files with many runs, with one, of summaries alone, and of equal samples."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.files = [str(documents.ROOT / name) for name in (
            "results/router.json", "results/overflow.json", "results/mixed_growth.json", "examples/published/pytorch.json")]
        self.files += [str(path) for path in sorted((documents.ROOT / "docs/how-to/data").iterdir())]
        for name, samples in {"one": [1], "two": [1, 2], "equal": [3] * 30, "zero": [0, 0, 1], "odd": [-1, 0, 1e9] * 9}.items():
            path = pathlib.Path(self.folder.name, name)
            path.write_text("\n".join(map(str, samples)) + "\n")
            self.files.append(str(path))

    def tearDown(self):
        self.folder.cleanup()

    def test_stats(self):
        for file in self.files:
            for options in ([], ["--bootstrap", "200", "--quantiles", "0.9"]):
                with self.subTest(file=file, options=options):
                    self.holds("stats", run("stats", file, *options, "--quiet", "--format", "json"))

    def test_compare(self):
        for candidate, baseline in [(file, file) for file in self.files] + list(itertools.permutations(self.files[-5:], 2)):
            for options in ([], ["--tost-abs=-1,1", "--bootstrap", "200"]):
                with self.subTest(candidate=candidate, baseline=baseline, options=options):
                    self.holds("compare", run("compare", candidate, baseline, *options, "--quiet", "--format", "json"))

    def test_compare_of_different_results(self):
        names = ("router/makespan", "overflow/admit")
        pair = run("compare", *self.files[:2], "--match", "=".join(names), "--quiet", "--format", "json")
        self.assertEqual(len(pair["comparisons"]), 1)
        self.holds("compare", pair)
        self.holds("compare", run("compare", *self.files[:2], "--quiet", "--format", "json"))

    def test_gate(self):
        router = self.files[0]
        self.holds("gate", run("check", "--baseline", router, "--candidate", router, "--metric", "mean,p50,throughput", "--quiet", "--format", "json"))
        minimal = f"cat {documents.ROOT / 'docs/how-to/data/minimal.json'}"
        for options in (["--blocks", "10"], ["--blocks", "12", "--time-budget", "0", "--adjust", "bh"]):
            self.holds("gate", run("ab", "--baseline", minimal, "--candidate", minimal, *options, "--quiet", "--format", "json"))
        tool = pathlib.Path(self.folder.name, "tool.py")
        tool.write_text("import random, sys; print(float(sys.argv[1]) + random.random() / 100)")
        slower, faster = (f"{sys.executable} {tool} {time}" for time in (2, 1))
        regressed = run("ab", "--baseline", faster, "--candidate", slower, "--blocks", "10", "--quiet", "--format", "json", status=1)
        self.assertEqual(regressed["regressed"], 1)
        self.holds("gate", regressed)

    def test_what_is_broken_is_refused(self):
        good = {
            "stats": run("stats", self.files[0], "--quiet", "--format", "json"),
            "compare": run("compare", self.files[0], self.files[0], "--quiet", "--format", "json"),
            "gate": run("check", "--baseline", self.files[0], "--candidate", self.files[0], "--quiet", "--format", "json"),
        }
        for name, document in good.items():
            checked = validator(name)
            for path in required_keys(document, schema(name), schema(name)):
                for change in (lambda parent, key: parent.pop(key), lambda parent, key: parent.update({key: {"what": "is this"}})):
                    broken = copy.deepcopy(document)
                    change(parent_of(broken, path), path[-1])
                    with self.subTest(schema=name, path=path):
                        self.assertFalse(checked.is_valid(broken))


def resolved(document, rules, whole):
    """The rules for `document` without references; of alternatives the one that it follows."""
    while True:
        if "$ref" in rules:
            rules = {**whole["$defs"][rules["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in rules.items() if k != "$ref"}}
        elif alternatives := rules.get("anyOf", rules.get("oneOf")):
            rules = next(each for each in alternatives if jsonschema.Draft202012Validator({**each, "$defs": whole["$defs"]}).is_valid(document))
        else:
            return rules


def required_keys(document, rules, whole, path=()):
    """The path of every key in `document` that its schema requires."""
    rules = resolved(document, rules, whole)
    if isinstance(document, dict):
        for key, value in document.items():
            if key in rules.get("required", []):
                yield (*path, key)
            yield from required_keys(value, rules.get("properties", {}).get(key, {}), whole, (*path, key))
    elif isinstance(document, list) and document:
        yield from required_keys(document[0], rules.get("items", {}), whole, (*path, 0))


def parent_of(document, path):
    for step in path[:-1]:
        document = document[step]
    return document


class BrokenFiles(unittest.TestCase):
    """Every one of these is one change to a file that holds."""

    @classmethod
    def setUpClass(cls):
        cls.good = json.loads((documents.ROOT / "results/registry_sweep.json").read_text(encoding="utf-8"))
        cls.good["results"] = cls.good["results"][:1]
        cls.good["results"][0]["warnings"] = [{"code": "drift", "message": "It drifts."}]
        cls.good["warnings"] = [{"code": "drift", "subject": "the file", "message": "It drifts."}]
        cls.validator = validator("result")
        if not cls.validator.is_valid(cls.good):
            raise AssertionError("the file to break must hold")

    def refuses(self, path, change):
        broken = copy.deepcopy(self.good)
        change(parent_of(broken, path), path[-1])
        with self.subTest(path=path):
            self.assertFalse(self.validator.is_valid(broken))

    def test_what_is_required_is_missed(self):
        paths = list(required_keys(self.good, schema("result"), schema("result")))
        self.assertGreater(len(paths), 60)
        for path in paths:
            self.refuses(path, lambda parent, key: parent.pop(key))

    def test_unknown_keys_are_refused(self):
        for path in [(), ("results", 0), ("results", 0, "runs", 0), ("results", 0, "between_runs"), ("speedups", 0), ("scaling", 0),
                     ("results", 0, "checks", 0), ("results", 0, "warnings", 0), ("environment", "hazards", 0)]:
            self.refuses((*path, "misspelt"), lambda parent, key: parent.update({key: 1}))

    def test_values_out_of_range_are_refused(self):
        result = ("results", 0)
        run_of = (*result, "runs", 0)
        for path, value in [
            (("schema",), "moebench/2"),
            (("results",), []),
            (("config", "seed"), -1),
            (("config", "seed"), 1.5),
            (("config", "runs"), 0),
            (("config", "timestamp"), "yesterday"),
            (("config", "training"), {"nested": 1}),
            (("environment", "cpu_available"), 0),
            (("environment", "cpu_model"), 7),
            (("environment", "steal_percent"), 101),
            (("environment", "hazards", 0, "code"), "haunted"),
            ((*result, "name"), ""),
            ((*result, "better"), "faster"),
            ((*result, "unit"), "ms"),
            ((*result, "iterations"), 0),
            ((*result, "mean_us"), None),
            ((*result, "mean_us"), "1"),
            ((*result, "std_us"), -0.1),
            ((*result, "throughput_per_sec"), 0),
            ((*result, "params", "readers"), [1]),
            ((*result, "baselines"), []),
            ((*result, "runs"), []),
            ((*run_of, "batch"), 0),
            ((*run_of, "samples_us"), []),
            ((*run_of, "samples_us", 0), -1),
            ((*run_of, "samples_us", 0), None),
            ((*run_of, "counts", "requests"), [0.5]),
            ((*result, "between_runs", "runs"), 1),
            ((*result, "between_runs", "level"), 1),
            ((*result, "checks", 0, "ok"), "yes"),
            ((*result, "warnings", 0, "code"), "not_listed"),
            (("speedups", 0, "speedup"), 0),
            (("scaling", 0, "sigma", "value"), -1),
        ]:
            self.refuses(path, lambda parent, key, value=value: parent.__setitem__(key, value))


if __name__ == "__main__":
    unittest.main()
