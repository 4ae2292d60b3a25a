"""Reads Markdown documents: their command blocks, links and headings. Imported by the tests of the documentation."""

import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclass
class Block:
    language: str
    line: int  # of the fence, counted from 1
    text: str
    not_run: str | None  # the reason, where the document marks the block


FENCE = re.compile(r"^\s*```\s*(\S*)")
NOT_RUN = re.compile(r"<!--\s*not run:\s*(.+?)\s*-->")


def read(path):
    return path.read_text(encoding="utf-8").splitlines()


def blocks(path):
    """Every fenced block of the document, in order. A mark stands on the last line with text before the fence."""
    found = []
    mark = None
    lines = iter(enumerate(read(path), start=1))
    for number, line in lines:
        fence = FENCE.match(line)
        if not fence:
            if line.strip():
                marked = NOT_RUN.search(line)
                mark = marked.group(1) if marked else None
            continue
        indent = len(line) - len(line.lstrip())
        text = []
        for _, inner in lines:
            if inner.strip() == "```":
                break
            text.append(inner[indent:] if not inner[:indent].strip() else inner)
        else:
            raise ValueError(f"{path}:{number}: the block is not closed")
        found.append(Block(fence.group(1), number, "\n".join(text) + "\n", mark))
        mark = None
    return found


def prose(path):
    """(line number, line) outside of fenced blocks, without code spans."""
    inside = False
    for number, line in enumerate(read(path), start=1):
        if FENCE.match(line):
            inside = not inside
        elif not inside:
            yield number, re.sub(r"`[^`]*`", lambda span: "`" * len(span.group()), line)


def anchors(path):
    """The anchors of the document's headings, as GitHub makes them."""
    found = set()
    inside = False
    for line in read(path):
        if FENCE.match(line):
            inside = not inside
        heading = None if inside else re.match(r"^#{1,6}\s+(.*?)\s*#*$", line)
        if not heading:
            continue
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1)).lower()
        base = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        anchor, count = base, 0
        while anchor in found:
            count += 1
            anchor = f"{base}-{count}"
        found.add(anchor)
    return found


def all_documents():
    """Every Markdown file of the project, also those that are measured."""
    skipped = {"build", ".git", "node_modules"}
    return sorted(path for path in ROOT.rglob("*.md") if not skipped & set(path.relative_to(ROOT).parts))


def recorded_results(folder):
    """Puts results/ into `folder` as it was committed: a measurement of one's own is not what the documents speak of."""
    try:
        archive = subprocess.run(["git", "archive", "HEAD", "results"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    except (OSError, subprocess.CalledProcessError):  # no clone
        shutil.copytree(ROOT / "results", folder / "results")
