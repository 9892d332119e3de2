"""Work out every stored score of an organisation from what it rests on."""

from datetime import datetime

from sqlalchemy import select

from equipoise.db.session import TenantSession
from equipoise.scores.lock import lock_scorecards
from equipoise.scores.recompute import recompute
from equipoise.scores.rescore import rescore_values
from equipoise.strategy.models import Scorecard


async def rebuild(session: TenantSession, now: datetime) -> int:
    """Work out the scores of all values and of all scorecards; returns how many were not what they should be."""
    everything = (await session.scalars(select(Scorecard.id).where(Scorecard.tenant_id == session.tenant_id))).all()
    await lock_scorecards(session, everything)
    return await rescore_values(session, everything) + await recompute(session, now, everything)
