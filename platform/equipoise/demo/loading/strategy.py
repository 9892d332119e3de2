"""The scorecards: perspectives, objectives, what leads to what, and what serves which parent."""

from equipoise.db.session import TenantSession
from equipoise.demo.loading.entered import Entered
from equipoise.demo.loading.kpis import enter_kpi
from equipoise.demo.story import Scorecard
from equipoise.identity.actor import Actor
from equipoise.strategy.cascade import cascade_objective
from equipoise.strategy.cause_effect import link_objectives
from equipoise.strategy.objectives import add_objective
from equipoise.strategy.perspectives import add_perspective
from equipoise.strategy.scorecards import add_scorecard
from equipoise.strategy.template import PerspectiveTemplate


async def enter_scorecard(session: TenantSession, actor: Actor, entered: Entered, scorecard: Scorecard) -> None:
    """One scorecard with its KPIs; its parent has been entered before."""
    timeline = entered.demo.timeline
    added = await add_scorecard(
        session,
        actor,
        parent_id=None if scorecard.parent is None else entered.scorecards[scorecard.parent],
        template=PerspectiveTemplate.EMPTY,
        name=scorecard.name,
        mission=scorecard.mission,
        vision=scorecard.vision,
        core_values=scorecard.core_values,
        org_unit_id=entered.units[scorecard.unit],
        cycle_start=timeline.cycle_start,
        cycle_end=timeline.cycle_end,
    )
    entered.scorecards[scorecard.key] = added.id
    for perspective in scorecard.perspectives:
        view = await add_perspective(
            session,
            actor,
            added.id,
            name=perspective.name,
            question=perspective.question,
            weight=perspective.weight,
        )
        for objective in perspective.objectives:
            wanted = await add_objective(
                session,
                actor,
                view.id,
                name=objective.name,
                description=objective.description,
                theme=objective.theme,
                owner_id=entered.people[objective.owner],
                weight=objective.weight,
            )
            entered.objectives[objective.key] = wanted.id
            for kpi in objective.kpis:
                await enter_kpi(session, actor, entered, kpi, wanted.id)
    for link in scorecard.links:
        cause, effect = entered.objectives[link.cause], entered.objectives[link.effect]
        await link_objectives(session, actor, cause, effect, rationale=link.rationale)
    for cascade in scorecard.cascades:
        child, parent = entered.objectives[cascade.child], entered.objectives[cascade.parent]
        await cascade_objective(session, actor, child, parent, kind=cascade.kind, weight=cascade.weight)
