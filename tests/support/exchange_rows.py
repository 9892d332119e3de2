"""Rows of an organisation by the names that documents know them by, and second ones of the same name."""

from uuid import UUID

from sqlalchemy import select

from equipoise.db.ids import new_id
from equipoise.db.model import Entity
from equipoise.db.session import TenantSession, row_values
from equipoise.identity.models import Person
from equipoise.initiatives.models import Initiative, Milestone
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, OrgUnit, Perspective, Scorecard

_MODELS: dict[str, type[Entity]] = {
    model.__tablename__: model
    for model in (OrgUnit, Person, Scorecard, Perspective, Objective, Kpi, Initiative, Milestone)
}
_NAMES = {"person": "email", "kpi": "key"}


async def row_of(session: TenantSession, kind: str, name: str) -> Entity:
    """The only row of this kind and name."""
    model = _MODELS[kind]
    column = getattr(model, _NAMES.get(kind, "name"))
    return (await session.scalars(select(model).where(column == name))).one()


async def id_of(session: TenantSession, kind: str, name: str) -> UUID:
    return (await row_of(session, kind, name)).id


async def twin(session: TenantSession, kind: str, name: str) -> None:
    """A second one in the same place, as the API allows it."""
    row = await row_of(session, kind, name)
    session.add(type(row)(**{**row_values(row), "id": new_id()}))
    await session.flush()
