"""Holds the intervals that documents quote against the files under results/ from which they come."""

import importlib.machinery
import importlib.util
import pathlib
import re
import tempfile
import unittest

import documents

loader = importlib.machinery.SourceFileLoader("update_figures", str(documents.ROOT / "scripts/update-figures"))
update_figures = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
loader.exec_module(update_figures)

NUMBER = r"[+-]?[0-9][0-9.,]*[0-9]?(?: %)?"
INTERVAL = re.compile(rf"\[({NUMBER}), ({NUMBER})\]")
ELSEWHERE = "<!-- not in results:"


def intervals(text):
    """(line number, interval) of each that is quoted, in prose, tables and printed text, but for paragraphs and tables that are marked."""
    marked = False
    language = None  # of the block that the line is in
    for number, line in enumerate(text.splitlines(), start=1):
        fence = documents.FENCE.match(line)
        if fence:
            language = None if language is not None else fence.group(1)
        marked = (marked or ELSEWHERE in line) and line.strip() != ""
        if not marked and language in (None, "text"):
            for lower, upper in INTERVAL.findall(line):
                yield number, f"[{lower}, {upper}]"


class Figures(unittest.TestCase):
    def test_every_interval_stands_in_results(self):
        with tempfile.TemporaryDirectory() as folder:
            documents.recorded_results(pathlib.Path(folder))
            reports = "\n".join(path.read_text(encoding="utf-8") for path in pathlib.Path(folder, "results").glob("*.md"))
        recorded = {interval for _, interval in intervals(reports)}
        quoted = [documents.ROOT / "README.md", *(documents.ROOT / "docs").rglob("*.md")]
        found = [(path, line, interval) for path in quoted for line, interval in intervals(path.read_text(encoding="utf-8"))]
        self.assertGreater(len(found), 40)
        self.assertEqual([f"{path.relative_to(documents.ROOT)}:{line}: {interval}" for path, line, interval in found if interval not in recorded], [])

    def test_what_is_found_and_what_is_marked(self):
        text = "a [1.5, 2] b [3 %, 4,000 %]\n[x, y](z)\n\n<!-- not in results: invented -->\n| [5, 6] |\n| [5, 6] |\n\n[7, 8]\n```bash\n[1, 2]\n```\n```text\n[3, 4]\n```\n"
        self.assertEqual([interval for _, interval in intervals(text)], ["[1.5, 2]", "[3 %, 4,000 %]", "[7, 8]", "[3, 4]"])


class Tables(unittest.TestCase):
    report = ["| Backend | Read | ns |", "|:--|:--|--:|", "| rcu | borrowed | 4.1 |", "| | owned | 5.2 |", "| mutex | owned | 99 |", ""]

    def updated(self, *rows):
        return update_figures.update(["text", *self.report[:2], *rows, "text"], self.report)[3:-1]

    def test_rows_are_found_by_their_words(self):
        self.assertEqual(self.updated("| mutex | owned | 1 |", "| rcu | owned | 2 |"), ["| mutex | owned | 99 |", "| rcu | owned | 5.2 |"])

    def test_a_table_with_a_row_of_its_own_is_left_alone(self):
        rows = ["| mutex | owned | 1 |", "| spinlock | owned | 2 |"]
        self.assertEqual(self.updated(*rows), rows)

    def test_a_table_with_another_head_is_left_alone(self):
        table = ["| Backend | ns |", "|:--|--:|", "| rcu | 1 |"]
        self.assertEqual(update_figures.update(list(table), self.report), table)


if __name__ == "__main__":
    unittest.main()
