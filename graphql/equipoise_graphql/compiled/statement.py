"""A statement under construction, and what it has to know when it runs."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from graphql.execution.values import VariableValues

from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.tenants.calendar import OrganisationTime


class NotCompiled(Exception):  # noqa: N818 - no error: the resolvers take over
    """The planner cannot compile this, or not with these variables, or not for this actor."""


@dataclass(frozen=True)
class Moment:
    """What a plan has to know of the request when it runs."""

    actor: Actor
    variables: VariableValues
    """The request's variables as graphql-core coerced them."""
    organisation_time: OrganisationTime | None = None
    """Needed by plans that say so (`needs_time`)."""

    @property
    def tenant_id(self) -> UUID:
        return self.actor.tenant_id

    @property
    def now(self) -> datetime:
        return self.actor.now

    @property
    def time(self) -> OrganisationTime:
        if self.organisation_time is None:
            raise LookupError("a plan that needs the organisation's time was run without it")
        return self.organisation_time

    @cached_property
    def today(self) -> date:
        """The day on the organisation's wall."""
        return self.time.day_of(self.now)


Bind: TypeAlias = Callable[[Moment], object]
"""Gives the value of one parameter when the plan runs. Raises NotCompiled where the resolvers have to answer."""

_PLACEHOLDER = re.compile(r"\$(\d+)")


@dataclass(slots=True)
class Statement:
    """SQL text in the making: aliases never repeat, values only ever come in as parameters."""

    permissions: set[Permission] = field(default_factory=set)
    """What whoever runs the statement has to be allowed to do."""
    needs_time: bool = False
    """Whether a parameter is worked out in the organisation's calendar."""
    _binds: list[Bind] = field(default_factory=lambda: [lambda moment: moment.tenant_id])
    _shared: dict[Hashable, str] = field(default_factory=dict)
    _aliases: int = 0

    def alias(self) -> str:
        self._aliases += 1
        return f"t{self._aliases}"

    def tenant(self) -> str:
        """The placeholder of the tenant, which every table names; always the first parameter."""
        return "$1::uuid"

    def parameter(self, bind: Bind, sql_type: str, key: Hashable = None) -> str:
        """The placeholder of a value that is known when the plan runs; parameters of one key are the same one."""
        placeholder = self._shared.get((key, sql_type)) if key is not None else None
        if placeholder is None:
            self._binds.append(bind)
            placeholder = f"${len(self._binds)}::{sql_type}"
            if key is not None:
                self._shared[key, sql_type] = placeholder
        return placeholder

    def finished(self, sql: str) -> tuple[str, tuple[Bind, ...]]:
        """The text with the parameters that are left in it, numbered anew: some were for what was given up."""
        used = sorted({int(number) for number in _PLACEHOLDER.findall(sql)})
        places = {str(number): place for place, number in enumerate(used, start=1)}
        renumbered = _PLACEHOLDER.sub(lambda match: f"${places[match[1]]}", sql)
        return renumbered, tuple(self._binds[number - 1] for number in used)
