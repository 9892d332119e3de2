"""Whether what a connection offers fits the KPIs that it feeds: looked at when it is mapped, and in every run."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from equipoise.connections.child.failures import ConfigRefused
from equipoise.connections.collect import Feed
from equipoise.connections.measures import Measure
from equipoise.connections.scaling import check_scaling
from equipoise.domain.calendar import Frequency
from equipoise.domain.decimals import quoted
from equipoise.domain.errors import NotFound, Refusal

_SHOWN = 10


class FrequencyDiffers(Refusal):
    """The measure's values are of other periods than the KPI's."""

    code = "FREQUENCY_DIFFERS"


def fitting(feeds: Sequence[Feed], offered: Iterable[Measure]) -> tuple[list[Feed], list[tuple[Feed, Refusal]]]:
    """The feeds that can go on as they were mapped, and why the others cannot: the source may have changed since.

    Raises: ConfigRefused, if none can.
    """
    measures = {measure.key: measure for measure in offered}
    fit: list[Feed] = []
    misfits: list[tuple[Feed, Refusal]] = []
    for feed in feeds:
        try:
            measure = offered_measure(feed.measure, measures)
            check_dimensions(measure, feed.dimensions)
            check_fit(measure, feed.frequency, feed.factor, feed.ratio_factor)
        except Refusal as refusal:
            misfits.append((feed, refusal))
        else:
            fit.append(feed)
    if not fit:
        raise ConfigRefused(f"None of the mapped measures can be read. {misfits[0][1].message}")
    return fit, misfits


def offered_measure(key: str, measures: Mapping[str, Measure]) -> Measure:
    """Raises: NotFound, naming some of those there are."""
    measure = measures.get(key)
    if measure is None:
        there = ", ".join(quoted(known) for known in list(measures)[:_SHOWN]) or "none"
        more = ", ..." if len(measures) > _SHOWN else ""
        raise NotFound(f"The connection has no measure {quoted(key)}; it has {there}{more}.", field="measure")
    return measure


def check_dimensions(measure: Measure, names: Iterable[object]) -> None:
    """Raises: NotFound, naming those there are."""
    for name in names:
        if name not in measure.dimensions:
            there = ", ".join(map(quoted, measure.dimensions)) or "none"
            raise NotFound(f"The measure has no dimension {quoted(str(name))}; it has {there}.", field="dimensions")


def check_fit(measure: Measure, frequency: Frequency, factor: Decimal, ratio_factor: Decimal) -> None:
    """Whether the measure's values, times the factor, can be values of a KPI of this frequency and ratio factor.

    Raises: FrequencyDiffers, FactorDiffers.
    """
    if measure.frequency is not frequency:
        raise FrequencyDiffers(
            f"The measure has {measure.frequency.lower()} values and the KPI {frequency.lower()} ones. Read the source "
            "by the KPI's periods, or change how often the KPI has a value.",
            field="measure",
        )
    check_scaling(measure, factor, ratio_factor)
