"""How people and tokens are changed."""

from equipoise_graphql.identity.people import PeopleMutations
from equipoise_graphql.identity.tokens import TokenMutations

MUTATIONS = (PeopleMutations, TokenMutations)
