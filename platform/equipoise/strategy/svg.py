"""Markup of server-made pictures. Text becomes markup only here, escaped and free of what XML forbids."""

import re
from typing import NewType
from xml.sax.saxutils import escape, quoteattr

Svg = NewType("Svg", str)
"""Markup that is safe to put into a page; a plain text never is."""

_NO_XML_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS_WRITING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_REPLACEMENT = "\ufffd"
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def plain(text: str) -> str:
    """The text on one line.

    A replacement sign stands for each character that XML 1.0 does not allow; marks that would turn the
    direction of what follows are left out.
    """
    return " ".join(_TURNS_WRITING.sub("", _legal(text)).split())


def isolated(text: str) -> str:
    """A name within a sentence, so that its direction of writing does not turn the words around it."""
    return f"{_FIRST_STRONG_ISOLATE}{plain(text)}{_POP_ISOLATE}"


def words(text: str) -> Svg:
    """Text between tags."""
    return Svg(escape(_legal(text)))


def element(tag: str, *children: Svg, **attributes: str | float) -> Svg:
    """One element. Attribute names are written with `_` for `-`."""
    inside = "".join(children)
    written = "".join(
        f" {name.replace('_', '-')}={quoteattr(_legal(str(value)))}" for name, value in attributes.items()
    )
    return Svg(f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>")


def _legal(text: str) -> str:
    return _NO_XML_CHARACTER.sub(_REPLACEMENT, text)
