"""Request-scoped loaders: however many rows ask for a relation, it costs one statement."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from strawberry.dataloader import DataLoader

from equipoise.db.lookup import by_ids
from equipoise.db.model import Entity, TenantModel
from equipoise.db.session import ReadSession

if TYPE_CHECKING:
    from equipoise_graphql.context import RequestContext

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Loaders:
    """The loaders of one request, made when first asked for."""

    def __init__(self, context: "RequestContext") -> None:
        self._context = context
        self._made: dict[Hashable, DataLoader[Any, Any]] = {}

    def custom(
        self, name: Hashable, load: Callable[[ReadSession, Sequence[K]], Awaitable[dict[K, V]]]
    ) -> DataLoader[K, V | None]:
        """A loader that answers many keys with one call of `load`; what `load` leaves out is None."""
        loader = self._made.get(name)
        if loader is None:

            async def batch(keys: list[K]) -> list[V | None]:
                found = await self._context.read(lambda session: load(session, keys))
                return [found.get(key) for key in keys]

            loader = self._made[name] = DataLoader(load_fn=batch)
        return loader

    def row(self, model: type[Entity]) -> DataLoader[UUID, Any]:
        """Rows by id."""

        async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, Entity]:
            return {row.id: row for row in await by_ids(session, model, keys)}

        return self.custom(("row", model), load)

    def rows_of(self, model: type[TenantModel], key: str, order_by: tuple[str, ...]) -> DataLoader[UUID, Any]:
        """Lists of rows by the id in column `key`, in order."""
        column = getattr(model, key)

        async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, list[TenantModel]]:
            statement: Select[TenantModel] = (
                select(model)
                .where(model.tenant_id == session.tenant_id, column.in_(keys))
                .order_by(*(getattr(model, name) for name in order_by))
            )
            found: defaultdict[UUID, list[TenantModel]] = defaultdict(list)
            for row in (await session.scalars(statement)).all():
                found[getattr(row, key)].append(row)
            return found

        return self.custom(("rows_of", model, key, order_by), load)
