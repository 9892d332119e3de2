"""Names for an error message."""

from collections.abc import Iterable

_SHOWN = 20


def listed(names: Iterable[str]) -> str:
    """The first of them, each cut to a length that fits a line."""
    all_names = [name if len(name) <= 60 else name[:59] + "…" for name in names]
    more = f" and {len(all_names) - _SHOWN} more" if len(all_names) > _SHOWN else ""
    return ", ".join(repr(name) for name in all_names[:_SHOWN]) + more if all_names else "none"
