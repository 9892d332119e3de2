"""Opaque ids, as the web pages beside this layer read them too."""

from typing import Annotated, TypeAlias

import strawberry

from equipoise.db.public_ids import InvalidId, decode, encode, encode_of_table, optional, register, split, tag

__all__ = ["Id", "InvalidId", "decode", "encode", "encode_of_table", "optional", "register", "split", "tag"]

Id: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(description="Its opaque id, as the API gave it; anything else is INVALID_ID.")
]
"""An argument that names one thing."""
