"""`equipoise doctor`"""

from typing import Annotated

import typer
from rich.table import Table

from equipoise.cli.console import out
from equipoise.cli.running import read_settings
from equipoise.diagnosis.examine import examine
from equipoise.diagnosis.finding import Health

_SIGNS = {Health.GOOD: "[green]ok[/]", Health.WARNING: "[yellow]look[/]", Health.BAD: "[red]wrong[/]"}


def doctor(quiet: Annotated[bool, typer.Option("--quiet", help="Print only what is not in order.")] = False) -> None:
    """Check the database, its version, the roles, row-level security, the schema, the key and the clock."""
    findings = list(examine(read_settings()))
    table = Table("", "what", "found", "what to do")
    for finding in findings:
        if not (quiet and finding.health is Health.GOOD):
            table.add_row(_SIGNS[finding.health], finding.what, finding.found, finding.remedy or "")
    if table.row_count:
        out.print(table)
    if any(finding.health is Health.BAD for finding in findings):
        raise typer.Exit(1)
