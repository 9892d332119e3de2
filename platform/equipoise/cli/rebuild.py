"""`equipoise rebuild`"""

from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import out, progress
from equipoise.cli.running import ready_installation, required_tenant, with_engine
from equipoise.db.session import TenantSession
from equipoise.scores.rebuild import rebuild as rebuild_scores
from equipoise.tenants.directory import all_tenants


def rebuild(
    tenant: Annotated[str | None, typer.Option(help="Slug of one tenant; without it, every tenant.")] = None,
    check: Annotated[bool, typer.Option(help="Change nothing; exit with 1 if any stored score is wrong.")] = False,
) -> None:
    """Work out every stored score again from the values. Finds nothing to change unless somebody tampered."""

    async def work(engine: AsyncEngine) -> int:
        tenants = await all_tenants(engine) if tenant is None else {tenant: await required_tenant(engine, tenant)}
        wrong = 0
        with progress() as bar:
            for slug in bar.track(tenants, description="Rebuilding"):
                async with TenantSession(engine, tenants[slug]) as session:
                    found = await rebuild_scores(session, datetime.now(UTC))
                    await (session.rollback() if check else session.commit())
                wrong += found
                out.print(f"{slug}: {found} score(s) {'are wrong' if check else 'changed'}")
        return wrong

    wrong = with_engine(ready_installation(), work)
    if check and wrong:
        raise typer.Exit(1)
