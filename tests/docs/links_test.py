"""Holds every relative link and anchor of the project's Markdown files against the files."""

import re
import unittest
from urllib.parse import unquote

import documents

LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")


def broken_links(path, root=documents.ROOT):
    """(line, target, what is wrong) of each link that leads nowhere."""
    for number, line in documents.prose(path):
        for target in LINK.findall(line):
            if re.match(r"^[a-z][a-z0-9+.-]*:", target):
                continue  # another site's
            file, _, anchor = target.partition("#")
            to = (path.parent / unquote(file)).resolve() if file else path
            if not to.exists():
                yield number, target, "no such file"
            elif not to.is_relative_to(root):
                yield number, target, "outside of the project"
            elif anchor and (to.suffix != ".md" or anchor not in documents.anchors(to)):
                yield number, target, "no such heading"


class Links(unittest.TestCase):
    def test_every_link_leads_somewhere(self):
        broken = [
            f"{path.relative_to(documents.ROOT)}:{line}: {target}: {reason}"
            for path in documents.all_documents()
            for line, target, reason in broken_links(path)
        ]
        self.assertEqual(broken, [])

    def test_every_page_is_in_the_index(self):
        index = documents.ROOT / "docs/README.md"
        linked = set()
        for _, line in documents.prose(index):
            linked |= {(index.parent / target.partition("#")[0]).resolve() for target in LINK.findall(line)}
        pages = {path for path in documents.all_documents() if path.is_relative_to(index.parent)} - {index}
        self.assertEqual(sorted(str(page.relative_to(documents.ROOT)) for page in pages - linked), [])


if __name__ == "__main__":
    unittest.main()
