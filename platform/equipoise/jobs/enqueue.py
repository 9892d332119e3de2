"""Leave a job in the transaction that needs it: both are there after the commit, or neither."""

from datetime import datetime

from sqlalchemy import text

from equipoise.db.json import encode
from equipoise.db.session import TenantSession

_DEFER = text("""
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        :queue, :task, :priority, :lock, :queueing_lock, CAST(:args AS jsonb), :scheduled_at
    ) ::procrastinate_job_to_defer_v1])
""")


async def enqueue(
    session: TenantSession,
    task: str,
    *,
    lock: str | None = None,
    scheduled_at: datetime | None = None,
    queue: str = "default",
    priority: int = 0,
    **args: object,
) -> None:
    """Have `task` run for this tenant after the commit, with `args` (JSON) and the tenant's id.

    Jobs with the same `lock` run one after the other.
    """
    await session.execute(
        _DEFER,
        {
            "queue": queue,
            "task": task,
            "priority": priority,
            "lock": lock,
            "queueing_lock": None,
            "args": encode({"tenant_id": str(session.tenant_id), **args}),
            "scheduled_at": scheduled_at,
        },
    )
