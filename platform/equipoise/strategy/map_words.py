"""What the strategy map says in words: beside its signs, on hovering, and for those who cannot see it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from equipoise.domain.rollup import Coverage
from equipoise.domain.strategy_map.model import MapLink, MapObjective, StrategyMap
from equipoise.domain.strategy_map.size import counted
from equipoise.domain.strategy_map.warning import MapWarning, Severity
from equipoise.strategy.map_signs import LOOKS
from equipoise.strategy.svg import isolated


def whole_map(strategy_map: StrategyMap, warnings: Sequence[MapWarning], as_of: date) -> str:
    """Perspectives from the top with their objectives, then the links, then how many warnings there are."""
    return "\n".join(_sentences(strategy_map, warnings, as_of))


def objective(shown: MapObjective) -> str:
    """Everything about an objective, a line each."""
    lines = [isolated(shown.name), status(shown)]
    if shown.theme:
        lines.append(f"Theme: {isolated(shown.theme)}")
    lines.append(f"Owner: {isolated(shown.owner)}" if shown.owner else "No owner")
    return "\n".join(lines)


def status(shown: MapObjective) -> str:
    """Status, score and what it stands on: `Green, 78 from 6 of 9 KPIs`."""
    score = "no score" if shown.score is None else whole_score(shown.score)
    return f"{LOOKS[shown.status].word}, {score} from {coverage(shown.coverage)}"


def whole_score(score: Decimal) -> str:
    """A score for display."""
    return str(score.quantize(Decimal(1), ROUND_HALF_UP))


def coverage(stands_on: Coverage) -> str:
    """What a score stands on: `6 of 9 KPIs`."""
    if stands_on.total_count == 0:
        return "no KPIs"
    return f"{stands_on.scored_count} of {counted(stands_on.total_count, 'KPI')}"


def link(shown: MapLink, objectives: Mapping[UUID, MapObjective]) -> str:
    """Cause, effect and rationale."""
    told = _leads_to(shown, objectives)
    return f"{told}: {isolated(shown.rationale)}" if shown.rationale else told


def warning_count(warnings: Sequence[MapWarning]) -> str:
    """How many warnings there are, the gravest first."""
    if not warnings:
        return "No warnings: the scorecard is well formed."
    counts = Counter(warning.severity for warning in warnings)
    told = [
        (counts[Severity.BLOCKING], "to be mended first"),
        (counts[Severity.PROBLEM], "problem" if counts[Severity.PROBLEM] == 1 else "problems"),
        (counts[Severity.ADVICE], "piece of advice" if counts[Severity.ADVICE] == 1 else "pieces of advice"),
    ]
    kinds = ", ".join(f"{count} {kind}" for count, kind in told if count)
    return f"{counted(len(warnings), 'warning')}: {kinds}."


def _sentences(strategy_map: StrategyMap, warnings: Sequence[MapWarning], as_of: date) -> Iterator[str]:
    yield (
        f"{counted(len(strategy_map.perspectives), 'perspective')}, "
        f"{counted(len(strategy_map.objectives), 'objective')}, "
        f"{counted(len(strategy_map.links), 'cause-effect link')}; scores as of {as_of.isoformat()}."
    )
    for perspective in strategy_map.top_down():
        told = [f"{isolated(each.name)} ({status(each)})" for each in strategy_map.within(perspective)]
        yield f"{isolated(perspective.name)}: {'; '.join(told) or 'no objectives yet'}."
    objectives = strategy_map.by_id()
    for each in strategy_map.links:
        yield f"{_leads_to(each, objectives)}."
    yield warning_count(warnings)


def _leads_to(shown: MapLink, objectives: Mapping[UUID, MapObjective]) -> str:
    cause, effect = (isolated(objectives[each].name) for each in (shown.cause_id, shown.effect_id))
    return f"{cause} leads to {effect}"
