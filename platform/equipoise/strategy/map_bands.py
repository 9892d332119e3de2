"""The strips of the perspectives, from the top of the strategy map to its bottom."""

from collections.abc import Iterator
from decimal import Decimal

from equipoise.domain.strategy_map.geometry import MapBand
from equipoise.domain.strategy_map.grid import LABEL_WIDTH
from equipoise.domain.strategy_map.model import MapPerspective, StrategyMap
from equipoise.domain.strategy_map.size import percent, shares
from equipoise.strategy.map_text import INK, QUIET_INK, Paragraph
from equipoise.strategy.svg import Svg, element, plain, words

_LABEL = LABEL_WIDTH - 8
_PADDING = 12
_SIZE, _LEADING = 14, 18
_WEIGHT_LINE = 18


def band(strategy_map: StrategyMap, perspective: MapPerspective, place: MapBand) -> Svg:
    """A strip with the perspective's name and its share of the weight at the left."""
    box = place.box
    share = shares(strategy_map).get(perspective.id)
    empty = [] if strategy_map.within(perspective) else [_no_objectives(place)]
    return element(
        "g",
        element("title", words(plain(perspective.name))),
        element("rect", width=box.width, height=box.height, rx=10, fill="#f3f5f8"),
        element("rect", width=_LABEL, height=box.height, rx=10, fill="#e1e7ef"),
        element("svg", *_label(perspective.name, share, box.height), width=_LABEL, height=box.height),  # clips
        *empty,
        transform=f"translate({box.x} {box.y})",
        data_perspective=str(perspective.id),
    )


def _label(name: str, share: Decimal | None, height: int) -> Iterator[Svg]:
    most_lines = min(6, (height - _WEIGHT_LINE) // _LEADING)
    label = Paragraph(name, _PADDING, _LABEL - _PADDING, _SIZE, _LEADING, most_lines)
    top = (height - label.height - _WEIGHT_LINE) / 2
    yield from label.drawn(top, font_weight=700, fill=INK)
    if share is not None:
        y = f"{top + label.height + 13:g}"
        yield element("text", words(f"Weight {percent(share)}"), x=_PADDING, y=y, font_size=11, fill=QUIET_INK)


def _no_objectives(place: MapBand) -> Svg:
    return element(
        "text",
        words("No objectives yet"),
        x=LABEL_WIDTH + 22,
        y=place.box.height // 2 + 5,
        font_size=13,
        font_style="italic",
        fill=QUIET_INK,
    )
