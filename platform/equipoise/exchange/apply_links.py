"""Links between objectives: within a scorecard, and up to its parent."""

from typing import Final

from equipoise.exchange.document.scorecard import ScorecardEntry
from equipoise.exchange.links import objective_names
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.walk import scorecards
from equipoise.exchange.work import Work
from equipoise.strategy.cascade import cascade_objective, update_cascade_link
from equipoise.strategy.cause_effect import link_objectives, update_link
from equipoise.strategy.models import Scorecard

_SERVING: Final = {"child": "objective", "parent": "serves"}


async def apply_links(work: Work) -> None:
    for place, entry in scorecards(work.document):
        scorecard = work.found.made(Scorecard, place)
        await _cause_effect(work, place, entry, scorecard)
        await _cascades(work, place, entry, scorecard)


async def _cause_effect(work: Work, place: Place, entry: ScorecardEntry, scorecard: Scorecard) -> None:
    names = objective_names(work.rows, scorecard.id)
    there = {(row.cause_id, row.effect_id): row for row in work.rows.causes[scorecard.id]}
    for number, link in enumerate(entry.cause_effect):
        below = (*place, "cause_effect", number)
        (cause,), (effect,) = names.called(link.cause), names.called(link.effect)
        name = f"{link.cause} → {link.effect}"
        with work.at(below):
            row = there.get((cause, effect))
            if row is None:
                row = await link_objectives(work.session, work.actor, cause, effect, rationale=link.rationale)
                work.known(below, Kind.CAUSE_EFFECT, name, row, created=True)
                continue
            work.known(below, Kind.CAUSE_EFFECT, name, row)
            if "rationale" in link.model_fields_set and link.rationale != row.rationale:
                await update_link(work.session, work.actor, row.id, rationale=link.rationale)
                work.report.changed(below, "rationale")


async def _cascades(work: Work, place: Place, entry: ScorecardEntry, scorecard: Scorecard) -> None:
    if not entry.cascades or scorecard.parent_id is None:
        return
    names, above = objective_names(work.rows, scorecard.id), objective_names(work.rows, scorecard.parent_id)
    there = {(row.child_id, row.parent_id): row for row in work.rows.cascades[scorecard.id]}
    for number, link in enumerate(entry.cascades):
        below = (*place, "cascades", number)
        (child,), (parent,) = names.called(link.objective), above.called(link.serves)
        name = f"{scorecard.name}: {link.objective} → {link.serves}"
        with work.at(below, _SERVING):
            row = there.get((child, parent))
            if row is None:
                row = await cascade_objective(
                    work.session, work.actor, child, parent, kind=link.kind, weight=link.weight
                )
                work.known(below, Kind.CASCADE, name, row, created=True)
                continue
            work.known(below, Kind.CASCADE, name, row)
            given = link.given()
            changes = {each: given[each] for each in ("kind", "weight") if each in given}
            changes = {each: value for each, value in changes.items() if value != getattr(row, each)}
            if changes:
                await update_cascade_link(work.session, work.actor, row.id, **changes)
                work.report.changed(below, *changes)
