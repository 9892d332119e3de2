"""Target plans of a KPI."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from equipoise.domain.targets import TargetKind, target_from_json
from equipoise.identity.models import Person as PersonRow
from equipoise.kpis import models
from equipoise_graphql.fields import column, described, resolved, to_one
from equipoise_graphql.identity.types import Person
from equipoise_graphql.kpis import compiled_rules
from equipoise_graphql.node import Node, node

if TYPE_CHECKING:
    from equipoise_graphql.kpis.types import Kpi

described(
    TargetKind,
    "How a target runs over a stretch of time.",
    CONSTANT="The same in every period.",
    LINEAR="In equal steps from a baseline to the target of the last period.",
    STEPPED="In steps of its own, each in force from a day on.",
)


@strawberry.type(description="A target in force from a day on.")
class TargetStep:
    """Describes `equipoise.domain.targets.Step`."""

    since: date = column("The first day on which it is in force; a period has the target of its last day.")
    target: Decimal = column("What is to be reached from that day on.")


@node(models.TargetPlan, "target")
class TargetPlan(Node):
    """How the target of a KPI runs over a stretch of time; the plans of one KPI never overlap."""

    starts_on: date = column("The first day of the stretch.")
    ends_on: date = column("Its last day.")
    set_at: datetime = column("When it was set.")
    set_by: Person = to_one(PersonRow, "set_by", description="Who set it.")
    kpi: Annotated["Kpi", strawberry.lazy("equipoise_graphql.kpis.types")] = to_one(
        models.Kpi, "kpi_id", description="The KPI whose target it is."
    )
    kpi_id: strawberry.Private[UUID]
    plan: strawberry.Private[dict[str, Any]]

    @resolved("How it runs.", compiled=compiled_rules.of_plan("kind"))
    def kind(self) -> TargetKind:
        return TargetKind(self.plan["kind"])

    @resolved(
        "CONSTANT, LINEAR: the target, of a linear plan that of the last period.",
        compiled=compiled_rules.of_plan("target"),
    )
    def target(self) -> Decimal | None:
        return getattr(target_from_json(self.plan), "target", None)

    @resolved("LINEAR: where it starts.", compiled=compiled_rules.of_plan("baseline"))
    def baseline(self) -> Decimal | None:
        return getattr(target_from_json(self.plan), "baseline", None)

    @resolved("STEPPED: the steps, in order.", compiled=compiled_rules.steps)
    def steps(self) -> list[TargetStep] | None:
        steps: Any = getattr(target_from_json(self.plan), "steps", None)
        return steps and list(steps)
