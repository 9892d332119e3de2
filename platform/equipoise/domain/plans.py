"""What an organisation may ask of the API, as numbers. Which plan an organisation has is decided elsewhere."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may ask for."""

    characters: int = 100_000
    tokens: int = 1_000
    depth: int = 10
    aliases: int = 15
    directives: int = 50
    fields: int = 1_000
    """Fields with every fragment written out."""
    introspection_depth: int = 20
    introspections: int = 1
    """Of the whole schema: the answer is large and is made without a pause."""
    digits: int = 1_000
    """Of one number, wherever it stands."""
    merges: int = 2_000
    """Pairs of fields of the same name in the same place: validation compares each with each."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A leaky bucket of points: how many there can be, and how many come back in a second."""

    capacity: int
    per_second: int

    def shared_by(self, processes: int, *, least: int) -> "Rate":
        """The share of one of several server processes, which know nothing of each other.

        It holds at least the points `least`, so that what one process allows at all fits into its share.
        """
        return Rate(max(self.capacity // processes, least), max(self.per_second // processes, 1))


SECONDS_OF_CAPACITY = 20
"""How long a bucket takes to fill: what an organisation saved up while it was quiet, it may spend at once."""

CLIENTS = 4
"""How many clients of an organisation have to be at their bounds before the others notice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The bounds of an organisation's requests. One point is about one object of an answer."""

    name: str
    organisation: Rate
    client: Rate
    """Of each client (an application, a token) of the organisation. Less than the organisation's, so that the others
    go on when one does not stop."""
    most_cost: int = 25_000
    """Of one document."""
    limits: Limits = field(default_factory=Limits)
    batch: int = 0
    """Requests in one body; 0 refuses lists of requests."""


def plan_of_rate(name: str, per_second: int, *, batch: int = 0) -> Plan:
    """A plan whose organisation gets so many points back in a second, and each client a part of them."""
    organisation = Rate(per_second * SECONDS_OF_CAPACITY, per_second)
    client = Rate(organisation.capacity // CLIENTS, max(per_second // CLIENTS, 1))
    return Plan(name, organisation, client, batch=batch)
