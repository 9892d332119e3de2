"""The guides as they are written: blocks, links and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(r"^(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S)
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.M)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Block:
    """A fenced block. `role` is what follows the language: a file's path, or `variables`."""

    guide: str
    line: int
    language: str
    role: str
    text: str
    start: int
    """Where its text begins in the guide."""

    def __str__(self) -> str:
        return f"{self.guide}:{self.line}"


@dataclass(frozen=True)
class Guide:
    """One page."""

    name: str
    text: str

    def blocks(self) -> list[Block]:
        found = []
        for match in _BLOCK.finditer(self.text):
            language, _, role = match["info"].strip().partition(" ")
            line = self.text.count("\n", 0, match.start()) + 1
            found.append(Block(self.name, line, language, role.strip(), match["text"], match.start("text")))
        return found

    def links(self) -> Iterator[str]:
        """Targets of links, those in blocks left out."""
        yield from _LINK.findall(self._prose())

    def anchors(self) -> set[str]:
        """What a link may name after `#`, as GitHub makes it of headings."""
        return {
            _NOT_IN_ANCHORS.sub("", title.lower().replace("`", "")).replace(" ", "-")
            for title in _HEADING.findall(self._prose())
        }

    def table_below(self, heading: str) -> list[list[str]]:
        """The cells of the first table below a heading, its first two lines left out."""
        _, _, below = self.text.partition(f"# {heading}\n")
        assert below, f"{self.name} has no heading {heading!r}"
        rows = re.search(r"(?:^\|.*\|\n)+", below, re.M)
        assert rows, f"{self.name} has no table below {heading!r}"
        lines = rows[0].splitlines()[2:]
        return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]

    def _prose(self) -> str:
        return _BLOCK.sub("", self.text)


@cache
def guide(name: str) -> Guide:
    return Guide(name, (ROOT / name).read_text(encoding="utf-8"))


def guides() -> list[Guide]:
    """Everything that is written for people to read."""
    paths = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    paths = [path for path in paths if "node_modules" not in path.parts]
    return [guide(str(path.relative_to(ROOT))) for path in paths]
