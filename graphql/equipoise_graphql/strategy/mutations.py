"""How the strategy is changed."""

from equipoise_graphql.strategy.links import LinkMutations
from equipoise_graphql.strategy.objectives import ObjectiveMutations
from equipoise_graphql.strategy.perspectives import PerspectiveMutations
from equipoise_graphql.strategy.scorecards import ScorecardMutations
from equipoise_graphql.strategy.units import UnitMutations

MUTATIONS = (UnitMutations, ScorecardMutations, PerspectiveMutations, ObjectiveMutations, LinkMutations)
