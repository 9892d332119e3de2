"""The models and the migrations describe the same schema."""

from collections.abc import Callable

from sqlalchemy import create_engine, make_url

from equipoise.db.migrate import migrate
from equipoise.schema import metadata
from tests.support.catalog import catalog_of


def test_a_migrated_database_has_exactly_the_tables_of_the_models(empty_database: Callable[[], str]) -> None:
    migrated, modelled = empty_database(), empty_database()
    migrate(migrated)
    engine = create_engine(make_url(modelled).set(drivername="postgresql+psycopg"))
    metadata.create_all(engine)
    engine.dispose()

    by_migrations, by_models = catalog_of(migrated), catalog_of(modelled)
    assert sorted(by_migrations - by_models, key=str) == [], "only the migrations make these"
    assert sorted(by_models - by_migrations, key=str) == [], "only the models have these: the migrations lack them"
    assert {part for part, *_ in by_models} >= {"table", "column", "constraint", "index"}
