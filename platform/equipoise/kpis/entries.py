"""One value, read against its KPI."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from equipoise.domain import text
from equipoise.domain.aggregation import Reading
from equipoise.domain.calendar import Period
from equipoise.domain.decimals import as_value, over, parse_decimal, times
from equipoise.domain.errors import Invalid, Refusal
from equipoise.domain.scoring import Choice
from equipoise.scores.structure import KpiFacts, Structure


class TooManyValues(Refusal):
    """More values than one call takes."""

    code = "TOO_MANY_VALUES"


class ValueMissing(Refusal):
    """An item without a value."""

    code = "VALUE_MISSING"


class ValueItem(NamedTuple):
    """One value as it came in: figures as they were written. `kpi` is the KPI's id, or its key."""

    kpi: UUID | str
    period_start: date
    value: object = None
    numerator: object = None
    denominator: object = None
    label: str | None = None
    note: str | None = None


class Entry(NamedTuple):
    """A value that can be recorded."""

    structure: Structure
    kpi: KpiFacts
    reading: Reading
    label: str | None
    note: str | None


def read_entry(item: ValueItem, structure: Structure, kpi: KpiFacts) -> Entry:
    """The item in exact figures.

    A choice takes a label, a ratio may come as its two parts, everything else is a value.
    Raises: ValueMissing, Invalid, NotANumber and the like, naming the field.
    """
    numerator = None if item.numerator is None else parse_decimal(item.numerator, "numerator")
    denominator = None if item.denominator is None else parse_decimal(item.denominator, "denominator")
    label = None
    if isinstance(kpi.rules.scoring, Choice):
        label, value = _chosen(kpi.rules.scoring, item)
    elif item.label is not None:
        raise Invalid("Only a KPI that is scored by choice takes a label.", field="label")
    elif numerator is not None or denominator is not None:
        value = _ratio(item, numerator, denominator, kpi.rules.ratio_factor)
    elif item.value is None:
        raise ValueMissing("Give the value, or both parts of the ratio.", field="value")
    else:
        value = parse_decimal(item.value, "value")
    note = text.prose(item.note, "note") or None
    return Entry(structure, kpi, Reading(item.period_start, value, numerator, denominator), label, note)


def period_of(start: date, structure: Structure, kpi: KpiFacts) -> Period:
    """The KPI's own period that begins on this day. Raises: NotAPeriodStart, DateOutOfRange."""
    try:
        return structure.calendar.starting(start, kpi.rules.frequency)
    except Refusal as refusal:
        raise refusal.at("periodStart") from None


def _chosen(choice: Choice, item: ValueItem) -> tuple[str, Decimal]:
    written = item.label if item.label is not None else item.value
    if not isinstance(written, str):
        raise ValueMissing("Give the label that was chosen.", field="label")
    field = "label" if item.label is not None else "value"
    score = choice.score_of(written, field)
    return next(label for label, _ in choice.labels if label.casefold() == written.strip().casefold()), score


def _ratio(item: ValueItem, numerator: Decimal | None, denominator: Decimal | None, factor: Decimal) -> Decimal:
    if numerator is None or denominator is None:
        missing = "numerator" if numerator is None else "denominator"
        raise ValueMissing("A ratio needs both its numerator and its denominator.", field=missing)
    if not denominator:
        raise Invalid("The denominator is zero: there is no ratio. Leave the value out.", field="denominator")
    value = as_value(over(times(factor, numerator), denominator))
    if item.value is not None and parse_decimal(item.value, "value") != value:
        raise Invalid(f"The parts give {value:f}, which is not this value; send the parts alone.", field="value")
    return parse_decimal(value, "value")
