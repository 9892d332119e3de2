"""An objective on the strategy map: theme, name, status, score and what the score stands on."""

from collections.abc import Iterator

from equipoise.domain.status import Status
from equipoise.domain.strategy_map.geometry import Box
from equipoise.domain.strategy_map.model import MapObjective
from equipoise.strategy import map_words
from equipoise.strategy.map_signs import LOOKS
from equipoise.strategy.map_text import INK, QUIET_INK, Paragraph
from equipoise.strategy.svg import Svg, element, words

_INDENT = 18
_FOOT = 27
"""Height of the strip with sign, score and coverage."""


def card(objective: MapObjective, box: Box) -> Svg:
    """The card at its place; hovering it tells everything in full."""
    look = LOOKS[objective.status]
    dashes = {"stroke_dasharray": "5 3"} if objective.status is Status.NO_DATA else {}
    return element(
        "g",
        element("title", words(map_words.objective(objective))),
        element(
            "rect",
            width=box.width,
            height=box.height,
            rx=7,
            fill=look.tint,
            stroke="#6e7781",
            stroke_width=1.25,
            **dashes,
        ),
        element("rect", x=6, y=8, width=4, height=box.height - 16, rx=2, fill=look.strong),
        element("svg", *_texts(objective, box), width=box.width, height=box.height),  # clips
        element("g", look.sign(), transform=f"translate({_INDENT + 8} {box.height - _FOOT // 2 - 2})"),
        transform=f"translate({box.x} {box.y})",
        data_objective=str(objective.id),
    )


def _texts(objective: MapObjective, box: Box) -> Iterator[Svg]:
    right = box.width - 10
    theme = Paragraph(objective.theme, _INDENT, right, size=10.5, leading=11.5, most_lines=1)
    name = Paragraph(objective.name, _INDENT, right, size=13, leading=16.5, most_lines=3)
    yield from theme.drawn(6, fill=QUIET_INK)
    space = box.height - _FOOT - theme.height - name.height
    yield from name.drawn(theme.height + space / 2, font_weight=600, fill=INK)

    base = box.height - _FOOT / 2 + 4
    yield element("path", d=f"M{_INDENT} {box.height - _FOOT - 3.5} H{right}", stroke="#d0d7de", stroke_width=1)
    score = "–" if objective.score is None else map_words.whole_score(objective.score)
    yield element("text", words(score), x=_INDENT + 22, y=base + 1, font_size=16, font_weight=700, fill=INK)
    yield element(
        "text",
        words(map_words.coverage(objective.coverage)),
        x=right,
        y=base,
        text_anchor="end",
        font_size=11,
        fill=QUIET_INK,
    )
