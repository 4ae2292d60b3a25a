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
    def test_the_schema_has_each_fact_of_a_machine(self):
        facts = re.findall(r'^ +\{"([a-z0-9_]+)", "', source("src/core/environment.cpp"), re.MULTILINE)
        self.assertGreater(len(facts), 30)
        schema = json.loads(page("result.schema.json"))["$defs"]["environment"]["properties"]
        self.assertEqual([key for key in schema if key != "hazards"], facts)


if __name__ == "__main__":
    unittest.main()
