"""The first wall of tenancy: policies that the database enforces, also on the owner of the tables."""

from equipoise.db.engine import APPLICATION_ROLE

_TENANT = "NULLIF(current_setting('app.tenant_id', true), '')::uuid"


def protect(table: str, *, append_only: bool = False) -> list[str]:
    """Statements that hide every row of another tenant and let the application do only what it needs.

    With no tenant set the comparison is with NULL, so nothing is visible and nothing can be written.
    """
    rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
    return [
        *_enforce(table),
        f"CREATE POLICY tenant ON {table} USING (tenant_id = {_TENANT}) WITH CHECK (tenant_id = {_TENANT})",
        f"GRANT {rights} ON {table} TO {APPLICATION_ROLE}",
    ]


def protect_directory(table: str) -> list[str]:
    """The directory of tenants: readable by all, because a slug has to be routed before a tenant is known."""
    return [
        *_enforce(table),
        f"CREATE POLICY directory ON {table} FOR SELECT USING (true)",
        f"CREATE POLICY own_insert ON {table} FOR INSERT WITH CHECK (id = {_TENANT})",
        f"CREATE POLICY own_update ON {table} FOR UPDATE USING (id = {_TENANT}) WITH CHECK (id = {_TENANT})",
        f"CREATE POLICY own_delete ON {table} FOR DELETE USING (id = {_TENANT})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APPLICATION_ROLE}",
    ]


def _enforce(table: str) -> list[str]:
    return [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
