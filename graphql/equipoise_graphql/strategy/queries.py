"""What can be asked about the strategy."""

from equipoise_graphql.strategy.map_queries import MapQueries
from equipoise_graphql.strategy.objectives import ObjectiveQueries
from equipoise_graphql.strategy.scorecards import ScorecardQueries
from equipoise_graphql.strategy.units import UnitQueries

QUERIES = (UnitQueries, ScorecardQueries, ObjectiveQueries, MapQueries)
