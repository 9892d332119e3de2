"""The advice of "Well-formed scorecards", given on one strategy map."""

from collections.abc import Iterator
from dataclasses import replace

from equipoise.domain.strategy_map.causality import causality_warnings
from equipoise.domain.strategy_map.measurement import measurement_warnings
from equipoise.domain.strategy_map.model import StrategyMap
from equipoise.domain.strategy_map.policy import MapPolicy
from equipoise.domain.strategy_map.size import size_warnings
from equipoise.domain.strategy_map.warning import MapWarning, Severity

DEFAULT_POLICY = MapPolicy()


def check_map(strategy_map: StrategyMap, policy: MapPolicy = DEFAULT_POLICY) -> list[MapWarning]:
    """Everything that is not well formed, in a fixed order: sizes and balance, links, measurement.

    Advice only, except for what the tenant's policy makes BLOCKING.
    """
    return [
        replace(warning, severity=Severity.BLOCKING) if warning.code in policy.blocking else warning
        for warning in _all_warnings(strategy_map, policy)
    ]


def _all_warnings(strategy_map: StrategyMap, policy: MapPolicy) -> Iterator[MapWarning]:
    yield from size_warnings(strategy_map, policy)
    yield from causality_warnings(strategy_map)
    yield from measurement_warnings(strategy_map, policy)
