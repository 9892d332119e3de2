"""The bounds that the requests of a process share."""

from dataclasses import dataclass, field
from typing import Any

from graphql import OperationDefinitionNode

from equipoise.domain.plans import Plan
from equipoise.identity.actor import Actor
from equipoise.settings import Settings
from equipoise_graphql.cost.buckets import Buckets
from equipoise_graphql.cost.plan import standard_plan
from equipoise_graphql.cost.turns import BESIDE_OTHERS, Turns
from equipoise_graphql.cost.weigh import weigh
from equipoise_graphql.documents.first_sight import FirstSights
from equipoise_graphql.documents.read import Document

SHARE_OF_POOL = 0.8
"""How many of the database connections one organisation may use at the same time."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """One per process."""

    plan: Plan
    buckets: Buckets
    organisations: Turns
    """Before anything is executed: one organisation does not hold every database connection."""
    turns: Turns = field(default_factory=lambda: Turns(beside_others=BESIDE_OTHERS))
    """Of each token, before its request is read."""
    strangers: Turns = field(default_factory=Turns)
    """Of each address, before a token that this process does not know is looked up."""
    first_sights: FirstSights = field(default_factory=FirstSights)

    @classmethod
    def of(cls, settings: Settings) -> "Bounds":
        at_most = max(int(settings.pool_size * SHARE_OF_POOL), 1)
        return cls(
            standard_plan(settings),
            Buckets(processes=settings.server_processes),
            Turns(at_most, slow=None, most_waiting=1_000),
        )

    def charge(
        self, actor: Actor, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Take what the operation costs from the actor's points; returns what `extensions.cost` says of it.

        Raises: CostTooHigh, RateLimited.
        """
        return self.buckets.take(actor, self.plan, weigh(document.syntax, operation, variables)).extension
