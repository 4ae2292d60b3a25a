"""Holds the pages of docs/reference against the program and its sources. $MOEBENCH is the program."""

import json
import os
import re
import subprocess
import sys
import unittest

import documents

REFERENCE = documents.ROOT / "docs/reference"
PROGRAM = os.environ.get("MOEBENCH", "moebench")


def source(path):
    return (documents.ROOT / path).read_text(encoding="utf-8")


def page(name):
    return (REFERENCE / name).read_text(encoding="utf-8")


def between(path, begin, end):
    """What stands in the source between the first `begin` and the next `end`."""
    _, found, rest = source(path).partition(begin)
    if not found or end not in rest:
        raise AssertionError(f"{path} has no {begin} ... {end}")
    return rest.partition(end)[0]


def strings(text):
    return re.findall(r'"([^"]+)"', text)


def at(name, path):
    """What the schema has at `path`: keys with dots between them."""
    value = json.loads(page(f"{name}.schema.json"))
    for key in path.split("."):
        value = value[key]
    return value


def first_cells(text):
    """The code spans of the first cell of each table row."""
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return [span for row in rows for span in re.findall(r"`([^`]+)`", row.split("|")[1])]


class Commands(unittest.TestCase):
    def test_the_page_is_what_the_program_says(self):
        script = [sys.executable, str(documents.ROOT / "scripts/update-reference"), "--check", PROGRAM]
        done = subprocess.run(script, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_command_has_a_section(self):
        listed = re.findall(r"^  ([a-z]+) {2,}\S", subprocess.run(
            [PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout.partition("Subcommands:")[2], re.MULTILINE)
        self.assertGreater(len(listed), 15)
        for command in listed:
            self.assertIn(f"\n## moebench {command}\n", page("commands.md"))


class Codes(unittest.TestCase):
    codes = re.findall(r'return "([a-z_]+)";', source("src/core/warning.cpp"))[:-1]  # the last is "unknown"

    def test_each_warning_code_is_explained(self):
        self.assertGreater(len(self.codes), 40)
        self.assertEqual(sorted(first_cells(page("warning-codes.md"))), sorted(self.codes))

    def test_the_schemas_know_each_warning_code(self):
        for file in sorted(REFERENCE.glob("*.schema.json")):
            definitions = json.loads(file.read_text(encoding="utf-8"))["$defs"]
            if "code" in definitions:
                with self.subTest(file=file.name):
                    self.assertEqual(definitions["code"]["enum"], self.codes)


class ExitStatuses(unittest.TestCase):
    def test_each_is_explained(self):
        statuses = re.findall(r"^  k_[a-z_]+ = ([0-9]+),", source("include/moebench/cli/app.hpp"), re.MULTILINE)
        self.assertGreaterEqual(len(statuses), 6)
        self.assertEqual(sorted(first_cells(page("exit-statuses.md"))), sorted(statuses))


class Formats(unittest.TestCase):
    def test_each_tool_is_there(self):
        text = page("formats.md")
        names = re.findall(r'\{"([^"]+)", is_', source("src/io/result_formats.cpp"))
        self.assertGreater(len(names), 7)
        for name in names:
            with self.subTest(format=name):
                self.assertIn(name, text)


class Facts(unittest.TestCase):
    facts = re.findall(r'^ +\{"([a-z0-9_]+)", "', source("src/core/environment.cpp"), re.MULTILINE)

    def test_the_schemas_have_each_fact_of_a_machine(self):
        self.assertGreater(len(self.facts), 30)
        for properties in (at("result", "$defs.environment.properties"), at("env", "properties")):
            self.assertEqual([key for key in properties if key != "hazards"], self.facts)

    def test_the_schemas_have_each_fact_that_must_be_the_same(self):
        of_gates = re.findall(r'Fact\{"([a-z_]+)"', source("src/gate/differences.cpp"))
        of_histories = strings(between("src/cli/history_add.cpp", "keys[] = {", "}"))
        for name, keys in (("calibration", of_gates), ("history", of_histories), ("changes", of_histories)):
            with self.subTest(schema=name):
                self.assertGreater(len(keys), 10)
                self.assertLessEqual(set(keys), set(self.facts))
                self.assertEqual(list(at(name, "$defs.machine.properties")), keys)


class Enumerations(unittest.TestCase):
    """The words of an output are those of its schema, in order."""

    def test_names(self):
        for file, kind, *entries in [
            ("src/core/audit.cpp", "Finding", ("audit", "$defs.point.properties.finding.enum")),
            ("src/core/audit.cpp", "Agreement", ("verify", "$defs.figure.properties.agreement.enum")),
            ("src/core/gate.cpp", "GateMetric", ("gate", "$defs.row.properties.metric.enum"), ("plan", "$defs.row.properties.metric.enum"),
             ("calibration", "$defs.row.properties.metric.enum")),
            ("src/core/gate.cpp", "Adjustment", ("gate", "properties.adjustment.enum")),
            ("src/core/verdict.cpp", "Outcome", ("gate", "$defs.row.properties.outcome.enum"),
             ("compare", "$defs.comparison.properties.verdict.properties.outcome.enum")),
            ("src/core/history.cpp", "HistoryMetric", ("changes", "properties.figure.enum")),
            ("src/core/history_changes.cpp", "ChangeStatus", ("changes", "$defs.change.properties.status.enum")),
            ("src/core/history_changes.cpp", "ChangeEffect", ("changes", "$defs.change.properties.effect.enum")),
            ("src/apr/file_kind.cpp", "FileFormat", ("model", "properties.format.enum")),
            ("src/apr/format.cpp", "PayloadLayout", ("model", "$defs.hyperparameters.properties.layout.enum")),
        ]:
            words = re.findall(r'case [A-Za-z0-9_:]+: return "([^"]+)";', between(file, f"name({kind} ", "\n}"))
            self.assertGreater(len(words), 1, kind)
            for name, path in entries:
                with self.subTest(schema=name, path=path):
                    self.assertEqual(at(name, path), words)

    def test_lists(self):
        of_v2 = re.findall(r'\{0x[0-9a-f]+, "([A-Z0-9_]+)"', between("src/apr/v2_file.cpp", "k_v2_flags{{", "}};"))
        flags = dict.fromkeys(strings(between("src/apr/format.cpp", "k_flags{", "}")) + of_v2)
        for name, path, words in [
            ("audit", "$defs.category.properties.name.enum", strings(between("src/audit/audit.cpp", "k_categories[] = {", "};"))),
            ("model", "$defs.v1_header.properties.compression.enum", strings(between("src/apr/format.cpp", "k_compressions{", "}"))),
            ("model", "$defs.flag.enum", list(flags)),
            ("model", "$defs.hyperparameters.properties.class_weight.enum", strings(between("src/apr/describe.cpp", "weightings{", "}"))),
            ("model", "$defs.hyperparameters.properties.fit_mode.enum", strings(between("src/apr/describe.cpp", "fit_modes{", "}"))),
            ("scenarios", "$defs.scenario.properties.command.enum", at("result", "$defs.result.if.properties.scenario.enum")),
        ]:
            with self.subTest(schema=name, path=path):
                self.assertGreater(len(words), 2)
                self.assertEqual(at(name, path), words)


class Schemas(unittest.TestCase):
    """Every document that the program writes has one, by the name that the document gives it."""

    def test_each_document_has_one_that_is_linked(self):
        sources = [path.read_text(encoding="utf-8") for path in (documents.ROOT / "src").rglob("*.cpp")]
        written = {name for text in sources for name in re.findall(r'"moebench\.([a-z_]+)/1"', text)}
        self.assertGreater(len(written), 12)
        schemas = {file.name.partition(".")[0] for file in REFERENCE.glob("*.schema.json")}
        self.assertEqual(schemas - written, {"result", "calc", "env"})  # the result's name is moebench/1, the other two have none
        for name in schemas:
            with self.subTest(schema=name):
                self.assertIn(f" | [{name}.schema.json]({name}.schema.json) |", page("formats.md"))
        for name in written:
            with self.subTest(schema=name):
                self.assertEqual(at(name, "properties.schema.const"), f"moebench.{name}/1")
                self.assertIn(f"| `moebench.{name}/1` | [{name}.schema.json]", page("formats.md"))

    def test_what_may_be_absent(self):
        """Every other key is there always, and null where there is nothing to say."""
        optional = {"audit": {"remedy"}, "verify": {"remark"}, "calc": {"warnings"}, "training": {"seed", "class_weight", "l2"}}
        for file in REFERENCE.glob("*.schema.json"):
            name = file.name.partition(".")[0]
            found, left = set(), [json.loads(file.read_text(encoding="utf-8"))]
            while left:
                each = left.pop()
                if isinstance(each, dict) and each.get("additionalProperties") is False and "required" in each:
                    self.assertLessEqual(set(each["required"]), set(each["properties"]))
                    found |= set(each["properties"]) - set(each["required"])
                left.extend(each.values() if isinstance(each, dict) else each if isinstance(each, list) else [])
            if name not in ("result", "env"):  # of which much may be
                with self.subTest(schema=name):
                    self.assertEqual(found, optional.get(name, set()))

    def test_identifiers(self):
        for file in REFERENCE.glob("*.schema.json"):
            name = file.name.partition(".")[0]
            with self.subTest(schema=name):
                schema = json.loads(file.read_text(encoding="utf-8"))
                self.assertEqual(schema["$id"], f"urn:moebench:{name}:1")
                self.assertEqual(schema["title"], schema["properties"].get("schema", {}).get("const", f"moebench {name}"))
                references = re.findall(r'"\$ref": "([^"]+)"', file.read_text(encoding="utf-8"))
                self.assertLessEqual(set(references), {f"#/$defs/{each}" for each in schema["$defs"]})  # none leads elsewhere
                self.assertLessEqual({f"#/$defs/{each}" for each in schema["$defs"]}, set(references))  # none is left over


if __name__ == "__main__":
    unittest.main()
