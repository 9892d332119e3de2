"""Initiatives and their milestones."""

from typing import Self

from pydantic import model_validator

from equipoise.domain.calendar import LAST_DAY
from equipoise.domain.decimals import ZERO
from equipoise.domain.errors import Refusal
from equipoise.exchange.document.entry import Entry
from equipoise.exchange.document.values import Amount, Day, Email, KpiKey, Listed, Name, Percent, Prose, told
from equipoise.initiatives.models import InitiativeStatus
from equipoise.initiatives.plan import check_order


class MilestoneEntry(Entry):
    """A point to reach. Known by its name within the initiative."""

    REQUIRED = ("due_on",)

    name: Name
    due_on: Day = LAST_DAY
    done_on: Day | None = None


class InitiativeEntry(Entry):
    """Work that moves an objective. Known by its name within the objective."""

    name: Name
    description: Prose = ""
    status: InitiativeStatus = InitiativeStatus.PLANNED
    progress: Percent = ZERO
    budget: Amount | None = None
    starts_on: Day | None = None
    due_on: Day | None = None
    owner: Email | None = None
    kpis: Listed[KpiKey] = ()
    milestones: Listed[MilestoneEntry] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        try:
            check_order(self.starts_on, self.due_on)
        except Refusal as refusal:
            raise told(refusal, below=True) from None
        return self
