"""The command put together, and how it ends."""

import sys

import typer
from psycopg import OperationalError
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import OperationalError as EngineError

from equipoise.cli import apply, connector, demo, doctor, export, migrate, rebuild, review, serve, tenant, token, worker
from equipoise.cli.console import problem
from equipoise.domain.errors import Refusal

cli = typer.Typer(
    name="equipoise",
    help="Balanced scorecards that stay alive: serve the API, and look after an installation.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.command("serve")(serve.serve)
cli.command("worker")(worker.worker)
cli.command("migrate")(migrate.migrate)
cli.command("demo")(demo.demo)
cli.command("export")(export.export)
cli.command("apply")(apply.apply)
cli.command("rebuild")(rebuild.rebuild)
cli.command("doctor")(doctor.doctor)
cli.add_typer(connector.commands, name="connector")
cli.add_typer(tenant.commands, name="tenant")
cli.add_typer(token.commands, name="token")
cli.add_typer(review.commands, name="review")


def main() -> None:
    """Run the command. Exit codes: 0 done, 1 refused or failed, 2 the call's words are wrong, 3 no database."""
    try:
        cli()
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
