"""Look at an installation from the outside in; what cannot be reached ends the examination."""

from collections.abc import Iterator

import psycopg

from equipoise.db.migrate import pending_revisions
from equipoise.diagnosis.database import application_login, clock, version
from equipoise.diagnosis.finding import Finding, bad, good
from equipoise.diagnosis.key import key
from equipoise.diagnosis.tenancy import application_role, row_level_security
from equipoise.domain.errors import Refusal
from equipoise.installation import Installation, open_installation
from equipoise.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that has to be right for the product to run safely, in the order in which to mend it."""
    try:
        installation = open_installation(settings)
    except Refusal as refusal:
        yield bad("database", refusal.message, "Mend what is named, then run `equipoise doctor` again.")
        return
    try:
        with psycopg.connect(installation.owner_url, connect_timeout=10, autocommit=True) as connection:
            yield good("database", "embedded" if installation.embedded else "reached")
            yield version(connection)
            yield clock(connection)
            yield from application_role(connection)
            schema = _schema(installation)
            yield schema
            if schema.remedy is None:
                yield from row_level_security(connection)
    except psycopg.OperationalError as error:
        found = str(error).strip().splitlines()[0]
        yield bad(
            "database", found, "Start PostgreSQL, or correct EQUIPOISE_DATABASE_URL / EQUIPOISE_OWNER_DATABASE_URL."
        )
        return
    yield application_login(installation.application_url)
    yield key(settings)


def _schema(installation: Installation) -> Finding:
    pending = pending_revisions(installation.owner_url)
    if pending:
        return bad("schema", f"{len(pending)} migration(s) pending", "Run `equipoise migrate`.")
    return good("schema", "up to date")
