"""Holds what the commands print as JSON against docs/reference/*.schema.json, each beside the scenarios' and the analyses' own of
schema_test.py. $MOEBENCH is the program."""

import copy
import json
import math
import pathlib
import re
import struct
import subprocess
import tempfile
import unittest

import documents
import model_files
import schema_test

RESULTS = documents.ROOT / "results"


def places(document, rules, whole, path=()):
    """(path, value, rules) of every value in `document`; of an array's elements the first three."""
    rules = schema_test.resolved(document, rules, whole)
    yield path, document, rules
    if isinstance(document, dict):
        for key, value in document.items():
            yield from places(value, rules.get("properties", {}).get(key, {}), whole, (*path, key))
    elif isinstance(document, list):
        for index, value in enumerate(document[:3]):
            yield from places(value, rules.get("items", {}), whole, (*path, index))


def wrong_values(value, rules):
    """Values that must not stand where `value` does."""
    kinds = rules.get("type", [])
    limits = {"minimum": -1, "exclusiveMinimum": 0, "maximum": 1, "exclusiveMaximum": 0}
    yield from (rules[limit] + beyond for limit, beyond in limits.items() if limit in rules)
    if "integer" in kinds and "number" not in kinds:
        yield 0.5
    if "enum" in rules or "const" in rules or "pattern" in rules:
        yield "Not this!"
    if "minLength" in rules:
        yield ""
    if "minItems" in rules:
        yield []
    if isinstance(value, dict) and "null" not in kinds:
        yield None


