"""Reading YAML that may come from anywhere.

Built from the parser's events rather than by `yaml.safe_load`: without recursion, every scalar as the text that
was written (what it means is for the schema to say, so `name: no` is a name and `weight: 0.1` is exact), with the
line of everything, and without what a document of ours never has: tags, anchors, aliases, repeated keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

import yaml

from equipoise.exchange.problems import Place, UnreadableDocument, shown

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"

MOST_BYTES = 5_000_000
MOST_NODES = 100_000
DEEPEST = 100

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C is ten times as fast; it is in every wheel, but not in every build from source."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class YamlText:
    """Mappings, lists, texts and nulls, and the line (from 1) of each by its place."""

    value: Plain
    lines: Mapping[Place, int]


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    place: Place
    items: list[Plain] | dict[str, Plain]
    key: str | None = None
    """Of a mapping: the key whose value comes next."""


@dataclass(slots=True)
class _Reader:
    lines: dict[Place, int] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)
    whole: list[Plain] = field(default_factory=list)

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.AliasEvent():
                _refuse(event, "Aliases (*) are not read here; write it out")
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._put(self.open.pop().items)
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.DocumentStartEvent() if self.whole:
                _refuse(event, "A second document begins here (---); a file holds one")

    def _begin(self, event: yaml.NodeEvent, items: list[Plain] | dict[str, Plain]) -> None:
        _check_bare(event)
        if self.open and isinstance(self.open[-1].items, dict) and self.open[-1].key is None:
            _refuse(event, "A key is a text, never a list or a mapping")
        if len(self.open) >= DEEPEST:
            _refuse(event, f"Nested more than {DEEPEST} deep")
        self.open.append(_Open(self._place(event), items))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        _check_bare(event)
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.items, dict) and top.key is None:
            if event.value in top.items:
                _refuse(event, f"The key {shown((*top.place, event.value))} is there a second time")
            top.key = event.value
            return
        self._place(event)
        plain = event.implicit[0]
        self._put(None if plain and event.value in _NULL else event.value)

    def _place(self, event: yaml.Event) -> Place:
        place: Place = ()
        if self.open:
            top = self.open[-1]
            place = (*top.place, len(top.items) if top.key is None else top.key)
        self.lines[place] = _line(event)
        if len(self.lines) > MOST_NODES:
            _refuse(event, f"More than {MOST_NODES:,} entries")
        return place

    def _put(self, value: Plain) -> None:
        if not self.open:
            self.whole.append(value)
            return
        top = self.open[-1]
        if isinstance(top.items, list):
            top.items.append(value)
        elif top.key is not None:
            top.items[top.key] = value
            top.key = None


def read_yaml(data: bytes) -> YamlText:
    """Raises: UnreadableDocument, with the line where there is one."""
    if len(data) > MOST_BYTES:
        raise UnreadableDocument(f"The document is larger than {MOST_BYTES:,} bytes, the most that is read.")
    reader = _Reader()
    for event in _events(_decoded(data)):
        reader.take(event)
    if not reader.whole:
        raise UnreadableDocument("The document is empty.")
    return YamlText(reader.whole[0], reader.lines)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        code = error.character if isinstance(error.character, int) else ord(error.character[0])
        raise UnreadableDocument(f"Line {line}: the character U+{code:04X} cannot be in YAML.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"Line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        context = f" ({error.context})" if error.context else ""
        raise UnreadableDocument(f"{place}this is not YAML: {error.problem}{context}.") from None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableDocument(f"Line {line}: the file is not UTF-8. Save it as UTF-8.") from None


def _check_bare(event: yaml.NodeEvent) -> None:
    if event.anchor is not None:
        _refuse(event, "Anchors (&) are not read here; write it out where it is needed")
    tag: str | None = getattr(event, "tag", None)
    if tag is not None:
        _refuse(event, f"Tags ({tag[:40]}) are not read here; remove it")


def _refuse(event: yaml.Event, what: str) -> NoReturn:
    raise UnreadableDocument(f"Line {_line(event)}: {what}.")


def _line(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.line + 1
