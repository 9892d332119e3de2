"""Speaking to the person at the terminal: answers on stdout, everything else on stderr."""

import os
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

# A pipe has no width of its own: what goes to a file or a pager gets enough for a table.
_PIPED = 130

out = Console(soft_wrap=True, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _PIPED)
err = Console(stderr=True, soft_wrap=True)


def problem(message: str, *, code: str) -> None:
    """What went wrong and what to do about it."""
    err.print(f"[bold red]{code}[/]", end=" ")
    err.print(message, markup=False, highlight=False)


def progress() -> Progress:
    """A bar for long work; silent where stderr is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
