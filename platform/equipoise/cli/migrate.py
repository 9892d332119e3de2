"""`equipoise migrate`"""

from enum import StrEnum
from typing import Annotated

import typer

from equipoise.cli.console import out
from equipoise.cli.running import read_settings
from equipoise.db import migrate as schema
from equipoise.installation import open_installation


class Phase(StrEnum):
    """Before the new version serves, or all of it."""

    PRE = "pre"
    ALL = "all"


def migrate(
    phase: Annotated[
        Phase, typer.Option(help="`pre` applies only what the version that still serves can live with.")
    ] = Phase.ALL,
) -> None:
    """Bring the database to the newest schema. Safe to run again and from several places at once."""
    installation = open_installation(read_settings())
    applied = schema.migrate(installation.owner_url, phase="pre" if phase is Phase.PRE else None)
    out.print(f"Applied {len(applied)} migration(s)." if applied else "The schema is up to date.")
