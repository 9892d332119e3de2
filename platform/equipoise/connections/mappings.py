"""Say which measures of a connection are the values of which KPIs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.connections.fitting import check_dimensions, check_fit, offered_measure
from equipoise.connections.measures import Measure
from equipoise.connections.models import Connection, MeasureMapping
from equipoise.db.ids import new_id
from equipoise.db.lookup import by_ids, require
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain import text
from equipoise.domain.decimals import parse_decimal, quoted
from equipoise.domain.errors import Duplicate, Invalid, NotFound, Refusal
from equipoise.domain.fields import TooMany
from equipoise.domain.kpi import ImpossibleState, KpiState
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi

MOST_AT_ONCE = 500
MOST_MAPPINGS = 1_000


@dataclass(frozen=True, slots=True)
class WantedMapping:
    """A mapping as it came in: values of `measure` in these dimensions, times `factor`, are values of the KPI."""

    measure: str
    kpi_id: UUID
    dimensions: object = None
    factor: object = 1


async def map_measures(
    session: TenantSession,
    actor: Actor,
    connection_id: UUID,
    wanted: Sequence[WantedMapping],
    offered: Iterable[Measure],
) -> list[MeasureMapping]:
    """Map measures that the connection offers, all of them or none. A KPI that was mapped is mapped anew.

    Raises: Forbidden, NotFound, Invalid, Duplicate, TooMany, FrequencyDiffers, FactorDiffers, ImpossibleState.
    """
    actor.require(Permission.CONNECT_SOURCES)
    connection = await require(session, Connection, connection_id, field="connection", lock=True)
    if len(wanted) > MOST_AT_ONCE:
        raise TooMany(f"At most {MOST_AT_ONCE} mappings at once; these are {len(wanted)}.", field="mappings")
    measures = {measure.key: measure for measure in offered}
    kpis = {kpi.id: kpi for kpi in await by_ids(session, Kpi, {each.kpi_id for each in wanted})}
    rows = {row.kpi_id: row for row in await mappings_of(session, connection.id)}
    mapped: dict[UUID, MeasureMapping] = {}
    for place, each in enumerate(wanted):
        try:
            if each.kpi_id in mapped:
                raise Duplicate("This KPI is named twice; it can have one measure of a connection.", field="kpi")
            facts = _checked(each, measures, kpis)
        except Refusal as refusal:
            raise refusal.at(f"mappings.{place}") from None
        row = rows.get(each.kpi_id)
        before = None if row is None else _shown(row)
        if row is None:
            row = MeasureMapping(id=new_id(), connection_id=connection.id, kpi_id=each.kpi_id, **facts)
            session.add(row)
        else:
            for column, value in facts.items():
                setattr(row, column, value)
        mapped[each.kpi_id] = row
        if before != _shown(row):
            record(session, actor, "connection.mapped", "connection", connection.id, before=before, after=_shown(row))
    if len(rows.keys() | mapped.keys()) > MOST_MAPPINGS:
        raise TooMany(f"A connection has at most {MOST_MAPPINGS:,} mappings.", field="mappings")
    await session.flush()
    return list(mapped.values())


async def unmap_measure(session: TenantSession, actor: Actor, connection_id: UUID, kpi_id: UUID) -> Connection:
    """The connection feeds this KPI no more; the values that it has recorded stay.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.CONNECT_SOURCES)
    connection = await require(session, Connection, connection_id, field="connection", lock=True)
    row = next((row for row in await mappings_of(session, connection.id) if row.kpi_id == kpi_id), None)
    if row is None:
        raise NotFound("The connection does not feed this KPI.", field="kpi")
    record(session, actor, "connection.unmapped", "connection", connection.id, before=_shown(row))
    await session.delete(row)
    await session.flush()
    return connection


async def mappings_of(session: ReadSession, connection_id: UUID) -> Sequence[MeasureMapping]:
    """All mappings of a connection, in the order in which they were made."""
    statement = select(MeasureMapping).where(
        MeasureMapping.tenant_id == session.tenant_id, MeasureMapping.connection_id == connection_id
    )
    return (await session.scalars(statement.order_by(MeasureMapping.id))).all()


def _checked(wanted: WantedMapping, measures: Mapping[str, Measure], kpis: Mapping[UUID, Kpi]) -> dict[str, Any]:
    kpi = kpis.get(wanted.kpi_id)
    if kpi is None:
        raise NotFound("There is no KPI with this id.", field="kpi")
    if kpi.state is KpiState.RETIRED:
        raise ImpossibleState("This KPI is retired; restore it before feeding it.", field="kpi")
    measure = offered_measure(wanted.measure, measures)
    factor = _factor(wanted.factor)
    check_fit(measure, kpi.frequency, factor, kpi.ratio_factor)
    return {
        "measure": measure.key,
        "dimensions": _dimensions(wanted.dimensions, measure),
        "factor": factor,
    }


def _factor(raw: object) -> Decimal:
    factor = parse_decimal(raw, "factor")
    if not factor:
        raise Invalid("A factor of 0 would make every value 0.", field="factor")
    return factor


def _dimensions(raw: object, measure: Measure) -> dict[str, str]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise Invalid('Dimensions are an object, such as {"region": "North"}.', field="dimensions")
    check_dimensions(measure, raw)
    wanted = {}
    for name, part in raw.items():
        if not isinstance(part, str):
            raise Invalid(f"The entry of dimension {quoted(str(name))} has to be a text.", field="dimensions")
        wanted[name] = text.name(part, "dimensions")
    return wanted


def _shown(row: MeasureMapping) -> dict[str, object]:
    return {"kpi": row.kpi_id, "measure": row.measure, "dimensions": row.dimensions, "factor": row.factor}
