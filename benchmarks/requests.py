"""The bytes that are sent: what one organisation asks for, in the words of each server."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.seeding.template import Organisation

TOP = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value to record."""

    kpi: UUID
    month: date
    value: str


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one server is asked for a scorecard page, for a KPI's details, and to record values."""

    name: str
    scorecard_page: Callable[[Organisation], bytes]
    kpi_detail: Callable[[Organisation, UUID], bytes]
    record_values: Callable[[Organisation, Sequence[Figure]], bytes]


def product_document(name: str) -> str:
    """One of the documents that frontends send."""
    return _document("tests/queries", name)


def _product(name: str, organisation: Organisation, **variables: Any) -> bytes:
    return product_request(organisation, product_document(name), **variables)


def product_request(organisation: Organisation, document: str, **variables: Any) -> bytes:
    """A document for the product, on behalf of the organisation's owner."""
    body = {"query": document, "variables": variables}
    return _post("/graphql", body, {"Authorization": f"Bearer {organisation.token}"})


def _product_record(organisation: Organisation, figures: Sequence[Figure]) -> bytes:
    values = [
        {"kpi": f"kpi_{figure.kpi}", "periodStart": figure.month.isoformat(), "value": figure.value}
        for figure in figures
    ]
    return _product("record_values", organisation, input={"allOrNothing": True, "values": values})


PRODUCT = Dialect(
    name="product",
    scorecard_page=lambda asker: _product("scorecard_page", asker, id=f"scorecard_{asker.scorecard}"),
    kpi_detail=lambda asker, kpi: _product("kpi_detail", asker, id=f"kpi_{kpi}"),
    record_values=_product_record,
)


def _postgraphile(name: str, organisation: Organisation, **variables: Any) -> bytes:
    body = {"query": _document("benchmarks/postgraphile", name), "variables": variables}
    return _post("/graphql", body, {"X-Organisation": str(organisation.tenant_id)})


POSTGRAPHILE = Dialect(
    name="postgraphile",
    scorecard_page=lambda asker: _postgraphile(
        "scorecard_page",
        asker,
        tenant=str(asker.tenant_id),
        id=str(asker.scorecard),
        month=asker.last_month.isoformat(),
    ),
    kpi_detail=lambda asker, kpi: _postgraphile("kpi_detail", asker, tenant=str(asker.tenant_id), id=str(kpi)),
    record_values=lambda asker, figures: _postgraphile("record_values", asker, **_columns(figures)),
)

POSTGRAPHILE_OBJECTS = replace(
    POSTGRAPHILE,
    name="postgraphile objects",
    record_values=lambda asker, figures: _postgraphile("record_items", asker, items=_items(figures)),
)

BARE = Dialect(
    name="bare",
    scorecard_page=lambda asker: _get(f"/scorecard_page/{asker.tenant_id}/{asker.scorecard}"),
    kpi_detail=lambda asker, kpi: _get(f"/kpi_detail/{asker.tenant_id}/{kpi}"),
    record_values=lambda asker, figures: _post(f"/record_values/{asker.tenant_id}", _columns(figures), {}),
)


def _items(figures: Sequence[Figure]) -> list[dict[str, str]]:
    return [{"kpi": str(figure.kpi), "month": figure.month.isoformat(), "figure": figure.value} for figure in figures]


def _columns(figures: Sequence[Figure]) -> dict[str, list[str]]:
    return {
        "kpis": [str(figure.kpi) for figure in figures],
        "months": [figure.month.isoformat() for figure in figures],
        "figures": [figure.value for figure in figures],
    }


@cache
def _document(folder: str, name: str) -> str:
    return (TOP / folder / f"{name}.graphql").read_text(encoding="utf-8")


def _post(path: str, body: Any, headers: dict[str, str]) -> bytes:
    content = json.dumps(body).encode()
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n{more}"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()
