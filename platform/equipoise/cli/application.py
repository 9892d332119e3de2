"""The command put together, and how it ends."""

import sys
from collections.abc import Sequence
from importlib import import_module

import typer
from psycopg import OperationalError
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import OperationalError as EngineError

from equipoise.cli.console import problem
from equipoise.domain.errors import Refusal

COMMANDS = ("serve", "worker", "migrate", "demo", "export", "apply", "rebuild", "doctor")
GROUPS = ("connector", "tenant", "token", "review", "schema", "documents")


def application(words: Sequence[str] = ()) -> typer.Typer:
    """The command. Only the module of the command that `words` begin with is loaded: the API alone takes a second."""
    cli = typer.Typer(name="equipoise", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)

    @cli.callback()
    def equipoise() -> None:
        """Balanced scorecards that stay alive: serve the API, and look after an installation."""

    chosen = words[0] if words and words[0] in (*COMMANDS, *GROUPS) else None
    for name in (chosen,) if chosen else (*COMMANDS, *GROUPS):
        module = import_module(f"equipoise.cli.{name}")
        if name in GROUPS:
            cli.add_typer(module.commands, name=name)
        else:
            cli.command(name)(getattr(module, name))
    return cli


def main() -> None:
    """Run the command. Exit codes: 0 done, 1 refused or failed, 2 the call's words are wrong, 3 no database."""
    try:
        application(sys.argv[1:])()
    except Refusal as refusal:
        problem(refusal.message, code=refusal.code)
        sys.exit(1)
    except (OperationalError, EngineError, InterfaceError, ConnectionError) as error:
        problem(
            f"The database cannot be reached: {str(error).splitlines()[0]}. "
            "Check EQUIPOISE_DATABASE_URL, or run `equipoise doctor`.",
            code="NO_DATABASE",
        )
        sys.exit(3)
    except DBAPIError as error:
        problem(f"The database refused: {str(error.orig).splitlines()[0]}. Run `equipoise doctor`.", code="DATABASE")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
