"""What a connector may say, read strictly: a message of another form ends the run as the connector's bug."""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.json import Decoder

Word = Annotated[str, Meta(max_length=300)]
Prose = Annotated[str, Meta(max_length=10_000)]
Figure = Annotated[str, Meta(max_length=80)]
"""A decimal as it was written."""

Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Grain = Literal["day", "week", "month", "quarter", "year"]


class Spec(Struct, tag="spec"):
    """An installed connector."""

    key: Word
    title: Word
    version: Word
    config_schema: dict[str, Any]
    description: Prose = ""
    hosts: list[Word] = []


class PluginFailed(Struct, tag="plugin_failed"):
    """An installed plugin that cannot be used."""

    plugin: Word
    message: Prose
    distribution: Word = ""


class Ok(Struct, tag="ok"):
    """Nothing stands in the way of a run."""


class Measure(Struct, tag="measure"):
    """Something that the connection delivers values of."""

    key: Prose
    name: Prose
    grain: Grain
    unit: Word | None = None
    dimensions: list[Word] = []
    factor: Figure = "1"


class Value(Struct, tag="value"):
    """A value of a measure in a period, in some dimensions."""

    measure: Prose
    period_start: date
    value: Figure
    numerator: Figure | None = None
    denominator: Figure | None = None
    label: Prose | None = None
    dimensions: dict[str, str] = {}
    note: str | None = None
    source: Prose | None = None


class RowError(Struct, tag="row_error"):
    """A place at the source that could not be read."""

    where: Prose
    message: Prose
    code: Word


class Checkpoint(Struct, tag="checkpoint"):
    """How far the reading came."""

    state: dict[str, Any]


class Log(Struct, tag="log"):
    """For the operator."""

    level: Literal["info", "warning", "error"]
    message: Prose


class Problem(Struct):
    """One thing to put right in the configuration."""

    message: Prose
    field: Prose | None = None


class Error(Struct, tag="error"):
    """The last word of a command that failed."""

    kind: Literal["config", "auth", "rate_limited", "transient", "out_of_memory", "bug"]
    message: Prose
    field: Prose | None = None
    retry_after: float | None = None
    problems: Annotated[list[Problem], Meta(max_length=100)] = []


class Done(Struct, tag="done"):
    """The last word of a command that was carried out; `row_errors` also counts those that were not sent."""

    values: Count = 0
    row_errors: Count = 0


Answer = Spec | PluginFailed | Ok | Measure | Value | RowError | Checkpoint
"""What answers a command, besides logs and the last word."""

Message = Answer | Log | Error | Done

DECODERS: dict[str, Decoder[Message]] = {
    "spec": Decoder(Spec | PluginFailed | Log | Error | Done),
    "validate": Decoder(Ok | Log | Error | Done),
    "check": Decoder(Ok | Log | Error | Done),
    "discover": Decoder(Measure | Log | Error | Done),
    "read": Decoder(Value | RowError | Checkpoint | Log | Error | Done),
}
"""What may be said in answer to each command."""
