"""Messages of the protocol, made from what a connector yields and raises."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from equipoise_sdk.errors import AuthError, ConfigError, RateLimited, Transient
from equipoise_sdk.grain import Grain
from equipoise_sdk.measure import Measure
from equipoise_sdk.reading import RowError, Value

Message = dict[str, Any]
Scrub = Callable[[str], str]

MAX_TEXT = 2_000
MAX_DIGITS = 60


class ContractError(Exception):
    """The connector has yielded something that the contract rules out."""


def measure(item: Any) -> Message:
    if not isinstance(item, Measure):
        raise ContractError(f"discover() gave a {type(item).__name__} instead of a Measure")
    return {
        "type": "measure",
        "key": item.key,
        "name": item.name,
        "unit": item.unit,
        "grain": Grain(item.grain).value,
        "dimensions": list(item.dimensions),
        "factor": str(item.factor),
    }


def value(item: Value, scrub: Scrub) -> Message:
    if type(item.period_start) is not date:
        raise ContractError(f"period_start of a value is a {type(item.period_start).__name__}, not a date")
    message: Message = {
        "type": "value",
        "measure": item.measure,
        "period_start": item.period_start.isoformat(),
        "value": _figure(item.value, "value"),
    }
    if item.numerator is not None:
        message["numerator"] = _figure(item.numerator, "numerator")
    if item.denominator is not None:
        message["denominator"] = _figure(item.denominator, "denominator")
    if item.label is not None:
        message["label"] = scrub(item.label)
    if item.dimensions:
        message["dimensions"] = {name: scrub(part) for name, part in item.dimensions.items()}
    if item.note is not None:
        message["note"] = scrub(item.note)
    if item.source is not None:
        message["source"] = scrub(item.source)
    return message


def row_error(item: RowError, scrub: Scrub) -> Message:
    return {
        "type": "row_error",
        "where": _shortened(scrub(item.where)),
        "message": _shortened(scrub(item.message)),
        "code": item.code,
    }


def log(level: str, message: str) -> Message:
    return {"type": "log", "level": level, "message": _shortened(message)}


def error(exception: BaseException, scrub: Scrub) -> Message:
    """What the host shall do about the exception, in words without a secret."""
    kind, text = "bug", f"{type(exception).__name__}: {exception}".removesuffix(": ")
    match exception:
        case ConfigError():
            kind, text = "config", str(exception)
        case AuthError():
            kind, text = "auth", str(exception)
        case RateLimited():
            kind, text = "rate_limited", str(exception)
        case Transient():
            kind, text = "transient", str(exception)
        case MemoryError():
            kind, text = "out_of_memory", "The run needed more memory than it may use."
    message: Message = {
        "type": "error",
        "kind": kind,
        "message": _shortened(scrub(text)),
        "field": getattr(exception, "field", None) if kind == "config" else None,
        "retry_after": exception.retry_after if isinstance(exception, RateLimited) else None,
    }
    if isinstance(exception, ConfigError):
        message["problems"] = [
            {"field": problem.field, "message": _shortened(scrub(problem.message))} for problem in exception.problems
        ]
    return message


def _figure(figure: Any, name: str) -> str:
    if not isinstance(figure, Decimal):
        raise ContractError(f"{name} is a {type(figure).__name__}, not a Decimal")
    text = str(figure)
    if not figure.is_finite() or len(text) > MAX_DIGITS + 10 or abs(figure.adjusted()) > MAX_DIGITS:
        raise ContractError(f"{name} is not a finite number of at most {MAX_DIGITS} digits")
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
