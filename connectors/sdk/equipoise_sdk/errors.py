"""What went wrong, grouped by what the host does about it. Any other exception counts as the connector's bug."""

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing to mend in the configuration; `field` is its path, such as `sources.0.sheet`."""

    field: str | None
    message: str


class ConnectorError(Exception):
    """Not for raising: one of its kinds says what the host shall do."""


class ConfigError(ConnectorError):
    """The configuration, or the file it names, has to be changed by a person. The run fails and names it."""

    def __init__(self, field: str | None, message: str, *, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.problems = tuple(problems) or (Problem(field, message),)


class AuthError(ConnectorError):
    """The credentials are not accepted (any more). The run fails and asks for new ones."""


class RateLimited(ConnectorError):  # noqa: N818 - named for what the host is told
    """The source wants a pause. The run fails and says how many seconds to wait, where `retry_after` does."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Transient(ConnectorError):  # noqa: N818 - named for what the host is told
    """The source cannot be reached or answers with an error of its own. The run fails; a later one may do."""
