"""A statement under construction, and the finished plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from equipoise.tenants.calendar import OrganisationTime


class NotCompiled(Exception):  # noqa: N818 - no error: the resolvers take over
    """The planner cannot compile this selection, or not with these variables."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a plan has to know of the request when it runs."""

    tenant_id: UUID
    row_id: UUID
    now: datetime
    time: OrganisationTime
    variables: Any
    """The request's variables as graphql-core coerced them."""

    @property
    def today(self) -> date:
        return self.time.day_of(self.now)


Bind: TypeAlias = Callable[[Moment], object]
"""Gives the value of one parameter when the plan runs. Raises NotCompiled where the resolvers have to answer."""


@dataclass(slots=True)
class Statement:
    """SQL text in the making: aliases never repeat, values only ever come in as parameters."""

    binds: list[Bind] = field(default_factory=list)
    _aliases: int = 0

    def alias(self) -> str:
        self._aliases += 1
        return f"t{self._aliases}"

    def parameter(self, bind: Bind, sql_type: str) -> str:
        """The placeholder of a value that is known when the plan runs."""
        self.binds.append(bind)
        return f"${len(self.binds)}::{sql_type}"

    def tenant(self) -> str:
        """The placeholder of the tenant, which every table names; always the first parameter."""
        return "$1::uuid"


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement whose only column is the JSON of the answer, in UTF-8."""

    sql: str
    binds: tuple[Bind, ...]
    lists_kpis: bool = False
    """Whether the answer lists the KPIs of the scorecard it is about."""

    def values(self, moment: Moment) -> tuple[object, ...]:
        """Raises: NotCompiled."""
        return tuple(bind(moment) for bind in self.binds)


Columns: TypeAlias = Mapping[str, str]
"""For types that name a column differently: field to column."""
