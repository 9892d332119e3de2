"""The strategy map as one self-contained SVG picture: no script, no font, nothing loaded from anywhere."""

from collections.abc import Iterator, Sequence
from datetime import date

from equipoise.domain.strategy_map.causality import downward_links
from equipoise.domain.strategy_map.geometry import MapLayout
from equipoise.domain.strategy_map.layout import lay_out
from equipoise.domain.strategy_map.model import StrategyMap
from equipoise.domain.strategy_map.warning import MapWarning
from equipoise.strategy import map_links, map_words
from equipoise.strategy.map_bands import band
from equipoise.strategy.map_card import card
from equipoise.strategy.map_legend import FOOTER, footer
from equipoise.strategy.map_text import INK, QUIET_INK, Paragraph
from equipoise.strategy.svg import Svg, element, isolated, words

_FONTS = "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"
_MARGIN = 16
_HEADER = 70
_LEAST_BODY = 60


def map_svg(strategy_map: StrategyMap, warnings: Sequence[MapWarning], as_of: date) -> str:
    """The picture; it grows with the map and stays legible at 1200 pixels of width.

    `as_of` is the day whose scores the map shows.
    """
    layout = lay_out(strategy_map)
    body = max(layout.height, _LEAST_BODY)
    width, height = layout.width + 2 * _MARGIN, _HEADER + body + FOOTER
    downward = bool(downward_links(strategy_map))
    return element(
        "svg",
        element("title", words(f"Strategy map: {isolated(strategy_map.name)}")),
        element("desc", words(map_words.whole_map(strategy_map, warnings, as_of))),
        element("rect", width=width, height=height, fill="#ffffff"),
        _moved(0, _header(strategy_map.name, layout.width, as_of)),
        _moved(_HEADER, _drawn(strategy_map, layout)),
        _moved(_HEADER + body, footer(strategy_map, warnings, downward=downward)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        font_family=_FONTS,
    )


def _moved(y: int, parts: Iterator[Svg]) -> Svg:
    return element("g", *parts, transform=f"translate({_MARGIN} {y})")


def _header(name: str, width: int, as_of: date) -> Iterator[Svg]:
    yield from Paragraph(name, 0, width, size=20, leading=24, most_lines=1).drawn(14, font_weight=700, fill=INK)
    told = f"Strategy map, scores as of {as_of.isoformat()}"
    yield element("text", words(told), y=55, font_size=12.5, fill=QUIET_INK)


def _drawn(strategy_map: StrategyMap, layout: MapLayout) -> Iterator[Svg]:
    """Bands first, links on them, cards last."""
    if not layout.bands:
        yield element("text", words("No perspectives yet."), y=24, font_size=14, fill=QUIET_INK)
    for perspective, place in zip(strategy_map.top_down(), layout.bands, strict=True):
        yield band(strategy_map, perspective, place)
    objectives, downward = strategy_map.by_id(), set(downward_links(strategy_map))
    for link, route in zip(strategy_map.links, layout.routes, strict=True):
        yield map_links.halo(route)
        yield map_links.arrow(link, route, objectives, downward=link in downward)
    for node in layout.nodes:
        yield card(objectives[node.objective_id], node.box)
