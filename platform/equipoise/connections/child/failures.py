"""How asking a connector fails, told apart by what has to be done about it."""

from collections.abc import Sequence

from equipoise.domain.errors import Refusal


class ConnectorFailed(Refusal):
    """A connector did not do what it was asked. Nothing of it is kept."""

    code = "CONNECTOR_FAILED"

    def each(self) -> Sequence[Refusal]:
        """Everything that has to be put right, one by one."""
        return [self]


class ConfigRefused(ConnectorFailed):
    """The configuration, or a file that it names, has to be changed."""

    code = "CONFIG"

    def __init__(self, message: str, *, field: str | None = None, problems: Sequence[Refusal] = ()) -> None:
        super().__init__(message, field=field)
        self._problems = problems

    def each(self) -> Sequence[Refusal]:
        return self._problems or [self]


class CredentialsRefused(ConnectorFailed):
    """The source does not accept the credentials (any more)."""

    code = "AUTH"


class RateLimited(ConnectorFailed):
    """The source wants a pause."""

    code = "RATE_LIMITED"


class SourceUnavailable(ConnectorFailed):
    """The source cannot be reached, or has a problem of its own; another time it may work."""

    code = "TRANSIENT"


class OutOfMemory(ConnectorFailed):
    """The connector needed more memory than a run may use."""

    code = "OUT_OF_MEMORY"


class TimedOut(ConnectorFailed):
    """The connector took longer than it may, or was silent for too long."""

    code = "TIME_OUT"


class Crashed(ConnectorFailed):
    """The process ended without a last word."""

    code = "CRASHED"


class ConnectorBug(ConnectorFailed):
    """The connector, or what it sends, is at fault; only its author can mend it."""

    code = "CONNECTOR_BUG"
