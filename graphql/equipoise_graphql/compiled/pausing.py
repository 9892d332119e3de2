"""graphql-core's executor, which lets others go on while it describes the schema: a long answer made without a wait."""

import asyncio
import time
from collections.abc import Iterable, Sized
from typing import Any

from graphql import GraphQLOutputType, GraphQLResolveInfo, get_named_type
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

STRETCH = 0.002
"""Seconds without a pause."""
SHORT = 50
"""Entries of a list that is made in one go: each pause takes a coroutine, for every list above it as well."""


class PausingExecutor(StrawberryGraphQLCoreExecutionContext):
    """Pauses within the lists of an introspection, which are long and come without a statement."""

    def complete_iterable_value(
        self,
        item_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        items: Iterable[Any],
        position_context: Any,
    ) -> Any:
        if isinstance(items, Sized) and len(items) > SHORT and get_named_type(item_type).name.startswith("__"):
            return self._with_pauses(item_type, field_details_list, info, path, items, position_context)
        return super().complete_iterable_value(item_type, field_details_list, info, path, items, position_context)

    async def _with_pauses(
        self,
        item_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        items: Iterable[Any],
        position_context: Any,
    ) -> list[Any]:
        completed: list[Any] = []
        began = time.perf_counter()
        for index, item in enumerate(items):
            item_path = path.add_key(index, None)
            if self.complete_list_item_value(
                item, completed, item_type, field_details_list, info, item_path, position_context
            ):
                completed[index] = await completed[index]
            if time.perf_counter() - began > STRETCH:
                await asyncio.sleep(0)
                began = time.perf_counter()
        return completed
