"""Bring a database to the newest schema."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, make_url

from equipoise.db.engine import libpq_url
from equipoise.db.roles import ensure_application_role

_PACKAGED = Path(__file__).with_name("migrations")
_CHECKED_OUT = Path(__file__).parents[3] / "migrations"
SCRIPTS = _PACKAGED if _PACKAGED.exists() else _CHECKED_OUT
"""In an installed distribution the scripts lie inside the package; in a checkout at its top."""


def migrate(url: str, *, phase: str | None = None) -> list[str]:
    """Apply what is pending, as the owner of the schema; returns the revisions applied.

    `phase="pre"` stops before the first revision that has to wait until the new version serves everywhere.
    """
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        ensure_application_role(connection)
    pending = pending_revisions(url)
    wanted = _before_first_post(pending) if phase == "pre" else pending
    if wanted:
        command.upgrade(_config(url), wanted[-1])
    return wanted


def pending_revisions(url: str) -> list[str]:
    """Revisions that this version knows and the database does not have, oldest first."""
    scripts = ScriptDirectory.from_config(_config(url))
    engine = create_engine(_driver(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    known = [script.revision for script in scripts.walk_revisions()]
    newer = known if current is None else known[: known.index(current)] if current in known else []
    return list(reversed(newer))


def _before_first_post(pending: list[str]) -> list[str]:
    scripts = ScriptDirectory(str(SCRIPTS))
    wanted = []
    for revision in pending:
        script = scripts.get_revision(revision)
        if getattr(script.module, "phase", "pre") == "post":
            break
        wanted.append(revision)
    return wanted


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", _driver(url).replace("%", "%%"))
    return config


def _driver(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
