"""Inputs of updates: what is left out stays as it is."""

from collections.abc import Collection
from typing import Any

import strawberry


def written(input: object, *names: str, nullable: Collection[str] = ()) -> dict[str, Any]:
    """The fields that are to be written. Null counts as left out, except where the thing can be without."""
    given = {name: getattr(input, name) for name in (*names, *nullable)}
    return {
        name: value
        for name, value in given.items()
        if value is not strawberry.UNSET and (value is not None or name in nullable)
    }
