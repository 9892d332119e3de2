"""What the change log says about the next version."""

import re
from collections.abc import Iterable

from equipoise_graphql.stability.changes import Change

HEADINGS = ("Changed", "Removed")
"""Where a breaking change is announced."""

_UNRELEASED = re.compile(r"^## \[Unreleased\]$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^### (.+?)$(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"`([^`\n]+)`")


def complaints(changes: Iterable[Change], change_log: str) -> list[str]:
    """What keeps these changes from being released, each with what to do about it."""
    announced = _announced(change_log)
    found = []
    for change in changes:
        if change.without_notice:
            found.append(
                f"{change.words} Nothing is removed that was not deprecated in a version before: bring back "
                f"`{change.coordinate}` and deprecate it, or what leads to it."
            )
        elif change.coordinate not in announced:
            found.append(
                f"{change.words} Announce it in CHANGELOG.md, under {' or '.join(HEADINGS)} of Unreleased, with a line "
                f"that says what to do instead: “- `{change.coordinate}`: …”."
            )
    return found


def _announced(change_log: str) -> set[str]:
    unreleased = _UNRELEASED.search(change_log)
    sections = _SECTION.findall(unreleased[1]) if unreleased else []
    return {named for heading, text in sections if heading in HEADINGS for named in _NAMED.findall(text)}
