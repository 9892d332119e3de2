"""What is said about a map that is not well formed."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Severity(StrEnum):
    """ADVICE is a matter of degree, a PROBLEM hides something, BLOCKING is what the tenant forbids."""

    ADVICE = "ADVICE"
    PROBLEM = "PROBLEM"
    BLOCKING = "BLOCKING"


class WarningCode(StrEnum):
    """Stable names, for frontends and for the tenant's policy."""

    PERSPECTIVE_WITHOUT_OBJECTIVES = "PERSPECTIVE_WITHOUT_OBJECTIVES"
    FEW_OBJECTIVES_IN_PERSPECTIVE = "FEW_OBJECTIVES_IN_PERSPECTIVE"
    MANY_OBJECTIVES_IN_PERSPECTIVE = "MANY_OBJECTIVES_IN_PERSPECTIVE"
    FEW_OBJECTIVES = "FEW_OBJECTIVES"
    MANY_OBJECTIVES = "MANY_OBJECTIVES"
    FEW_KPIS = "FEW_KPIS"
    MANY_KPIS = "MANY_KPIS"
    LIGHT_PERSPECTIVE = "LIGHT_PERSPECTIVE"
    HEAVY_PERSPECTIVE = "HEAVY_PERSPECTIVE"
    NO_LEADING_KPI = "NO_LEADING_KPI"
    NO_LAGGING_KPI = "NO_LAGGING_KPI"
    NO_QUALITATIVE_KPI = "NO_QUALITATIVE_KPI"
    NO_QUANTITATIVE_KPI = "NO_QUANTITATIVE_KPI"
    BLIND_OBJECTIVE = "BLIND_OBJECTIVE"
    OBJECTIVE_WITHOUT_KPI = "OBJECTIVE_WITHOUT_KPI"
    OBJECTIVE_WITHOUT_INITIATIVE = "OBJECTIVE_WITHOUT_INITIATIVE"
    NEGLECTED_OBJECTIVE = "NEGLECTED_OBJECTIVE"
    KPI_WITHOUT_OWNER = "KPI_WITHOUT_OWNER"
    KPI_WITHOUT_TARGET = "KPI_WITHOUT_TARGET"
    KPI_WITHOUT_SOURCE = "KPI_WITHOUT_SOURCE"
    LINK_CYCLE = "LINK_CYCLE"
    DOWNWARD_LINK = "DOWNWARD_LINK"
    ORPHAN_OBJECTIVE = "ORPHAN_OBJECTIVE"


_PROBLEMS = frozenset(
    {
        WarningCode.PERSPECTIVE_WITHOUT_OBJECTIVES,
        WarningCode.BLIND_OBJECTIVE,
        WarningCode.NEGLECTED_OBJECTIVE,
        WarningCode.KPI_WITHOUT_OWNER,
        WarningCode.KPI_WITHOUT_TARGET,
        WarningCode.KPI_WITHOUT_SOURCE,
        WarningCode.LINK_CYCLE,
        WarningCode.DOWNWARD_LINK,
        WarningCode.ORPHAN_OBJECTIVE,
    }
)


@dataclass(frozen=True, slots=True)
class MapWarning:
    """One finding: the rule it falls under, a sentence for the strategist, and what it is about.

    The subjects are ids of perspectives, objectives, KPIs or links; none means the map as a whole.
    """

    code: WarningCode
    message: str
    subjects: tuple[UUID, ...]
    severity: Severity


def warn(code: WarningCode, message: str, *subjects: UUID) -> MapWarning:
    """A warning with the severity that its rule has where the tenant decides nothing else."""
    return MapWarning(code, message, subjects, Severity.PROBLEM if code in _PROBLEMS else Severity.ADVICE)
