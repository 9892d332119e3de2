"""Calling a connector, whose methods may be plain or async."""

import inspect
from collections.abc import AsyncIterator, Sequence
from typing import Any

from equipoise_sdk.connector import Connector
from equipoise_sdk.measure import Measure, Query
from equipoise_sdk.reading import Item


async def check(connector: Connector[Any]) -> None:
    outcome = connector.check()
    if inspect.isawaitable(outcome):
        await outcome


async def discover(connector: Connector[Any]) -> Sequence[Measure]:
    outcome = connector.discover()
    return await outcome if inspect.isawaitable(outcome) else outcome


async def items(connector: Connector[Any], query: Query) -> AsyncIterator[Item]:
    reading = connector.read(query)
    if isinstance(reading, AsyncIterator):
        async for item in reading:
            yield item
    else:
        for item in reading:
            yield item
