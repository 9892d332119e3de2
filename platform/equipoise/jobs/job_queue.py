"""The queue's own tables. They belong to no tenant: a job carries ids, and opens a tenant's session to see more."""

from importlib import resources

from equipoise.db.engine import APPLICATION_ROLE

TABLES = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")


def scripts(after: str | None, through: str) -> list[str]:
    """The library's own migrations in a range of their names, so that each of ours stays what it was."""
    folder = resources.files("procrastinate.sql.migrations")
    wanted = sorted(
        script.name
        for script in folder.iterdir()
        if script.name.endswith(".sql") and (after is None or script.name > after) and script.name <= through
    )
    if not wanted or wanted[-1] != through:
        raise LookupError(f"the installed procrastinate has no migration {through}")
    return [folder.joinpath(name).read_text(encoding="utf-8") for name in wanted]


def grants() -> list[str]:
    """What the application needs to defer and to work off jobs."""
    return [
        *(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APPLICATION_ROLE}" for table in TABLES),
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE}",
    ]
