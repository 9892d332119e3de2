"""How much a map holds, and how its weight is spread."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from equipoise.domain.decimals import over
from equipoise.domain.strategy_map.model import StrategyMap
from equipoise.domain.strategy_map.policy import MapPolicy, Range
from equipoise.domain.strategy_map.warning import MapWarning, WarningCode, warn


def size_warnings(strategy_map: StrategyMap, policy: MapPolicy) -> Iterator[MapWarning]:
    """Too little or too much, per perspective and in all, and perspectives out of balance."""
    yield from _perspective_sizes(strategy_map, policy.objectives_per_perspective)
    yield from _total(
        len(strategy_map.objectives),
        policy.objectives,
        "objective",
        WarningCode.FEW_OBJECTIVES,
        WarningCode.MANY_OBJECTIVES,
    )
    yield from _total(
        sum(len(objective.kpis) for objective in strategy_map.objectives),
        policy.kpis,
        "KPI",
        WarningCode.FEW_KPIS,
        WarningCode.MANY_KPIS,
    )
    yield from _balance(strategy_map, policy)


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _perspective_sizes(strategy_map: StrategyMap, wanted: Range) -> Iterator[MapWarning]:
    for perspective in strategy_map.top_down():
        count = len(strategy_map.within(perspective))
        name = f"The perspective “{perspective.name}”"
        if count == 0:
            yield warn(
                WarningCode.PERSPECTIVE_WITHOUT_OBJECTIVES,
                f"{name} has no objectives, so the strategy says nothing about it.",
                perspective.id,
            )
        elif count < wanted.low:
            yield warn(
                WarningCode.FEW_OBJECTIVES_IN_PERSPECTIVE,
                f"{name} has only {counted(count, 'objective')}; {wanted} make it whole.",
                perspective.id,
            )
        elif count > wanted.high:
            yield warn(
                WarningCode.MANY_OBJECTIVES_IN_PERSPECTIVE,
                f"{name} has {counted(count, 'objective')}; {wanted} keep it in focus.",
                perspective.id,
            )


def _total(count: int, wanted: Range, noun: str, few: WarningCode, many: WarningCode) -> Iterator[MapWarning]:
    if count < wanted.low:
        yield warn(few, f"The scorecard has {counted(count, noun)}; about {wanted} give the whole picture.")
    elif count > wanted.high:
        yield warn(many, f"The scorecard has {counted(count, noun)}; beyond {wanted.high} the main thing gets lost.")


def shares(strategy_map: StrategyMap) -> dict[UUID, Decimal]:
    """Each perspective's part, 0..1, of the whole weight; empty where nothing has a weight."""
    total = sum((perspective.weight for perspective in strategy_map.perspectives), Decimal(0))
    if total == 0:
        return {}
    return {perspective.id: over(perspective.weight, total) for perspective in strategy_map.perspectives}


def percent(share: Decimal) -> str:
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def _balance(strategy_map: StrategyMap, policy: MapPolicy) -> Iterator[MapWarning]:
    """Limits that an even spread would break, as with two perspectives, move to the even share."""
    share_of = shares(strategy_map)
    if not share_of:
        return
    even = over(Decimal(1), Decimal(len(share_of)))
    least, greatest = min(policy.least_share, even), max(policy.greatest_share, even)
    for perspective in strategy_map.top_down():
        share = share_of[perspective.id]
        carries = f"The perspective “{perspective.name}” carries {percent(share)} of the weight"
        if share > greatest:
            yield warn(
                WarningCode.HEAVY_PERSPECTIVE,
                f"{carries}; above {percent(greatest)} it drowns the others.",
                perspective.id,
            )
        elif share < least:
            yield warn(
                WarningCode.LIGHT_PERSPECTIVE,
                f"{carries}; below {percent(least)} it hardly counts.",
                perspective.id,
            )
