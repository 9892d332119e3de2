"""The kinds of values in a document: texts, figures, days, as the domain reads them everywhere else."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from equipoise.domain import text
from equipoise.domain.calendar import FIRST_DAY, LAST_DAY
from equipoise.domain.decimals import HUNDRED, ZERO, parse_decimal, quoted
from equipoise.domain.errors import Invalid, Refusal
from equipoise.domain.rollup import parse_weight
from equipoise.exchange.spelling import snake
from equipoise.kpis.key import checked_key

T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TEXT = "the text"


def refusing(check: Callable[[Any], T]) -> Callable[[Any], T]:
    """The check, its refusal told to pydantic together with the place below the checked value."""

    def run(raw: Any) -> T:
        try:
            return check(raw)
        except Refusal as refusal:
            raise told(refusal) from None

    return run


def told(refusal: Refusal, *, below: bool = False) -> PydanticCustomError:
    """A refusal as pydantic carries it. With `below` its field is a place inside the value."""
    place = snake(refusal.field) if below and refusal.field else ""
    return PydanticCustomError("refused", "{message}", {"message": refusal.message, "place": place})


def _figure(check: Callable[[Any], Decimal]) -> Callable[[Any], Decimal]:
    """The check of something that is there."""

    def run(raw: Any) -> Decimal:
        if raw is None:
            raise Invalid("There is no figure here. Give one, or leave the line out.")
        return check(raw)

    return refusing(run)


def _day(raw: object) -> date:
    if isinstance(raw, str) and _DAY.fullmatch(raw):
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            raise Invalid(f"There is no day {raw}.") from None
        if FIRST_DAY <= day <= LAST_DAY:
            return day
        raise Invalid(f"{day} is outside {FIRST_DAY} to {LAST_DAY}.")
    raise Invalid(f"{quoted(str(raw))} is not a date; write it as 2026-03-31.")


def _positive(raw: object) -> Decimal:
    figure = parse_decimal(raw)
    if figure <= ZERO:
        raise Invalid("It has to be greater than zero.")
    return figure


def _percent(raw: object) -> Decimal:
    figure = parse_decimal(raw)
    if not ZERO <= figure <= HUNDRED:
        raise Invalid("It is a percentage from 0 to 100.")
    return figure


def _amount(raw: object) -> Decimal:
    figure = parse_decimal(raw)
    if figure < ZERO:
        raise Invalid("It is not negative.")
    return figure


Name = Annotated[str, AfterValidator(refusing(lambda raw: text.name(raw, _TEXT)))]
Prose = Annotated[
    str,
    BeforeValidator(lambda raw: "" if raw is None else raw),
    AfterValidator(refusing(lambda raw: text.prose(raw, _TEXT))),
]
Email = Annotated[str, AfterValidator(refusing(lambda raw: text.email(raw, _TEXT)))]
KpiKey = Annotated[str, AfterValidator(refusing(checked_key))]
Reference = Annotated[str, AfterValidator(str.strip), Field(min_length=1, max_length=20 * text.NAME)]
"""The name of something that the document or the organisation has; a path of names where one alone is not enough."""

Figure = Annotated[Decimal, PlainValidator(_figure(parse_decimal))]
Weight = Annotated[Decimal, PlainValidator(_figure(parse_weight))]
Positive = Annotated[Decimal, PlainValidator(_figure(_positive))]
Percent = Annotated[Decimal, PlainValidator(_figure(_percent))]
Amount = Annotated[Decimal, PlainValidator(_figure(_amount))]
Day = Annotated[date, PlainValidator(refusing(_day))]

Listed = Annotated[tuple[T, ...], BeforeValidator(lambda raw: () if raw is None else raw)]
"""Further entries; `key:` with nothing behind it is an empty list."""
