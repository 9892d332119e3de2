"""Asking for the strategy map by its scorecard."""

import strawberry

from equipoise.strategy import models
from equipoise_graphql.context import Info
from equipoise_graphql.fields import resolved
from equipoise_graphql.ids import Id, decode
from equipoise_graphql.strategy.map_types import MapDay, StrategyMapType, load_map


@strawberry.type
class MapQueries:
    """Asking for the strategy map."""

    @resolved("The strategy map of a scorecard; null if there is no such scorecard.")
    async def strategy_map(self, info: Info, scorecard: Id, on: MapDay = None) -> StrategyMapType | None:
        found: StrategyMapType | None = await load_map(info, decode(scorecard, models.Scorecard, "scorecard"), on)
        return found
