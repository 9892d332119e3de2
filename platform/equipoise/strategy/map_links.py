"""Cause-effect links on the strategy map: curves with an arrow head at the effect."""

from collections.abc import Mapping
from uuid import UUID

from equipoise.domain.strategy_map.geometry import Curve, MapRoute, Point
from equipoise.domain.strategy_map.model import MapLink, MapObjective
from equipoise.strategy import map_words
from equipoise.strategy.svg import Svg, element, words

LINE = "#57606a"
AGAINST = "#a0410d"
"""Of links that point downwards."""

DASHES = "7 4"
_HEAD, _HALF_HEAD = 9, 4.5


def halo(route: MapRoute) -> Svg:
    """A light edge, so that the later of two crossing links is seen to lie above the earlier."""
    return element("path", d=_path(route), stroke="#ffffff", stroke_width=4.5, fill="none")


def arrow(link: MapLink, route: MapRoute, objectives: Mapping[UUID, MapObjective], *, downward: bool) -> Svg:
    """The link itself; hovering it tells cause, effect and rationale."""
    colour = AGAINST if downward else LINE
    dashes = {"stroke_dasharray": DASHES} if downward else {}
    return element(
        "g",
        element("title", words(map_words.link(link, objectives))),
        element("path", d=_path(route), stroke=colour, stroke_width=1.5, fill="none", **dashes),
        element("path", d=_arrow_head(route.curves[-1]), fill=colour),
        data_link=str(link.id),
    )


def _arrow_head(last: Curve) -> str:
    tip, neck = last.end, _neck(last)
    if neck.y == tip.y:
        return f"M{tip.x} {tip.y} L{neck.x} {neck.y - _HALF_HEAD} V{neck.y + _HALF_HEAD} Z"
    return f"M{tip.x} {tip.y} L{neck.x - _HALF_HEAD} {neck.y} H{neck.x + _HALF_HEAD} Z"


def _neck(last: Curve) -> Point:
    """Where the line meets its head; links end upright or level."""
    tip, before = last.end, last.control_2
    if before.y == tip.y:
        return Point(tip.x + (_HEAD if before.x > tip.x else -_HEAD), tip.y)
    return Point(tip.x, tip.y + (_HEAD if before.y > tip.y else -_HEAD))


def _path(route: MapRoute) -> str:
    """The line up to its head."""
    ends = [*(curve.end for curve in route.curves[:-1]), _neck(route.curves[-1])]
    curves = " ".join(
        f"C{curve.control_1.x} {curve.control_1.y} {curve.control_2.x} {curve.control_2.y} {end.x} {end.y}"
        for curve, end in zip(route.curves, ends, strict=True)
    )
    return f"M{route.start.x} {route.start.y} {curves}"
