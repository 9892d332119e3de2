"""Names under which a document could not find its way back."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from equipoise.domain.errors import Refusal
from equipoise.exchange.links import objective_names
from equipoise.exchange.rows import BETWEEN, Rows
from equipoise.strategy.models import Scorecard

MOST_NAMED = 20


class AmbiguousNames(Refusal):
    """Two things of one kind in one place have the same name."""

    code = "AMBIGUOUS_NAMES"


def refuse_ambiguous(rows: Rows, units: Collection[UUID], scorecards: Collection[Scorecard]) -> None:
    """Raises: AmbiguousNames, if what is exported could not be told apart by its names."""
    found = sorted(_repeated(rows, units, scorecards))
    if found:
        more = f"\n... and {len(found) - MOST_NAMED} more." if len(found) > MOST_NAMED else ""
        raise AmbiguousNames(
            "A document knows everything by its name, and these names are there more than once. Rename one of each:\n"
            + "\n".join(found[:MOST_NAMED])
            + more
        )


def _repeated(rows: Rows, units: Collection[UUID], scorecards: Collection[Scorecard]) -> Iterator[str]:
    paths = {rows.unit_path(unit_id) for unit_id in units}
    yield from (f"unit {path}" for path in repeated(map(rows.unit_path, rows.units)) if path in paths)
    parents = (rows.scorecards[row.parent_id] for row in scorecards if row.parent_id is not None)
    names = {row.name for row in (*scorecards, *parents)}
    standing = repeated(row.name for row in rows.scorecards_in_force())
    yield from (f"scorecard {name}" for name in standing if name in names)
    for scorecard in scorecards:
        yield from _on_scorecard(rows, scorecard)


def _on_scorecard(rows: Rows, scorecard: Scorecard) -> Iterator[str]:
    place = scorecard.name
    perspectives = rows.perspectives_of(scorecard.id)
    for name in repeated(row.name for row in perspectives):
        yield f"perspective {BETWEEN.join((place, name))}"
    for perspective in perspectives:
        objectives = rows.objectives_of(perspective.id)
        for name in repeated(row.name for row in objectives):
            yield f"objective {BETWEEN.join((place, perspective.name, name))}"
        for objective in objectives:
            initiatives = rows.initiatives[objective.id]
            for name in repeated(row.name for row in initiatives):
                yield f"initiative {BETWEEN.join((place, objective.name, name))}"
            for initiative in initiatives:
                for name in repeated(row.name for row in rows.milestones[initiative.id]):
                    yield f"milestone {BETWEEN.join((place, initiative.name, name))}"
    names = objective_names(rows, scorecard.id)
    unclear = {name for name in names.names() if len(names.called(name)) != 1}
    yield from (f"objective {BETWEEN.join((place, name))}" for name in unclear)


def repeated(names: Iterable[str]) -> list[str]:
    """The names that come more than once."""
    return [name for name, times in Counter(names).items() if times > 1]
