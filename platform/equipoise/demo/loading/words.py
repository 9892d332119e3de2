"""What people said, and what they decided, each on the day."""

from equipoise.db.session import TenantSession
from equipoise.demo.loading.entered import Entered
from equipoise.demo.story import CheckIn, Citation, Comment
from equipoise.discussion.check_in import check_in
from equipoise.discussion.cite import cite_kpi
from equipoise.discussion.comment import add_comment


async def enter_words(session: TenantSession, entered: Entered) -> None:
    """In the order in which they were said."""
    said: list[Comment | CheckIn | Citation] = []
    for scorecard in entered.demo.scorecards:
        said += [*scorecard.comments, *scorecard.check_ins, *scorecard.citations]
    for word in sorted(said, key=lambda each: each.days_ago, reverse=True):
        actor = entered.actor(word.person, entered.demo.timeline.moment(word.days_ago, 10))
        kpi_id = entered.kpis[word.kpi]
        match word:
            case Comment():
                await add_comment(session, actor, kpi_id, word.text)
            case CheckIn():
                await check_in(
                    session,
                    actor,
                    kpi_id,
                    comment=word.comment,
                    confidence=word.confidence,
                    next_step=word.next_step,
                )
            case Citation():
                await cite_kpi(session, actor, kpi_id, word.decision)
