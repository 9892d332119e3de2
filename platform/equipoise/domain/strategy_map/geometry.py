"""Places on the map, in units that a page shows as pixels. x grows to the right, y downwards."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Point:
    """One place."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner and size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return Point(self.x + self.width // 2, self.y + self.height // 2)


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier from wherever the one before it ended."""

    control_1: Point
    control_2: Point
    end: Point


@dataclass(frozen=True, slots=True)
class MapBand:
    """The strip of one perspective, its label at the left included."""

    perspective_id: UUID
    box: Box


@dataclass(frozen=True, slots=True)
class MapNode:
    """Where an objective is drawn."""

    objective_id: UUID
    box: Box


@dataclass(frozen=True, slots=True)
class MapRoute:
    """The way of a link from the edge of its cause to the edge of its effect; it passes over no node."""

    link_id: UUID
    start: Point
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class MapLayout:
    """Everything on a map with its place; bands from top to bottom, nodes in reading order."""

    width: int
    height: int
    bands: tuple[MapBand, ...]
    nodes: tuple[MapNode, ...]
    routes: tuple[MapRoute, ...]
