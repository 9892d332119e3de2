"""Initiatives, planned when they began, with what has been reached since."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from equipoise.db.session import TenantSession
from equipoise.demo.evidence import planner
from equipoise.demo.loading.entered import Entered
from equipoise.demo.organisation import DemoOrganisation
from equipoise.demo.story import Initiative, Milestone, Scorecard
from equipoise.identity.actor import Actor
from equipoise.initiatives.change import add_initiative, update_initiative
from equipoise.initiatives.milestones import MilestoneChange, add_milestone, update_milestone
from equipoise.initiatives.models import InitiativeStatus
from equipoise.initiatives.plan import Plan

REPORTED_DAYS_AGO = 12
"""When progress was last entered."""


async def enter_initiatives(session: TenantSession, entered: Entered, scorecard: Scorecard) -> None:
    """All initiatives of one scorecard."""
    demo = entered.demo
    for initiative in scorecard.initiatives:
        person = planner(demo, scorecard, initiative)
        begun = _morning(demo, -initiative.starts)
        actor = entered.actor(person, begun)
        plan = Plan(
            name=initiative.name,
            description=initiative.description,
            status=InitiativeStatus.PLANNED,
            progress=0,
            budget=initiative.budget or None,
            starts_on=begun.date(),
            due_on=_morning(demo, -initiative.due).date(),
            owner_id=entered.people[initiative.owner],
            kpi_ids=[entered.kpis[kpi] for kpi in initiative.kpis],
        )
        added = await add_initiative(session, actor, entered.objectives[initiative.objective], plan)
        for milestone in initiative.milestones:
            await _enter_milestone(session, actor, demo, milestone, added.id)
        reporting = entered.actor(person, demo.timeline.moment(REPORTED_DAYS_AGO))
        await update_initiative(session, reporting, added.id, _progress(initiative))


async def _enter_milestone(
    session: TenantSession, actor: Actor, demo: DemoOrganisation, milestone: Milestone, initiative_id: UUID
) -> None:
    due = _morning(demo, -milestone.due).date() + timedelta(days=13)
    added = await add_milestone(session, actor, initiative_id, name=milestone.name, due_on=due)
    if milestone.late is not None:
        done = min(due + timedelta(days=milestone.late), demo.timeline.day(1))
        then = replace(actor, now=datetime.combine(done, time(9), UTC))
        await update_milestone(session, then, added.id, MilestoneChange(done_on=done))


def _progress(initiative: Initiative) -> Plan:
    done = initiative.progress == 100
    return Plan(progress=initiative.progress, status=InitiativeStatus.DONE if done else InitiativeStatus.IN_PROGRESS)


def _morning(demo: DemoOrganisation, months_ago: int) -> datetime:
    """Of the first day of a month."""
    return datetime.combine(demo.timeline.month(months_ago), time(9), UTC)
