"""How connections are changed and used."""

from equipoise_graphql.connections.edit import ConnectionMutations
from equipoise_graphql.connections.feed import FeedMutations
from equipoise_graphql.connections.upload import ConnectionFileMutations

MUTATIONS = (ConnectionMutations, FeedMutations, ConnectionFileMutations)
