"""Below the strategy map: what its signs mean, and how many warnings there are."""

from collections import Counter
from collections.abc import Iterator, Sequence

from equipoise.domain.status import Status
from equipoise.domain.strategy_map.model import StrategyMap
from equipoise.domain.strategy_map.warning import MapWarning
from equipoise.strategy import map_links, map_words
from equipoise.strategy.map_signs import LOOKS
from equipoise.strategy.map_text import INK, QUIET_INK
from equipoise.strategy.svg import Svg, element, words

FOOTER = 78
"""Height of the strip below the map."""


def footer(strategy_map: StrategyMap, warnings: Sequence[MapWarning], *, downward: bool) -> Iterator[Svg]:
    """The legend, counting objectives by status, and the line on the warnings."""
    counts = Counter(objective.status for objective in strategy_map.objectives)
    x = 0
    for status in Status:
        look = LOOKS[status]
        meaning = f"{look.word}: {counts[status]}"
        yield element(
            "g",
            element("g", look.sign(), transform="translate(9 24)"),
            element("text", words(meaning), x=25, y=28, font_size=12, fill=INK),
            transform=f"translate({x} 0)",
        )
        x += 47 + 7 * len(meaning)
    yield _sample("Cause leads to effect", x, downward=False)
    if downward:
        yield _sample("Runs downwards", x + 188, downward=True)
    yield element("text", words(map_words.warning_count(warnings)), x=0, y=58, font_size=12, fill=QUIET_INK)


def _sample(meaning: str, x: int, *, downward: bool) -> Svg:
    colour = map_links.AGAINST if downward else map_links.LINE
    dashes: dict[str, str | float] = {"stroke_dasharray": map_links.DASHES} if downward else {}
    return element(
        "g",
        element("path", d="M0 24 H30", stroke=colour, stroke_width=1.5, **dashes),
        element("path", d="M36 24 L27 19.5 V28.5 Z", fill=colour),
        element("text", words(meaning), x=44, y=28, font_size=12, fill=INK),
        transform=f"translate({x} 0)",
    )