class Outputs(schema_test.Holds):
    """A folder, the program, and the ways to break what it prints."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def prints(self, name, *arguments, text="", status=0):
        """What the program prints, which holds."""
        end = arguments.index("--") if "--" in arguments else len(arguments)
        command = [schema_test.PROGRAM, *arguments[:end], "--quiet", "--format", "json", *arguments[end:]]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, status, f"moebench {' '.join(arguments)}: {done.stderr}")
        document = json.loads(done.stdout)
        self.holds(name, document)
        return document

    def refuses(self, validator, document, path, change):
        broken = {"document": copy.deepcopy(document)}
        whole_path = ("document", *path)
        change(schema_test.parent_of(broken, whole_path), whole_path[-1])
        self.assertFalse(validator.is_valid(broken["document"]), f"{path} of {json.dumps(broken['document'])[:2000]}")

    def refuses_what_is_broken(self, name, document):
        """Without any required key, with a key that is unknown, with a value of another kind or out of its range."""
        self.holds(name, document)
        schema = schema_test.schema(name)
        validator = schema_test.validator(name)
        required = 0
        for path, value, rules in places(document, schema, schema):
            for key in rules.get("required", []) if isinstance(value, dict) else []:
                required += 1
                self.refuses(validator, document, (*path, key), lambda parent, last: parent.pop(last))
                self.refuses(validator, document, (*path, key), lambda parent, last: parent.update({last: [["what is this"]]}))
            if rules.get("additionalProperties") is False:
                self.refuses(validator, document, (*path, "misspelt"), lambda parent, last: parent.update({last: 1}))
            for wrong in wrong_values(value, rules):
                self.refuses(validator, document, path, lambda parent, last, wrong=wrong: parent.__setitem__(last, wrong))
        self.assertGreater(required, 0)


class Audits(Outputs):
    def setUp(self):
        super().setUp()
        self.pair = [str(RESULTS / "infer.json"), str(RESULTS / "pytorch.json")]

    def audited(self, *options):
        # Its points time this machine, so how many pass is not the same everywhere.
        return self.prints("audit", "audit", *self.pair, *options, status=1)

    def test_audit(self):
        audited = self.audited("--claims", str(RESULTS / "report.md"))
        one_of_each = {point["finding"]: point for category in audited["categories"] for point in category["points"]}
        self.assertEqual(sorted(one_of_each), ["FAIL", "PASS", "SKIP"])
        audited["categories"][0]["points"] = list(one_of_each.values())
        for category in audited["categories"][1:]:
            category["points"] = category["points"][:1]
        self.refuses_what_is_broken("audit", audited)
        validator = schema_test.validator("audit")
        for finding, point in one_of_each.items():
            index = audited["categories"][0]["points"].index(point)
            path = ("categories", 0, "points", index, "remedy")
            change = (lambda parent, key: parent.update({key: "none"})) if finding == "PASS" else (lambda parent, key: parent.pop(key))
            self.refuses(validator, audited, path, change)
        for path, value in [(("accepted",), True), (("objections",), []), (("categories",), audited["categories"][1:])]:
            self.refuses(validator, audited, path, lambda parent, key, value=value: parent.update({key: value}))
        self.holds("audit", {**audited, "accepted": True, "passed": 97, "objections": []})

    def test_audit_of_summaries(self):
        self.pair = [str(documents.ROOT / f"examples/published/{name}.json") for name in ("aprender", "pytorch")]
        self.assertGreater(self.audited()["skipped"], 50)

    def test_verify(self):
        figures = self.prints("verify", "verify", str(RESULTS / "overflow.json"))["figures"]
        self.assertEqual({figure["agreement"] for figure in figures}, {"agrees"})
        self.prints("verify", "verify", str(RESULTS / "pytorch.json"))

    def test_verify_of_a_doctored_file(self):
        document = json.loads((RESULTS / "overflow.json").read_text(encoding="utf-8"))
        document["results"][0].update(mean_us=1e-3, std_us=None)
        del document["results"][1]["runs"]
        doctored = self.file("doctored.json", json.dumps(document))
        verified = self.prints("verify", "verify", doctored, status=1)
        self.assertEqual({figure["agreement"] for figure in verified["figures"]}, {"agrees", "differs", "unproven"})
        self.assertIn(None, [figure["stated"] for figure in verified["figures"]])
        verified["figures"].sort(key=lambda figure: "remark" not in figure)
        self.refuses_what_is_broken("verify", verified)
        self.refuses(schema_test.validator("verify"), verified, ("figures", 0, "remark"), lambda parent, key: parent.pop(key))

    def test_verify_of_a_file_with_figures_of_its_own(self):
        document = json.loads((RESULTS / "registry_sweep.json").read_text(encoding="utf-8"))
        document["results"] = document["results"][:3]
        figures = self.prints("verify", "verify", self.file("part.json", json.dumps(document)), status=1)["figures"]
        self.assertIn(None, [figure["result"] for figure in figures])


CALCULATIONS = {
    "p_adjust": [{"p": [0.01, 0.04, 0.03]}, {"p": [0]}],
    "paired_t": [
        {"samples_a": [1, 2, 4], "samples_b": [1, 1, 2]}, {"samples_a": [1], "samples_b": [2], "confidence": 0.9},
        {"samples_a": [1, 1], "samples_b": [1, 1]}, {"samples_a": [1.7e308, 1e308], "samples_b": [-1e308, -1.7e308]},
    ],
    "power": [
        {"delta": 1, "sd_a": 1, "n_a": 10, "sd_b": 1, "n_b": 10, "alpha": 0.05, "target_power": 0.8},
        {"delta": 1, "sd_a": 0, "n_a": 10, "sd_b": 0, "n_b": 10, "alpha": 0.05, "target_power": 0.8},
        {"delta": 1, "sd_a": 1, "n_a": 1, "sd_b": 1, "n_b": 10, "alpha": 0.5, "target_power": 0.3},
    ],
    "hierarchical": [{"runs": [[1, 2, 3], [2, 3, 4]]}, {"runs": [[1]]}, {"runs": [[1, 1], [2, 2]]}, {"runs": [[1e308, -1e308], [1e308, 1e308]]}],
    "linreg": [
        {"x": [1, 2, 3], "y": [1, 2, 4]}, {"x": [1, 2, 3], "y": [1, 2, 4], "through_origin": True}, {"x": [1, 2], "y": [1, 2]},
        {"x": [1, 1], "y": [1, 2]}, {"x": [1e-300, 2e-300, 3e-300], "y": [1e300, 2e300, 4e301]},
    ],
    "usl": [
        {"n": [1, 2, 4, 8], "throughput": [100, 190, 340, 520]}, {"n": [1, 2, 4, 8], "throughput": [100, 250, 700, 1520]},
        {"n": [51, 16, 48], "throughput": [0.39, 1, 1]},
        {"n": [1, 2, 4, 8], "throughput": [1e300, 1e308, 1e308, 1e20]},
    ],
    "change_point": [{"series": [1, 1, 1, 9, 9, 9], "penalty": 1}, {"series": [1], "penalty": 0, "min_segment": 1}],
}


class Calculations(Outputs):
    def test_each_kind(self):
        for kind, inputs in CALCULATIONS.items():
            answers = [self.prints("calc", "calc", kind, text=json.dumps(each)) for each in inputs]
            rules = {"$ref": f"#/$defs/{kind}", "$defs": schema_test.schema("calc")["$defs"]}
            for answer in answers:
                with self.subTest(kind=kind, answer=answer):
                    self.assertTrue(schema_test.jsonschema.Draft202012Validator(rules).is_valid(answer["result"]))
                    self.refuses_what_is_broken("calc", answer)
            if kind not in ("p_adjust", "change_point"):
                self.assertIn("warnings", answers[-1])
                self.assertIn(None, answers[1]["result"].values() if kind != "usl" else answers[-1]["result"].values())

    def test_the_schema_has_each_kind(self):
        help_text = subprocess.run([schema_test.PROGRAM, "calc", "--help"], capture_output=True, text=True, check=True).stdout
        kinds = re.findall(r"^  ([a-z_]+) {2,}", help_text.partition("Kinds and the keys")[2], re.MULTILINE)
        known = schema_test.schema("calc")
        self.assertEqual([each["$ref"] for each in known["properties"]["result"]["anyOf"]], [f"#/$defs/{kind}" for kind in kinds])
        self.assertEqual(known["$defs"]["warning"]["properties"]["name"]["enum"], kinds)
        self.assertEqual(list(CALCULATIONS), kinds)


class Gates(Outputs):
    def calibrated(self, *arguments):
        saved = self.folder / "calibration.json"
        printed = self.prints("calibration", "calibrate", "--gates", "2", "--blocks", "8", "--save", str(saved), *arguments)
        self.assertEqual(json.loads(saved.read_text(encoding="utf-8")), printed)
        return str(saved), printed

    def test_calibration_and_plan(self):
        metrics = ["--metric", "mean,p50,p95,p99,throughput"]
        saved, calibration = self.calibrated(*metrics, "--", "null", "--iterations", "200", "--rounds", "2", "--threads", "2")
        self.refuses_what_is_broken("calibration", calibration)
        plan = self.prints("plan", "plan", saved, "--effect", "3%", "--margin", "1%")
        self.assertTrue(plan["interleaved"])
        self.refuses_what_is_broken("plan", plan)
        self.assertIn(None, [row["needed"] for row in self.prints("plan", "plan", saved, "--effect", "0.0001%")["rows"]])

    def test_of_what_does_not_vary(self):
        minimal = documents.ROOT / "docs/how-to/data/minimal.json"
        saved, calibration = self.calibrated("--command", f"cat {minimal}")
        self.assertEqual(calibration["rows"][0]["sd_of_pairs"], 0)
        self.prints("plan", "plan", saved, "--effect", "3%")

    def test_plan_from_results(self):
        for file in ("overflow", "registry_sweep", "mixed_growth"):
            plan = self.prints("plan", "plan", str(RESULTS / f"{file}.json"), "--effect", "5%")
            self.assertEqual({row["seconds"] for row in plan["rows"]}, {None})
        equal = {"schema": "moebench/1", "results": [{"name": "equal", "runs": [{"batch": 1, "samples_us": [1, 1]}] * 2}]}
        same = self.prints("plan", "plan", self.file("equal.json", json.dumps(equal)), "--effect", "5%")
        self.assertEqual({row["needed"] for row in same["rows"]}, {2})


class History(Outputs):
    def add(self, commit, time, *files, options=()):
        return self.prints("history_added", "history", "add", *files, "--db", str(self.folder / "db"), "--commit", commit, "--time", time, *options)

    def changes(self, *options, command="changes"):
        return self.prints("changes", "history", command, "--db", str(self.folder / "db"), "--name", "*", *options)

    def measured(self, levels, cpu="A", threads=1):
        runs = [{"batch": 1, "samples_us": [level, 1.01 * level, 1.02 * level]} for level in levels]
        return self.file("measured.json", json.dumps({
            "schema": "moebench/1", "config": {"cpu": cpu, "seed": 42}, "results": [{"name": "it", "params": {"threads": threads}, "runs": runs}]}))

    def test_results_of_every_kind(self):
        data = sorted(str(path) for path in (documents.ROOT / "docs/how-to/data").iterdir())
        mean = self.file("mean.json", json.dumps({"schema": "moebench/1", "results": [{"name": "mean", "iterations": 10, "mean_us": 2.5}]}))
        added = self.add("v1", "2026-01-31", str(RESULTS / "overflow.json"), str(documents.ROOT / "examples/published/pytorch.json"), mean, *data)
        self.assertGreater(added["added"], 10)
        self.refuses_what_is_broken("history_added", added)
        again = self.add("v1", "2026-01-31", str(RESULTS / "overflow.json"), options=["--dry-run", "--branch", "main"])
        self.assertEqual((again["added"], again["already_there"]), (0, 2))
        listed = self.prints("history", "history", "list", "--db", str(self.folder / "db"))
        self.refuses_what_is_broken("history", listed)
        figures = [(one["sd_between_runs"], one["p50"], one["throughput_per_sec"]) for one in listed["measurements"]]
        self.assertTrue(all(None in column for column in zip(*figures)), figures)
        self.assertIn([], [one["run_means"] for one in listed["measurements"]])
        self.assertEqual(self.changes(command="plot"), self.changes())
        for metric in ("p50", "p95", "p99", "throughput"):
            self.changes("--metric", metric)

    def test_changes(self):
        day = 1
        for level, cpu, threads, commits in [(1, "A", 1, 8), (2, "A", 2, 8), (1, "A", 1, 2), (3, "A", 1, 2), (3, "B", 1, 1)]:
            for each in range(commits):
                wobble = level * (1 + 0.001 * (each % 3))
                self.add(f"c{day}", f"2026-03-{day:02}", self.measured([wobble, 1.001 * wobble], cpu, threads))
                day += 1
        found = self.changes("--permutations", "1999")
        changed = [one for series in found["series"] for one in series["changes"]]
        self.assertIn("confirmed", [one["status"] for one in changed])
        self.assertIn("regression", [one["effect"] for one in changed])
        self.assertIn(["threads: 1 -> 2"], [one["parameters"] for one in changed])
        self.assertEqual(len(found["machine_changes"]), 1)
        found["series"].sort(key=lambda series: -len(series["changes"]))
        self.refuses_what_is_broken("changes", found)

    def test_changes_without_a_ratio_or_its_interval(self):
        for day in range(1, 17):
            text = "it\n" + ("0\n0\n" if day < 9 else "5\n5\n")
            self.add("one commit", "2026-03-01", self.file(f"{day}.txt", text + f"{0 if day < 9 else 5}\n" * day))
        change = self.changes()["series"][0]["changes"][0]
        self.assertEqual((change["ratio"], change["effect"]), (None, "not_code"))
        (self.folder / "db").unlink()
        for day in range(1, 17):
            self.add(f"c{day}", f"2026-03-{day:02}", self.file("it.txt", "it\n" + ("3\n" if day < 9 else "5\n") * (day + 1)))
        self.assertIsNone(self.changes()["series"][0]["changes"][0]["ratio"]["lower"])


class Models(Outputs):
    def inspected(self, name, contents):
        return self.prints("model", "model", "inspect", self.file(name, contents))

    def codes(self, described):
        return [warning["code"] for warning in described["warnings"]]

    def test_training(self):
        model = str(self.folder / "model.apr")
        recipe = self.prints("training", "model", "train", "--out", model)
        self.assertIsNone(recipe["training"])
        described = self.prints("model", "model", "inspect", model)
        self.assertTrue(described["served"])
        self.refuses_what_is_broken("model", described)
        rows = "\n".join(f"{x / 20},{x % 3},{3 + 4 * (x >= 8)}" for x in range(20))
        data = self.file("data.csv", rows + "\n")
        trained = self.prints("training", "model", "train", "--out", model, "--data", data, "--seed", "7", "--class-weight", "1,2", "--max-iter", "5")
        self.assertEqual([score["seen_in_training"] for score in trained["scores"]], [False, True])
        self.refuses_what_is_broken("training", trained)
        for options in (["--test-fraction", "0"], ["--test-data", data], ["--l2", "0.5", "--tol", "1e3", "--positive", "3"]):
            self.prints("training", "model", "train", "--out", model, "--data", data, *options)

    def test_converted(self):
        model = str(self.folder / "model.apr")
        self.prints("training", "model", "train", "--out", model)
        for name, options in {"c.apr": ["--layout", "C", "--compression", "lz4"], "z.apr": ["--compression", "zstd-19"],
                              "v2.apr": ["--to", "v2"], "it.safetensors": []}.items():
            out = str(self.folder / name)
            subprocess.run([schema_test.PROGRAM, "model", "convert", model, out, "--quiet", *options], check=True)
            with self.subTest(file=name):
                self.refuses_what_is_broken("model", self.prints("model", "model", "inspect", out))
        flagged = model_files.with_v2_flag((self.folder / "v2.apr").read_bytes(), 4)
        described = self.inspected("flagged.apr", flagged)
        self.assertEqual((described["flags"], described["parameters"], described["model"]), (["ENCRYPTED", "ROW_MAJOR"], [], None))

    def test_version_1_that_is_not_served(self):
        logistic, payload = model_files.LOGISTIC, model_files.logistic([0.25, math.nan, math.inf, 1])
        for contents, code in [
            (model_files.v1(logistic, payload, flags=model_files.ENCRYPTED), "not_served"),
            (model_files.v1(logistic, payload, flags=model_files.SIGNED, signature=bytes(96)), "signature_not_verified"),
            (model_files.v1(logistic, payload, quality=30), "quality_failing"),
            (model_files.v1(logistic, payload, quality=255, flags=0x7C), "quality_out_of_range"),
            (model_files.v1(logistic, payload, reserved=1), "reserved_bits_set"),
            (model_files.v1(logistic, payload), "parameters_not_finite"),
            (model_files.v1(logistic, model_files.logistic(None, math.nan, [1, 2], batch=32), metadata=b""), "metadata_missing"),
            (model_files.v1(model_files.DECISION_TREE, b"anything"), "not_served"),
            (model_files.v1(model_files.LINEAR, model_files.linear([1, 2])), "not_served"),
        ]:
            with self.subTest(code=code):
                described = self.inspected("model.apr", contents)
                self.assertIn(code, self.codes(described))
                self.refuses_what_is_broken("model", described)

    def test_metadata_of_every_kind(self):
        further = {
            b"a": b"\xcb" + struct.pack(">d", math.nan), b"b": b"\x92\x01\xc3", b"c": b"\x81\xa1d\xc0",  # NaN, [1, true], {"d": null}
            b"e": b"\xca" + struct.pack(">f", 0.5), b"f": b"\x80",  # 0.5, {}
        }
        metadata = b"\x87" + model_files.REQUIRED + b"".join(b"\xa1" + key + value for key, value in further.items())
        described = self.inspected("model.apr", model_files.v1(model_files.LOGISTIC, model_files.logistic([1]), metadata))
        self.assertEqual(described["metadata"], {
            "created_at": "1700000000", "aprender_version": "0.11.0",
            "a": None, "b[0]": 1, "b[1]": True, "c.d": "null", "e": 0.5, "f": "{}"})

    def test_tensors_of_any_type(self):
        floats = struct.pack("<4f", math.nan, 1, 2, 3)
        described = self.inspected("model.safetensors", model_files.safetensors(
            [("b", "BF16", [2, 2], bytes(8)), ("f", "F32", [4], floats), ("none", "F32", [0], b""), ("scalar", "F32", [], floats[4:8])]))
        self.assertIsNone(described["model"])
        arrays = {array["name"]: array for array in described["parameters"]}
        self.assertEqual((arrays["b"]["min"], arrays["f"]["first"], arrays["scalar"]["shape"]), (None, [None, 1, 2], []))
        self.refuses_what_is_broken("model", described)


class Lists(Outputs):
    def test_environment(self):
        environment = self.prints("env", "env")
        if environment["hazards"]:
            self.refuses_what_is_broken("env", environment)
        for file in sorted(RESULTS.glob("*.json")):
            result = json.loads(file.read_text(encoding="utf-8"))
            if "optimised" in result["environment"]:  # older files lack it
                with self.subTest(file=file.name):
                    self.holds("env", result["environment"])
                    self.refuses_what_is_broken("env", result["environment"])

    def test_scenarios(self):
        listed = self.prints("scenarios", "list")
        known = schema_test.schema("scenarios")["$defs"]["scenario"]["properties"]["command"]["enum"]
        self.assertEqual([one["command"] for one in listed["scenarios"]], known)
        listed["scenarios"] = [{**one, "parameters": one["parameters"][-3:]} for one in listed["scenarios"]]
        self.refuses_what_is_broken("scenarios", listed)

    def test_charts(self):
        charts = self.prints("charts", "report", str(RESULTS / "router.json"), "--baseline", str(RESULTS / "router.json"))
        self.assertEqual(len({chart["id"] for chart in charts["charts"]}), len(charts["charts"]))
        charts["charts"] = [{**chart, "spec": {"$schema": chart["spec"]["$schema"]}} for chart in charts["charts"][:3]]
        self.refuses_what_is_broken("charts", charts)
        one = self.file("one", "1\n")
        self.assertEqual(self.prints("charts", "report", one)["charts"], [])


if __name__ == "__main__":
    unittest.main()
