"""Opaque ids as callers see them: a tag that names the kind of thing, and the row's UUID."""

from uuid import UUID

from equipoise.db.model import Entity
from equipoise.domain.errors import Refusal


class InvalidId(Refusal):
    """Not an id of this API, or one of another type."""

    code = "INVALID_ID"


_TAGS: dict[type[Entity], str] = {}
_MODELS: dict[str, type[Entity]] = {}


def register(model: type[Entity], tag: str) -> None:
    """Give the model's rows ids that begin with `tag`."""
    if tag in _MODELS:
        raise ValueError(f"two models with the id tag {tag}")
    _TAGS[model] = tag
    _MODELS[tag] = model


def encode(model: type[Entity], row_id: UUID) -> str:
    """The id that the API shows for a row of this model."""
    return f"{_TAGS[model]}_{row_id}"


def tag(model: type[Entity]) -> str:
    """What the ids of this model's rows begin with, before an underscore."""
    return _TAGS[model]


def encode_of_table(table: str, row_id: UUID) -> str | None:
    """The id that the API shows for a row of this table; None where it shows no such rows."""
    return next((encode(model, row_id) for model in _TAGS if model.__tablename__ == table), None)


def tags_of_tables() -> dict[str, str]:
    """What the ids of each table's rows begin with, of the tables whose rows the API shows."""
    return {model.__tablename__: tag for model, tag in _TAGS.items()}


def decode(raw: str, model: type[Entity], field: str = "id") -> UUID:
    """The row's UUID.

    Raises: InvalidId.
    """
    found, row_id = split(raw, field)
    if found is not model:
        raise InvalidId(f"This is the id of a {_TAGS[found]}, not of a {_TAGS[model]}.", field=field)
    return row_id


def optional(raw: str | None, model: type[Entity], field: str) -> UUID | None:
    """The row's UUID, or None where no id was given.

    Raises: InvalidId.
    """
    return None if raw is None else decode(raw, model, field)


def split(raw: str, field: str = "id") -> tuple[type[Entity], UUID]:
    """The model and the row's UUID.

    Raises: InvalidId.
    """
    tag, _, text = raw.rpartition("_")
    model = _MODELS.get(tag)
    try:
        row_id = UUID(text) if len(text) == 36 else None
    except ValueError:
        row_id = None
    if model is None or row_id is None:
        raise InvalidId("This is not an id of this API: pass ids as the API gave them.", field=field)
    return model, row_id
