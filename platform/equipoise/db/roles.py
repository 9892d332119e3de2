"""The database roles: one owns the schema, another one runs the product and owns nothing."""

from psycopg import Connection, errors, sql

from equipoise.db.engine import APPLICATION_ROLE


def ensure_application_role(connection: Connection[tuple[object, ...]]) -> None:
    """Make the application role if it is missing, and let the current login act as it.

    Two migrations of different databases on one server may meet here, so "it exists already" is no failure.
    """
    role = sql.Identifier(APPLICATION_ROLE)
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE]).fetchone()
    if not exists:
        try:
            with connection.transaction():
                connection.execute(
                    sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS").format(role)
                )
        except (errors.DuplicateObject, errors.UniqueViolation):
            pass
    member = connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [APPLICATION_ROLE]).fetchone()
    if member is not None and not member[0]:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
