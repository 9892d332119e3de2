"""What a subscription wants to hear of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from equipoise.domain.roles import Permission
from equipoise.events.event import Event
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor

Matches = Callable[[Event, Actor], bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The events that a subscription is about. Its resolver yields this once; who runs the subscription follows."""

    permission: Permission
    """Needed at the moment of each event, not only at the beginning."""
    matches: Matches
    after: str | None
    """The cursor from which to go on; None for from now on."""


def wanted(
    after: str | None, kinds: frozenset[EventKind], matches: Matches, *, permission: Permission = Permission.READ
) -> Any:
    """In the type's place that the schema shows: an event of one of these kinds that matches."""
    return cast("Any", Wanted(permission, lambda event, actor: event.kind in kinds and matches(event, actor), after))
