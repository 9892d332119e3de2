"""What a strategy map shows: perspectives, objectives with their KPIs, and the links between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from equipoise.domain.errors import Invalid
from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.rollup import Coverage
from equipoise.domain.status import Status


@dataclass(frozen=True, slots=True)
class MapPerspective:
    """A band of the map. Position 0 is the top; weights are relative to those of the other perspectives."""

    id: UUID
    name: str
    weight: Decimal
    position: int


@dataclass(frozen=True, slots=True)
class MapKpi:
    """What the advice needs to know of one KPI that takes part in the scores."""

    id: UUID
    name: str
    indicator: Indicator
    data_kind: DataKind
    below_target: bool
    has_owner: bool
    has_target: bool
    has_source: bool
    """Its values come from a connection, or a named person enters them."""


@dataclass(frozen=True, slots=True)
class MapObjective:
    """A node of the map. `score` is 0..100, exact, or None where there is no data."""

    id: UUID
    name: str
    perspective_id: UUID
    weight: Decimal
    theme: str
    owner: str | None
    status: Status
    score: Decimal | None
    coverage: Coverage
    kpis: tuple[MapKpi, ...]
    initiatives: int
    running_initiatives: int
    child_has_kpi: bool
    """An objective cascaded from this one has a KPI."""


@dataclass(frozen=True, slots=True)
class MapLink:
    """If the cause is achieved, then the effect follows; the rationale says why."""

    id: UUID
    cause_id: UUID
    effect_id: UUID
    rationale: str

    def __post_init__(self) -> None:
        if self.cause_id == self.effect_id:
            raise Invalid("An objective cannot be its own cause.", field="effectId")


@dataclass(frozen=True)
class StrategyMap:
    """All objectives and links of a scorecard, in the order the strategist gave them.

    Raises: Invalid, where an id occurs twice or something refers to what is not on the map.
    """

    name: str
    perspectives: tuple[MapPerspective, ...]
    objectives: tuple[MapObjective, ...]
    links: tuple[MapLink, ...]

    def __post_init__(self) -> None:
        perspectives = _once("perspectives", (perspective.id for perspective in self.perspectives))
        objectives = _once("objectives", (objective.id for objective in self.objectives))
        _once("links", (link.id for link in self.links))
        for place, objective in enumerate(self.objectives):
            if objective.perspective_id not in perspectives:
                raise Invalid(
                    f"The perspective of “{objective.name}” is not on this map.",
                    field=f"objectives.{place}.perspectiveId",
                )
        for place, link in enumerate(self.links):
            for end, objective_id in (("causeId", link.cause_id), ("effectId", link.effect_id)):
                if objective_id not in objectives:
                    raise Invalid("The link names an objective that is not on this map.", field=f"links.{place}.{end}")

    def top_down(self) -> list[MapPerspective]:
        """The perspectives from the top of the map to its bottom."""
        return sorted(self.perspectives, key=lambda perspective: perspective.position)

    def by_id(self) -> Mapping[UUID, MapObjective]:
        return {objective.id: objective for objective in self.objectives}

    def within(self, perspective: MapPerspective) -> list[MapObjective]:
        """The objectives of one perspective, in their order."""
        return [objective for objective in self.objectives if objective.perspective_id == perspective.id]


def _once(what: str, ids: Iterable[UUID]) -> set[UUID]:
    seen: set[UUID] = set()
    for place, each in enumerate(ids):
        if each in seen:
            raise Invalid(f"The same id occurs twice among the {what}: {each}.", field=f"{what}.{place}.id")
        seen.add(each)
    return seen
