"""Leaky buckets of points: one of each client, and one of each organisation.

In this process and in whole numbers: a bucket is what is left in it, in billionths of a point, and when that was so.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from equipoise.domain.plans import Plan, Rate
from equipoise.identity.actor import Actor
from equipoise_graphql.cost.refusals import CostTooHigh, RateLimited

NANO = 1_000_000_000
MOST_BUCKETS = 100_000
"""Remembered at once, of each kind."""


@dataclass(slots=True)
class _Bucket:
    left: int
    at: int
    """When that was left, in nanoseconds."""

    def filled(self, rate: Rate, now: int) -> int:
        # Points in a second are billionths of a point in a nanosecond: nothing is rounded, however often one asks.
        return min(self.left + (now - self.at) * rate.per_second, rate.capacity * NANO)


class _Buckets:
    """Buckets by what they belong to. One that would be full again says nothing and is forgotten."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[_Bucket, Rate]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def of(self, key: Hashable, rate: Rate, now: int) -> _Bucket:
        known = self._known
        found = known.get(key)
        if found is not None:
            known.move_to_end(key)
            bucket, before = found
            bucket.left, bucket.at = bucket.filled(rate, now), now
            if before != rate:
                known[key] = bucket, rate
            return bucket
        bucket = _Bucket(rate.capacity * NANO, now)
        known[key] = bucket, rate
        # Two go for each that comes, if they can: so the idle ones are gone soon after the last new one.
        for _ in range(2):
            oldest = next(iter(known))
            idle, its_rate = known[oldest]
            if len(known) <= MOST_BUCKETS and idle.filled(its_rate, now) < its_rate.capacity * NANO:
                break
            if idle is bucket:
                break
            del known[oldest]
        return bucket


@dataclass(frozen=True, slots=True)
class Charge:
    """Points that were taken for a request."""

    extension: dict[str, Any]
    """For `extensions.cost` of the answer."""


class Buckets:
    """The points that the clients of this process have left."""

    def __init__(self, *, processes: int = 1, clock: Callable[[], int] = time.monotonic_ns) -> None:
        """`processes`: how many server processes share the load; each of them grants its share of the rates."""
        self._processes = processes
        self._clock = clock
        self._organisations, self._clients = _Buckets(), _Buckets()

    def __len__(self) -> int:
        return len(self._organisations) + len(self._clients)

    def take(self, actor: Actor, plan: Plan, cost: int) -> Charge:
        """Take the points of a document, all of them or none.

        Raises: CostTooHigh, RateLimited.
        """
        now = self._clock()
        of_organisation, of_client = _shares(plan, self._processes)
        organisation = self._organisations.of(actor.tenant_id, of_organisation, now)
        client = self._clients.of((actor.tenant_id, actor.client_id or actor.person_id), of_client, now)
        price = cost * NANO

        def state(charged: int) -> dict[str, Any]:
            return {
                "requestedQueryCost": cost,
                "chargedQueryCost": charged,
                "throttleStatus": {
                    "maximumAvailable": of_client.capacity,
                    "currentlyAvailable": max(min(client.left, organisation.left), 0) // NANO,
                    "restoreRate": of_client.per_second,
                },
            }

        if cost > plan.most_cost:
            raise CostTooHigh(cost, plan.most_cost, state(0))
        lacking = max(
            ("This client", _seconds(price - client.left, of_client)),
            ("Your organisation", _seconds(price - organisation.left, of_organisation)),
            key=lambda each: each[1],
        )
        if lacking[1] > 0:
            raise RateLimited(lacking[0], cost, lacking[1], state(0))
        client.left -= price
        organisation.left -= price
        return Charge(state(cost))


@lru_cache(maxsize=1_000)
def _shares(plan: Plan, processes: int) -> tuple[Rate, Rate]:
    """The organisation's and the client's rates within one process."""
    return (
        plan.organisation.shared_by(processes, least=plan.most_cost),
        plan.client.shared_by(processes, least=plan.most_cost),
    )


def _seconds(missing: int, rate: Rate) -> int:
    """How long until so many billionths of a point have come back, rounded up; 0 if none is missing."""
    return -(-missing // (rate.per_second * NANO)) if missing > 0 else 0
