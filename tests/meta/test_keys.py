"""Every key of a tenant table carries the tenant, so that the schema can be sharded by it (Citus) without a change."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from equipoise.db.model import Model, TenantModel
from equipoise.schema import metadata

REFERENCE_TABLES = {"tenant"}
"""The same on every node: they may be pointed at without the tenant, and point at no tenant table."""

TENANT_TABLES = sorted(
    (table for table in metadata.tables.values() if table.name not in REFERENCE_TABLES), key=lambda table: table.name
)
tenant_table = pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.name)


def test_every_model_is_a_tenant_model_or_a_listed_reference_table() -> None:
    shared = {
        mapper.local_table.description
        for mapper in Model.registry.mappers
        if not issubclass(mapper.class_, TenantModel)
    }  # fmt: skip
    assert shared == REFERENCE_TABLES
    assert len(TENANT_TABLES) > 30


@tenant_table
def test_the_tenant_leads_the_primary_key_and_every_unique_rule(table: Table) -> None:
    for rule in (table.primary_key, *_unique_rules(table)):
        first = next(iter(rule.columns))
        assert first.name == "tenant_id", f"{rule.name} begins with {first.name}"


@tenant_table
def test_the_tenant_leads_every_index(table: Table) -> None:
    for index in table.indexes:
        first = next(iter(index.columns))
        assert first.name == "tenant_id", f"{index.name} begins with {first.name}"


@tenant_table
def test_no_foreign_key_leaves_the_tenant(table: Table) -> None:
    for key in table.foreign_key_constraints:
        if key.referred_table.name in REFERENCE_TABLES:
            continue
        pair = (next(iter(key.columns)).name, key.elements[0].column.name)
        assert pair == ("tenant_id", "tenant_id"), f"{key.name} pairs {pair}"


@tenant_table
def test_no_foreign_key_empties_or_rewrites_its_columns(table: Table) -> None:
    for key in table.foreign_key_constraints:
        assert key.ondelete in (None, "CASCADE", "RESTRICT", "NO ACTION"), f"{key.name}: ON DELETE {key.ondelete}"
        assert key.onupdate in (None, "NO ACTION"), f"{key.name}: ON UPDATE {key.onupdate}"


@tenant_table
def test_every_row_is_tied_to_its_tenant(table: Table) -> None:
    assert any(
        key.referred_table.name in REFERENCE_TABLES or next(iter(key.columns)).name == "tenant_id"
        for key in table.foreign_key_constraints
    ), "a row could name a tenant that is not there"


@tenant_table
def test_identifiers_are_made_by_the_application(table: Table) -> None:
    for column in table.columns:
        assert column.identity is None, f"{column} would take its value from a sequence"
        # A constant lets the version before this one go on writing during an upgrade.
        default = getattr(column.server_default, "arg", None)
        assert default is None or str(default) in ("0", "false"), f"{column} would take its value from the database"
        assert not (column.primary_key and column.autoincrement is True), f"{column} counts up"


def test_a_reference_table_points_at_no_tenant_table() -> None:
    for name in REFERENCE_TABLES:
        referred = {key.referred_table.name for key in metadata.tables[name].foreign_key_constraints}
        assert referred <= REFERENCE_TABLES


def _unique_rules(table: Table) -> Iterator[UniqueConstraint | ExcludeConstraint | Index]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint | ExcludeConstraint):
            yield constraint
    yield from (index for index in table.indexes if index.unique)
