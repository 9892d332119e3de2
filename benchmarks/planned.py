"""The statements that the product's planner makes of the measured documents, for the bare handler to run."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from graphql import OperationDefinitionNode, parse

from benchmarks.requests import product_document
from benchmarks.seeding.template import Organisation
from equipoise.db.ids import new_id
from equipoise.domain.roles import Role
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind
from equipoise.tenants.calendar import told_by
from equipoise_graphql.compiled.operation import plan_of, variables_of
from equipoise_graphql.compiled.statement import Moment
from equipoise_graphql.schema import schema

TENANT, ROW = object(), object()


@dataclass(frozen=True, slots=True)
class Planned:
    """One statement; each argument is the tenant, the row asked for, or the same for everybody."""

    sql: str
    arguments: tuple[Any, ...]

    def values(self, tenant: UUID, row: UUID) -> list[Any]:
        return [tenant if each is TENANT else row if each is ROW else each for each in self.arguments]


def planned_reads(asker: Organisation) -> dict[str, Planned]:
    """The statement of each measured read, by the name of its document."""
    return {
        "scorecard_page": _planned("scorecard_page", asker, f"scorecard_{asker.scorecard}", asker.scorecard),
        "kpi_detail": _planned("kpi_detail", asker, f"kpi_{asker.kpis[0]}", asker.kpis[0]),
    }


def _planned(name: str, asker: Organisation, node_id: str, row: UUID) -> Planned:
    document = parse(product_document(name))
    operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    variables = variables_of(operation, {"id": node_id}, schema._schema)
    plan = plan_of(document, operation, variables, schema._schema) if variables else None
    if variables is None or plan is None or not plan.complete:
        raise RuntimeError(f"the planner makes no single statement of {name}")
    actor = Actor(asker.tenant_id, new_id(), Role.OWNER, PersonKind.HUMAN, datetime.now(UTC))
    values = plan.values(Moment(actor, variables, told_by("UTC", 1)))
    stands_for = {asker.tenant_id: TENANT, row: ROW}
    return Planned(
        plan.sql, tuple(stands_for.get(value, value) if isinstance(value, UUID) else value for value in values)
    )
