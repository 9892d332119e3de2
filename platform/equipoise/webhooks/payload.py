"""What a message says: what happened, when, and the ids by which the API tells more."""

from typing import Any

from equipoise.db.json import encode
from equipoise.events.event import Event

TAGS = {
    "kpi": "kpi",
    "kpis": "kpi",
    "scorecard": "scorecard",
    "scorecards": "scorecard",
    "review": "review",
    "item": "reviewitem",
    "connection": "connection",
    "run": "run",
    "initiative": "initiative",
}
"""What the ids under each name of an event begin with in the API."""


def payload_of(event: Event) -> dict[str, Any]:
    """`type`, `timestamp` and `data`, as Standard Webhooks has it; never figures, texts or names of people."""
    return {
        "type": event.kind,
        "timestamp": event.at.isoformat(),
        "data": {name: _public(name, fact) for name, fact in event.data.items()},
    }


def body_of(payload: dict[str, Any]) -> bytes:
    """The bytes that are signed and sent: the same for the same payload."""
    return encode(dict(sorted(payload.items()))).encode()


def _public(name: str, fact: Any) -> Any:
    tag = TAGS.get(name)
    if tag is None or fact is None:
        return fact
    return [f"{tag}_{each}" for each in fact] if isinstance(fact, list) else f"{tag}_{fact}"
