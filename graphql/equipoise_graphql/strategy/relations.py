"""Lists of objectives and KPIs that leave out what is retired."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from equipoise.db.session import ReadSession
from equipoise.domain.kpi import KpiState
from equipoise.domain.usage import Signal
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import CauseEffectLink, Objective, Perspective
from equipoise_graphql.context import Info
from equipoise_graphql.strategy import compiled
from equipoise_graphql.strategy.compiled import SHOWN

Column: TypeAlias = InstrumentedAttribute[UUID]


def objectives() -> Any:
    """The field `objectives(includeRetired)` of a perspective."""

    async def resolve(
        root: Any,
        info: Info,
        include_retired: Annotated[
            bool, strawberry.argument(description="Also those that were taken out of the strategy.")
        ] = False,
    ) -> Any:
        async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, list[Objective]]:
            statement = select(Objective).where(
                Objective.tenant_id == session.tenant_id, Objective.perspective_id.in_(keys)
            )
            if not include_retired:
                statement = statement.where(Objective.retired_at.is_(None))
            rows = (await session.scalars(statement.order_by(Objective.position, Objective.id))).all()
            return _grouped((row.perspective_id, row) for row in rows)

        return await info.context.loaders.custom(("objectives", include_retired), load).load(root.id) or []

    return strawberry.field(
        resolver=resolve,
        description="Its objectives, in their order.",
        metadata={"compiled": compiled.objectives},
    )


def kpis() -> Any:
    """The field `kpis(states)` of an objective."""

    async def resolve(
        root: Any,
        info: Info,
        states: Annotated[
            list[KpiState] | None,
            strawberry.argument(description="Only KPIs in one of these states; by default all that are not retired."),
        ] = None,
    ) -> Any:
        wanted = tuple(sorted(SHOWN if states is None else set(states)))

        async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, list[Kpi]]:
            statement = select(Kpi).where(
                Kpi.tenant_id == session.tenant_id, Kpi.objective_id.in_(keys), Kpi.state.in_(wanted)
            )
            rows = (await session.scalars(statement.order_by(Kpi.position, Kpi.id))).all()
            info.context.usage.saw(info.context.actor, Signal.LISTED, [row.id for row in rows])
            return _grouped((row.objective_id, row) for row in rows)

        return await info.context.loaders.custom(("kpis of objectives", wanted), load).load(root.id) or []

    return strawberry.field(
        resolver=resolve, description="How it is measured, in order.", metadata={"compiled": compiled.kpis}
    )


def causes() -> Any:
    """The field `causes` of an objective."""
    return _linked(CauseEffectLink.effect_id, CauseEffectLink.cause_id, "The objectives that drive it.")


def effects() -> Any:
    """The field `effects` of an objective."""
    return _linked(CauseEffectLink.cause_id, CauseEffectLink.effect_id, "The objectives that it drives.")


def _linked(here: Column, there: Column, description: str) -> Any:
    async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, list[Objective]]:
        statement = (
            select(here, Objective)
            .join(Objective, (Objective.tenant_id == CauseEffectLink.tenant_id) & (Objective.id == there))
            .join(
                Perspective,
                (Perspective.tenant_id == Objective.tenant_id) & (Perspective.id == Objective.perspective_id),
            )
            .where(CauseEffectLink.tenant_id == session.tenant_id, here.in_(keys), Objective.retired_at.is_(None))
            .order_by(Perspective.position, Objective.position, Objective.id)
        )
        return _grouped((key, row) for key, row in await session.execute(statement))

    async def resolve(root: Any, info: Info) -> Any:
        return await info.context.loaders.custom(("linked", there.key), load).load(root.id) or []

    return strawberry.field(
        resolver=resolve,
        description=f"{description} What is retired is left out; see `Scorecard.links` for the why.",
        metadata={"compiled": compiled.linked(here.key, there.key)},
    )


def _grouped(pairs: Iterable[tuple[UUID, Any]]) -> dict[UUID, list[Any]]:
    groups: defaultdict[UUID, list[Any]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return groups
