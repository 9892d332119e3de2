"""The organisation itself: settings, units, people."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from equipoise.domain.errors import Refusal
from equipoise.domain.roles import Role
from equipoise.domain.usage import UsagePolicy
from equipoise.exchange.document.entry import Entry
from equipoise.exchange.document.values import Email, Listed, Name, Reference, refusing, told
from equipoise.identity.models import PersonKind
from equipoise.strategy.models import UnitKind
from equipoise.tenants.create import check_time_zone


def _time_zone(name: str) -> str:
    check_time_zone(name)
    return name


_USUAL = UsagePolicy()


class UsagePolicyEntry(Entry):
    """When a KPI counts as unused."""

    window_days: int = _USUAL.window_days
    grace_days: int = _USUAL.grace_days
    minimum_weight: int = _USUAL.minimum_weight
    minimum_people: int = _USUAL.minimum_people
    listed_counts: bool = _USUAL.listed_counts

    @model_validator(mode="after")
    def _within_bounds(self) -> Self:
        try:
            UsagePolicy(**dict(self))
        except Refusal as refusal:
            raise told(refusal, below=True) from None
        return self


class OrganisationEntry(Entry):
    """What the organisation calls itself, how it counts time, and when a KPI counts as unused."""

    name: Name = ""
    time_zone: Annotated[str, AfterValidator(refusing(_time_zone))] = "UTC"
    fiscal_first_month: int = Field(1, ge=1, le=12)
    usage_policy: UsagePolicyEntry = UsagePolicyEntry()


class UnitEntry(Entry):
    """A unit with those below it. Known by its path, the names from the top down to its own."""

    REQUIRED = ("kind",)

    name: Name
    kind: UnitKind = UnitKind.TEAM
    units: Listed["UnitEntry"] = ()


class PersonEntry(Entry):
    """Somebody of the organisation, known by the e-mail address."""

    REQUIRED = ("name", "role")

    email: Email
    name: Name = ""
    role: Role = Role.VIEWER
    kind: PersonKind = PersonKind.HUMAN
    unit: Reference | None = None
