"""How a status looks: a colour, and a sign of its own shape for those who do not see the colour."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from equipoise.domain.status import Status
from equipoise.strategy.svg import Svg, element

_STROKE: Final[dict[str, str | float]] = {
    "fill": "none",
    "stroke_width": 2,
    "stroke_linecap": "round",
    "stroke_linejoin": "round",
}


@dataclass(frozen=True, slots=True)
class Look:
    """`strong` fills shapes and bars, `tint` the card; dark text on `tint` stays above a contrast of 7 to 1."""

    word: str
    strong: str
    tint: str
    sign: Callable[[], Svg]


def _tick() -> Svg:
    return element(
        "g",
        element("circle", r=8, fill="#1a7f37"),
        element("path", d="M-3.6 0.3 L-1 3 L3.8 -2.8", **_STROKE, stroke="#ffffff"),
    )


def _exclamation() -> Svg:
    return element(
        "g",
        element("path", d="M0 -8.4 L9 7.4 H-9 Z", fill="#f2b01e", stroke="#7a5200", stroke_linejoin="round"),
        element("path", d="M0 -2.8 V1.8 M0 4.7 V4.8", **_STROKE, stroke="#1f2328"),
    )


def _cross() -> Svg:
    return element(
        "g",
        element("rect", x=-7.5, y=-7.5, width=15, height=15, rx=2, fill="#b3202c"),
        element("path", d="M-3.2 -3.2 L3.2 3.2 M3.2 -3.2 L-3.2 3.2", **_STROKE, stroke="#ffffff"),
    )


def _dash() -> Svg:
    return element(
        "g",
        element("circle", r=7.5, fill="#ffffff", stroke="#59636e", stroke_width=1.5, stroke_dasharray="3 2"),
        element("path", d="M-3 0 H3", **_STROKE, stroke="#59636e"),
    )


LOOKS: Final = {
    Status.GREEN: Look("Green", "#1a7f37", "#f1faf3", _tick),
    Status.AMBER: Look("Amber", "#e0a100", "#fff9e8", _exclamation),
    Status.RED: Look("Red", "#b3202c", "#fff3f2", _cross),
    Status.NO_DATA: Look("No data", "#9aa3ad", "#f6f7f8", _dash),
}
