"""The class that a connector is."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel

from equipoise_sdk.context import Context
from equipoise_sdk.measure import Measure, Query
from equipoise_sdk.rate_limit import RateLimit
from equipoise_sdk.reading import Item

ConfigT = TypeVar("ConfigT", bound=BaseModel)


class Connector(ABC, Generic[ConfigT]):
    """A source of KPI values. One instance serves one run; methods may be plain or async.

    `Config` is taken from the type argument. Its JSON Schema becomes the form; secrets are `SecretStr`. Declare `hosts`
    (names, `*.example.com` for all below) where it connects to, and `limits` where the source has a rate limit.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    Config: ClassVar[type[BaseModel]]
    hosts: ClassVar[Sequence[str]] = ()
    limits: ClassVar[RateLimit | None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "Config" in cls.__dict__:
            return
        for generic in getattr(cls, "__orig_bases__", ()):
            arguments = get_args(generic)
            if get_origin(generic) is Connector and isinstance(arguments[0], type):
                cls.Config = arguments[0]

    def __init__(self, config: ConfigT, context: Context) -> None:
        self.config = config
        self.context = context

    @abstractmethod
    def check(self) -> Awaitable[None] | None:
        """Whether a run would work: reaches the source with these credentials. Raises a ConnectorError if not."""

    @abstractmethod
    def discover(self) -> Awaitable[Sequence[Measure]] | Sequence[Measure]:
        """The measures that this configuration delivers; the same ones, in the same order, each time."""

    @abstractmethod
    def read(self, query: Query) -> AsyncIterator[Item] | Iterator[Item]:
        """The values asked for. What is unreadable is yielded as RowError; the rest still comes."""
