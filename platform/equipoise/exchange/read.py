"""Reading a document: what is wrong with its form is said all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from equipoise.exchange.document.document import FORMAT, Document
from equipoise.exchange.problems import Place, Problem, invalid
from equipoise.exchange.yaml_text import Plain, read_yaml

_WORDS: Final = {
    "missing": "It has to be given.",
    "string_type": "Expected a text.",
    "tuple_type": "Expected a list, with a dash before each entry.",
    "dict_type": "Expected a mapping with a key on each line.",
    "model_type": "Expected a mapping with a key on each line.",
    "model_attributes_type": "Expected a mapping with a key on each line.",
    "int_parsing": "Expected a whole number.",
    "int_type": "Expected a whole number.",
    "int_from_float": "Expected a whole number.",
    "bool_parsing": "Expected true or false.",
    "bool_type": "Expected true or false.",
    "enum": "Expected {expected}.",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A document and the line of everything in its file."""

    document: Document
    lines: Mapping[Place, int]


def read_document(data: bytes) -> Written:
    """Raises: UnreadableDocument, InvalidDocument."""
    text = read_yaml(data)
    _check_format(text.value, text.lines)
    try:
        document = Document.model_validate(text.value)
    except ValidationError as error:
        # Texts of 10 MB and secrets in the wrong place are not for repeating, so without the input.
        found = error.errors(include_url=False, include_input=False)
        problems = [Problem(_place(each), _message(each)) for each in found]
        raise invalid(problems, text.lines) from None
    return Written(document, text.lines)


def _check_format(value: Plain, lines: Mapping[Place, int]) -> None:
    """A document of another format would give one misleading problem after the other."""
    if not isinstance(value, dict) or "format" not in value:
        raise invalid([Problem(("format",), f"A document begins with the line `format: {FORMAT}`.")], lines)
    if value["format"] != FORMAT:
        given = value["format"]
        named = repr(given[:40]) if isinstance(given, str) else "no text"
        raise invalid([Problem(("format",), f"This is {named}; {FORMAT} is the only format known here.")], lines)


def _place(error: Any) -> Place:
    inner = str(error.get("ctx", {}).get("place", ""))
    return (*error["loc"], *(int(part) if part.isdigit() else part for part in inner.split(".") if part))


def _message(error: Any) -> str:
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return _unknown_key(error["loc"])
    words = _WORDS.get(error["type"])
    return str(error["msg"]) if words is None else words.format(**context)


def _unknown_key(place: Place) -> str:
    known = _keys(Document, place[:-1])
    close = get_close_matches(str(place[-1])[:100], known, n=1)
    return f"There is no such key; did you mean `{close[0]}`?" if close else f"The keys here are {', '.join(known)}."


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that can be written at this place."""
    for part in place:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(each) for each in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model is not None), None)
