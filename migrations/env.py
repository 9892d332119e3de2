"""Run by alembic for every migration: one at a time, with time-outs, as the owner of the schema."""

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine, text

from equipoise.schema import metadata

LOCK = 8_731_530_114
"""Advisory lock: two deployments that migrate at once wait for each other."""


def migrate(connection: Connection) -> None:
    # Before the time-outs: who waits here waits for the whole of another deployment's migrations.
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
    # A migration that cannot get its lock fails quickly instead of stalling every request behind it.
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text("SET statement_timeout = '15min'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        # A revision is all there or not at all; PostgreSQL before 17 lets no revision use an enum word of its own.
        transaction_per_migration=True,
        include_name=lambda name, kind, _parents: not (kind == "table" and (name or "").startswith("procrastinate_")),
    )
    with context.begin_transaction():
        context.run_migrations()


# No pool: closing the connection is what gives the advisory lock back, also after a failure.
engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=NullPool)
with engine.connect() as connection:
    migrate(connection)
