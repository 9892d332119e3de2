"""XML of workbooks as a stream, without document types and entities."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from equipoise_spreadsheets.files.refused import damaged, refused

_CHUNK = 256 * 1024

Start = Callable[[str, dict[str, str]], None]


def parser(start: Start) -> expat.XMLParserType:
    """A parser with a handler for the elements; the caller may set more of them."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartElementHandler = start
    made.StartDoctypeDeclHandler = _doctype
    return made


def feed(made: expat.XMLParserType, content: IO[bytes]) -> None:
    """Raises: ConfigError on `file` for what is not well-formed, and for any document type (entity bombs)."""
    try:
        while chunk := content.read(_CHUNK):
            made.Parse(chunk, False)
        made.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two for encodings that expat does not know
        raise damaged("workbook") from None


@dataclass(slots=True)
class Element:
    """`name` and `parent` are without prefixes, as are the names of the attributes."""

    name: str
    parent: str
    attributes: dict[str, str]
    text: str = ""


def elements(content: IO[bytes]) -> Iterator[Element]:
    """All elements of a small document, in the order in which they begin. Raises: as `feed`."""
    found: list[Element] = []
    path: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {_local(key): text for key, text in attributes.items()}
        path.append(Element(_local(name), path[-1].name if path else "", plain))
        found.append(path[-1])

    def end(_: str) -> None:
        path.pop()

    def text(characters: str) -> None:
        path[-1].text += characters

    made = parser(start)
    made.EndElementHandler = end
    made.CharacterDataHandler = text
    feed(made, content)
    return iter(found)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _doctype(*_: object) -> None:
    raise refused("The workbook declares an XML document type, as entity bombs do and no spreadsheet program does.")
