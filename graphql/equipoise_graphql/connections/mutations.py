"""How connections are changed and used."""

from equipoise_graphql.connections.edit import ConnectionMutations
from equipoise_graphql.connections.feed import FeedMutations

MUTATIONS = (ConnectionMutations, FeedMutations)
