"""Tests of the tests: that a broken document is noticed."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import documents
import links_test
import run_blocks


def run(script):
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], stderr=subprocess.DEVNULL, check=False).returncode


class Scripts(unittest.TestCase):
    def test_a_failing_command_fails_the_block(self):
        self.assertNotEqual(run(run_blocks.script_of("false\ntrue\n")), 0)
        self.assertEqual(run(run_blocks.script_of("true\n")), 0)

    def test_an_exit_status_that_is_named_is_held_against(self):
        self.assertEqual(run(run_blocks.script_of("(exit 3)   # exit status 3: unusable input\ntrue\n")), 0)
        self.assertNotEqual(run(run_blocks.script_of("(exit 2)   # exit status 3\n")), 0)
        self.assertNotEqual(run(run_blocks.script_of("true   # exit status 3\n")), 0)

    def test_a_command_of_several_lines_is_one(self):
        self.assertEqual(run(run_blocks.script_of("bash -c \\\n  'exit 4'  # exit status 4\n")), 0)


class Documents(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.page = pathlib.Path(self.folder.name, "page.md")

    def tearDown(self):
        self.folder.cleanup()

    def test_blocks_and_marks(self):
        self.page.write_text("```bash\na\n```\n<!-- not run: slow -->\n\n```bash\nb\n```\ntext\n  ```text\n  c\n  ```\n")
        found = documents.blocks(self.page)
        self.assertEqual([(b.language, b.line, b.text, b.not_run) for b in found],
                         [("bash", 1, "a\n", None), ("bash", 6, "b\n", "slow"), ("text", 10, "c\n", None)])

    def test_a_block_that_is_not_closed_is_refused(self):
        self.page.write_text("```bash\na\n")
        with self.assertRaises(ValueError):
            documents.blocks(self.page)

    def test_anchors_are_those_of_github(self):
        self.page.write_text("# `moebench ab`, and: more\n## Twice\n## Twice\n```bash\n# no heading\n```\n")
        self.assertEqual(documents.anchors(self.page), {"moebench-ab-and-more", "twice", "twice-1"})

    def test_broken_links_are_found(self):
        self.page.write_text("# Here\n[a](#here) [b](#there) [c](none.md) ![d](none.png) `[e](none.md)` [f](https://g)\n")
        self.assertEqual([target for _, target, _ in links_test.broken_links(self.page, self.page.parent)], ["#there", "none.md", "none.png"])

    def test_a_block_that_fails_fails_its_document(self):
        runner = [sys.executable, run_blocks.__file__, "/bin/true", str(self.page)]
        self.page.write_text("```bash\nmoebench\n```\n<!-- not run: fails -->\n```bash\nfalse\n```\n")
        passed = subprocess.run(runner, capture_output=True, text=True, check=False)
        self.assertEqual(passed.returncode, 0, passed.stderr)
        self.assertIn("page.md:5: not run: fails", passed.stdout)
        self.page.write_text("```bash\necho seen; false\n```\n")
        failed = subprocess.run(runner, capture_output=True, text=True, check=False)
        self.assertEqual(failed.returncode, 1)
        self.assertIn("page.md:1: this block failed", failed.stderr)
        self.assertIn("seen", failed.stderr)


if __name__ == "__main__":
    unittest.main()
