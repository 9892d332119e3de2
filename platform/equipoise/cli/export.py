"""`equipoise export`"""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import err
from equipoise.cli.running import ready_installation, required_tenant, with_engine
from equipoise.db.session import reading
from equipoise.domain.errors import Refusal
from equipoise.exchange.export import export_strategy
from equipoise.exchange.write import write_document


class OutputUnusable(Refusal):
    """The document cannot be written where it should go."""

    code = "OUTPUT_UNUSABLE"


def export(
    tenant: Annotated[str, typer.Option(help="Slug of the organisation.")],
    scorecard: Annotated[
        str | None,
        typer.Option(help="Name of one scorecard; its document has the people it names and the units of both as well."),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File to write; without it, standard output.")] = None,
) -> None:
    """Write the strategy of an organisation as one YAML document, to read, compare, keep, and bring in by `apply`.

    It holds what is in force: settings, units, people, scorecards with perspectives, objectives, KPIs, targets,
    initiatives, and the links between objectives. It holds no values and no history: neither scores, comments, reviews
    and connections nor what is archived or retired.
    """

    async def work(engine: AsyncEngine) -> str:
        async with reading(engine, await required_tenant(engine, tenant)) as session:
            return write_document(await export_strategy(session, scorecard=scorecard))

    document = with_engine(ready_installation(), work).encode()
    if output is None:
        typer.echo(document, nl=False)
    else:
        _write(output, document)
        err.print(f"Wrote {output}.", markup=False, highlight=False)


def _write(asked: Path, document: bytes) -> None:
    """All of it or nothing: a file that is there is replaced when the new one is complete. Raises: OutputUnusable."""
    output = asked.resolve()  # a link goes on leading to the file
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(document)  # a pipe or a device
            return
        with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as unfinished:
            unfinished.write(document)
        Path(unfinished.name).chmod(_mode(output))
        Path(unfinished.name).replace(output)
    except OSError as error:
        raise OutputUnusable(f"{asked} cannot be written: {error.strerror}.") from None


def _mode(output: Path) -> int:
    """The rights that the file has, or that a new one gets."""
    if output.exists():
        return output.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
