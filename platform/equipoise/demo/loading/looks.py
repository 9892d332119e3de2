"""Who opened what in the last months.

The one thing here that no use case can be asked to do: what people opened is noted while they open it, so evidence of
past months cannot come into being today. It is therefore handed to the usage feature as the batch that its buffer would
have written on those days, with their dates.
"""

from collections import Counter

from equipoise.db.session import TenantSession
from equipoise.demo.evidence import looks, pages
from equipoise.demo.loading.entered import Entered
from equipoise.usage.add import Seen, add_usage


async def enter_looks(session: TenantSession, entered: Entered) -> None:
    counts: Counter[Seen] = Counter()
    subjects = entered.kpis | entered.scorecards
    for look in (*looks(entered.demo), *pages(entered.demo)):
        counts[Seen(subjects[look.subject], entered.people[look.person], look.on, look.signal)] += look.times
    await add_usage(session, counts)
