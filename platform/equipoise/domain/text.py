"""Texts from outside: bounded, and free of what a database or a page cannot hold."""

from equipoise.domain.errors import Refusal

NAME = 200
"""Most characters of a name."""

PROSE = 10_000
"""Most characters of a description, a comment or a reason."""


class TextTooLong(Refusal):
    """More characters than the field holds."""

    code = "TEXT_TOO_LONG"


class TextMissing(Refusal):
    """The field needs a word and got none."""

    code = "TEXT_MISSING"


class TextNotPlain(Refusal):
    """Characters that are no text: NUL, control characters, half of a surrogate pair."""

    code = "TEXT_NOT_PLAIN"


def name(raw: str, field: str) -> str:
    """A name on one line, trimmed.

    Raises: TextMissing, TextTooLong, TextNotPlain.
    """
    text = _plain(raw, field, NAME, allowed="")
    if not text:
        raise TextMissing(f"Give {field} at least one character.", field=field)
    return text


def prose(raw: str | None, field: str, *, required: bool = False) -> str:
    """A text of any number of lines, trimmed; empty where none is given.

    Raises: TextMissing, TextTooLong, TextNotPlain.
    """
    text = _plain(raw or "", field, PROSE, allowed="\n\t\r")
    if required and not text:
        raise TextMissing(f"Say something in {field}: it may not be empty.", field=field)
    return text


def email(raw: str, field: str) -> str:
    """An e-mail address in small letters. That it can receive mail is for the sign-in to prove.

    Raises: TextMissing, TextTooLong, TextNotPlain.
    """
    address = name(raw, field).lower()
    local, _, domain = address.rpartition("@")
    if not local or "." not in domain or " " in address:
        raise TextNotPlain(f"{field} is not an e-mail address, such as ann@example.com.", field=field)
    return address


def _plain(raw: str, field: str, most: int, *, allowed: str) -> str:
    if len(raw) > most:
        raise TextTooLong(f"{field} holds at most {most:,} characters; this has {len(raw):,}.", field=field)
    for place, letter in enumerate(raw):
        if (letter < " " and letter not in allowed) or letter == "\x7f" or "\ud800" <= letter <= "\udfff":
            raise TextNotPlain(
                f"{field} has a character that is not text (U+{ord(letter):04X}) at place {place + 1}.",
                field=field,
            )
    return raw.strip()
