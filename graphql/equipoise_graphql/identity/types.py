"""People, and who is asking."""

from datetime import datetime
from uuid import UUID

import strawberry

from equipoise.domain.roles import Role
from equipoise.identity import models
from equipoise.identity.models import PersonKind
from equipoise.strategy.models import OrgUnit as OrgUnitRow
from equipoise_graphql.fields import column, described, to_one
from equipoise_graphql.node import Node, node
from equipoise_graphql.strategy.units import OrgUnit
from equipoise_graphql.tenants.types import Organisation

described(
    Role,
    "A person's standing in the organisation; each may do all that the next one may.",
    OWNER="Also appoints owners and decides about the organisation itself.",
    ADMIN="Also runs reviews, connects sources, reads the audit log, and manages people, units and policies.",
    EDITOR="Also changes scorecards, objectives, KPIs, targets and initiatives, and records values of any KPI.",
    CONTRIBUTOR="Also records values of the KPIs that they own or enter.",
    VIEWER="Reads the scorecard, comments, checks in, and gives opinions in reviews.",
)
described(
    PersonKind,
    "Whether somebody or something acts.",
    HUMAN="A person; what they look at is evidence that a KPI is used.",
    SERVICE="A program that acts like a person; what it reads is no evidence that anybody uses a KPI.",
)


@node(models.Person, "person")
class Person(Node):
    """Somebody of the organisation, or a service that acts for it."""

    display_name: str = column("What others see.")
    email: str = column("In small letters; nobody else in the organisation has the same.")
    kind: PersonKind = column("A human or a service.")
    role: Role = column("What the person may do.")
    created_at: datetime = column("When the person was added.")
    left_at: datetime | None = column("When the person left; null while they are here.")
    org_unit: OrgUnit | None = to_one(OrgUnitRow, "org_unit_id", description="Where the person works; null if unknown.")
    org_unit_id: strawberry.Private[UUID | None]


@strawberry.type(description="Who is asking.")
class Viewer:
    """Who is asking."""

    role: Role = column("What this access may do: the person's role, or a lower one that the token was given.")
    scopes: list[str] | None = column(
        "What this access was given for, such as `scorecard:read`; null if it is for everything that the role may."
    )
    person: Person = to_one(models.Person, "person_id", description="The person who is signed in.")
    organisation: Organisation = column("The organisation that the person belongs to.")
    person_id: strawberry.Private[UUID]
