"""Writing a document so that people can read it and compare two of them line by line."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import yaml
from pydantic import BaseModel

from equipoise.domain.decimals import as_text
from equipoise.exchange.document.document import Document

WIDTH = 100
LONG = 70
"""Characters from which a text stands in a block of its own."""


class _Writer(yaml.SafeDumper):
    """Written in Python: the dumper in C would escape what it does not know, such as newer letters."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def write_document(document: Document) -> str:
    """The document as YAML. The same document gives the same text."""
    return yaml.dump(
        _plain(document), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return dict(_properties(value))
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _properties(entry: BaseModel) -> Iterator[tuple[str, Any]]:
    """In the order of the model, whatever is set; a list of nothing says nothing."""
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if name in entry.model_fields_set and value != ():
            yield name, _plain(value)


def _text(writer: yaml.SafeDumper, text: str) -> yaml.Node:
    style = None
    if "\n" in text:
        style = "|"
    elif len(text) > LONG and " " in text:
        style = ">"
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _figure(writer: yaml.SafeDumper, figure: Decimal) -> yaml.Node:
    text = as_text(figure)
    return writer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _day(writer: yaml.SafeDumper, day: date) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


_Writer.add_representer(str, _text)
_Writer.add_representer(Decimal, _figure)
_Writer.add_representer(date, _day)
