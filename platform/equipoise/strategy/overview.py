"""An organisation's scorecards at a glance."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text

from equipoise.db.public_ids import encode
from equipoise.db.session import ReadSession
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.strategy.models import Scorecard


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """A scorecard with its latest score."""

    id: str
    name: str
    unit: str
    period: date | None
    score: Decimal | None
    status: str
    coverage: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Who looks, at what."""

    organisation: str
    person: str
    role: str
    scorecards: list[ScorecardLine]


_WHO = text("""
    SELECT organisation.name AS organisation, person.display_name AS person
    FROM organisation JOIN person ON person.tenant_id = organisation.tenant_id AND person.id = :person_id
    WHERE organisation.tenant_id = :tenant_id
""")
_SCORECARDS = text("""
    SELECT scorecard.id, scorecard.name, unit.name AS unit, latest.period_start, latest.score, latest.status,
           latest.scored_count, latest.total_count
    FROM scorecard
    JOIN org_unit AS unit ON unit.tenant_id = scorecard.tenant_id AND unit.id = scorecard.org_unit_id
    LEFT JOIN LATERAL (
        SELECT * FROM score
        WHERE score.tenant_id = :tenant_id AND score.subject_id = scorecard.id AND score.score IS NOT NULL
          AND score.period_start <= :today
        ORDER BY score.period_start DESC LIMIT 1
    ) AS latest ON true
    WHERE scorecard.tenant_id = :tenant_id AND scorecard.status <> 'ARCHIVED'
    ORDER BY scorecard.id LIMIT 200
""")


async def overview(session: ReadSession, actor: Actor) -> Overview:
    """The first 200 scorecards in the order in which they were made, each with its latest score.

    Raises: InsufficientScope.
    """
    actor.require(Permission.READ)
    bound = {"tenant_id": session.tenant_id, "person_id": actor.person_id, "today": actor.today}
    who = (await session.execute(_WHO, bound)).one()
    lines = [
        ScorecardLine(
            id=encode(Scorecard, row.id),
            name=row.name,
            unit=row.unit,
            period=row.period_start,
            score=row.score,
            status=row.status or "NO_DATA",
            coverage=f"{row.scored_count} of {row.total_count} KPIs" if row.total_count else "no KPI has a value",
        )
        for row in await session.execute(_SCORECARDS, bound)
    ]
    return Overview(who.organisation, who.person, actor.role.lower(), lines)
