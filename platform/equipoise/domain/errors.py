"""What the product says when it cannot do what was asked."""

from typing import Any, ClassVar


class Refusal(Exception):  # noqa: N818 - named for what it tells the caller, not for the mechanism
    """A request that cannot be carried out, in words the caller can act on.

    `code` is stable and documented; `field` names the input that has to change, as the API spells it
    (`values.3.value`), or is None when no single one does.
    """

    code: ClassVar[str] = "INVALID"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def details(self) -> dict[str, Any]:
        """Further facts for programs, beside the code."""
        return {}

    def at(self, prefix: str) -> "Refusal":
        """The same refusal seen from further out: `values.3` before `value` gives `values.3.value`."""
        self.field = prefix if self.field is None else f"{prefix}.{self.field}"
        return self


class Invalid(Refusal):
    """A value of the wrong form or outside its bounds."""

    code = "INVALID"


class NotFound(Refusal):
    """There is no such thing, or it is another organisation's: the caller cannot tell which."""

    code = "NOT_FOUND"


class Forbidden(Refusal):
    """The caller's role does not allow this."""

    code = "FORBIDDEN"


class Conflict(Refusal):
    """Something that is there already stands in the way."""

    code = "CONFLICT"


class Duplicate(Conflict):
    """The name or key is taken."""

    code = "DUPLICATE"


class Cycle(Refusal):
    """A link that would lead back to where it starts."""

    code = "CYCLE"
