"""Text in a picture that cannot ask how wide a font runs: estimated a little wide, wrapped, cut with an ellipsis."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from equipoise.strategy.svg import Svg, element, plain, words

INK, QUIET_INK = "#1f2328", "#4a535d"

_JOINER = "\u200d"
_ELLIPSIS = "…"

_EMS = {
    **dict.fromkeys("ijl.,:;'|!’‘·", 0.31),
    **dict.fromkeys('frt()[]{}/\\-I "*“”', 0.42),
    **dict.fromkeys("mwMW@%&—…", 0.96),
}
"""Widths of letters that differ from their kind, in parts of the font size; those of a wide, bold sans-serif."""

_LETTER, _CAPITAL, _IDEOGRAPH = 0.64, 0.77, 1.05


@dataclass(frozen=True)
class Paragraph:
    """A text between two edges; its lines all start at the side where its writing starts."""

    text: str
    left: float
    right: float
    size: float
    leading: float
    most_lines: int

    @cached_property
    def lines(self) -> list[str]:
        return wrap(self.text, self.right - self.left, self.size, self.most_lines)

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    def drawn(self, top: float, **look: str | float) -> Iterator[Svg]:
        """The lines from this height on."""
        start: dict[str, str | float] = {"x": self.left}
        if _is_right_to_left(self.text):
            start = {"x": self.right, "direction": "rtl"}
        for number, line in enumerate(self.lines):
            y = f"{top + self.size + number * self.leading:g}"
            yield element("text", words(line), **start, y=y, font_size=self.size, **look)


def wrap(text: str, width: float, size: float, lines: int) -> list[str]:
    """The text in at most so many lines of this width; what does not fit is cut and ends in an ellipsis.

    Breaks between words where it can, and never inside what a reader sees as one sign (emoji, accents).
    """
    found: list[str] = []
    line = ""
    for word in plain(text).split():
        joined = f"{line} {word}".lstrip()
        if _width(joined, size) <= width:
            line = joined
            continue
        if line:
            found.append(line)
        *whole, line = islice(_broken(word, width, size), lines + 1)
        found += whole
        if len(found) > lines:
            break
    found += [line] if line else []
    if len(found) > lines:
        found[lines - 1 :] = [_cut(" ".join(found[lines - 1 : lines + 1]), width, size)]
    return found


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each != "L" for each in directions if each in {"L", "R", "AL"}), False)


def _broken(word: str, width: float, size: float) -> Iterator[str]:
    """A word in parts that fit, mostly one."""
    part = ""
    for sign in _signs(word):
        if part and _width(part + sign, size) > width:
            yield part
            part = ""
        part += sign
    yield part


def _cut(text: str, width: float, size: float) -> str:
    kept = ""
    for sign in _signs(text):
        if _width(kept + sign + _ELLIPSIS, size) > width:
            break
        kept += sign
    return kept.rstrip() + _ELLIPSIS


def _signs(text: str) -> Iterator[str]:
    """What a reader sees as one sign each: a letter with its accents, an emoji with all its parts."""
    sign = ""
    for letter in text:
        if sign and not (_width(letter, 1) == 0 or sign.endswith(_JOINER) or _completes_flag(sign, letter)):
            yield sign
            sign = ""
        sign += letter
    yield sign


def _completes_flag(sign: str, letter: str) -> bool:
    return len(sign) == 1 and all("\U0001f1e6" <= each <= "\U0001f1ff" for each in sign + letter)


def _width(text: str, size: float) -> float:
    return size * sum(_ems(letter) for letter in text)


def _ems(letter: str) -> float:
    if letter in _EMS:
        return _EMS[letter]
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"} or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return 0  # accents, joiners, skin tones: drawn with the letter before
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _IDEOGRAPH
    return _CAPITAL if letter.isupper() else _LETTER
