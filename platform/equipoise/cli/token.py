"""`equipoise token`"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import err
from equipoise.cli.running import operator, ready_installation, required_tenant, with_engine
from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.domain.scopes import read_scopes
from equipoise.identity.models import PersonKind
from equipoise.identity.shell_person import person_by_email, shell_person
from equipoise.identity.tokens import create_token

commands = typer.Typer(help="Bearer tokens for scripts and for trying things out.", no_args_is_help=True)


class RoleWord(StrEnum):
    """A role as it is written at the shell."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"


@commands.command("create")
def create(
    tenant: Annotated[str, typer.Option(help="Slug of the organisation.")],
    role: Annotated[RoleWord, typer.Option(help="What the bearer may do.", case_sensitive=False)] = RoleWord.VIEWER,
    person: Annotated[
        str | None, typer.Option(help="E-mail address of the person it acts for; unset: one of its own.")
    ] = None,
    service: Annotated[
        bool, typer.Option(help="For a machine: what it reads is no evidence that somebody uses a KPI.")
    ] = False,
    scope: Annotated[
        list[str] | None, typer.Option(help="What it is for, such as scorecard:read; repeatable. Unset: everything.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it is valid.")] = 90,
) -> None:
    """Make a token. It is printed alone on the last line, and cannot be shown again."""

    async def work(engine: AsyncEngine) -> str:
        tenant_id = await required_tenant(engine, tenant)
        async with writing(engine, tenant_id) as session:
            actor = await operator(session)
            kind = PersonKind.SERVICE if service else PersonKind.HUMAN
            bearer = await (
                person_by_email(session, person) if person else shell_person(session, actor, Role(role.upper()), kind)
            )
            issued = await create_token(
                session,
                actor,
                person_id=bearer.id,
                name="made at the shell",
                role=Role(role.upper()),
                scopes=read_scopes(scope, "scope") if scope else None,
                lifetime=timedelta(days=days),
            )
            err.print(f"Acts for {bearer.display_name} as {role}, for {days} days.")
            return issued.secret

    print(with_engine(ready_installation(), work))  # noqa: T201 - alone on its line, for scripts
