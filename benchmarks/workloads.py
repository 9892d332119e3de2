"""The requests that are measured."""

import json
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.seed import LAST_MONTH, Seeded, SeededOrganisation

QUERIES = Path(__file__).parents[1] / "tests" / "queries"


@dataclass(frozen=True)
class Workload:
    """One row of the table: ready-made requests, sent round and round."""

    name: str
    connections: int
    product: list[bytes]
    bare: list[bytes] | None


def workloads(data: Seeded) -> list[Workload]:
    """Reads and writes spread over all organisations, in an order that is the same every time."""
    rng = random.Random(7)
    chosen = [rng.choice(data.organisations) for _ in range(400)]
    reads = {
        "scorecard_page": (
            [_document("scorecard_page", o, id=f"scorecard_{o.scorecard}") for o in chosen],
            "scorecard",
        ),
        "kpi_detail": ([_document("kpi_detail", o, id=f"kpi_{rng.choice(o.kpis)}") for o in chosen], "kpi"),
    }
    rows = []
    for name, (requests, path) in reads.items():
        bare = [
            _get(f"/{path}/{o.tenant_id}/{o.scorecard if path == 'scorecard' else rng.choice(o.kpis)}") for o in chosen
        ]
        rows += [Workload(f"{name}, {n} connections", n, requests, bare) for n in (1, 16)]
    for values, different in ((1, 400), (1_000, 40)):
        writes = [_values(o, values, rng) for o in chosen[:different]]
        rows += [
            Workload(
                f"record_values × {values:,}, {n} connections",
                n,
                [_record(o, items) for o, items in zip(chosen, writes, strict=False)],
                [_post(f"/values/{o.tenant_id}", items) for o, items in zip(chosen, writes, strict=False)],
            )
            for n in (1, 16)
        ]
    return rows


def _values(organisation: SeededOrganisation, count: int, rng: random.Random) -> list[dict[str, str]]:
    months = [_months_before(LAST_MONTH, number) for number in range(36)]
    cells = [(kpi, month) for month in months for kpi in organisation.kpis]
    return [
        {"kpi": kpi, "periodStart": month.isoformat(), "value": f"{rng.uniform(0, 100):.2f}"}
        for kpi, month in (rng.sample(cells, 1) if count == 1 else cells[:count])
    ]


def _record(organisation: SeededOrganisation, items: list[dict[str, str]]) -> bytes:
    values = [{**item, "kpi": f"kpi_{item['kpi']}"} for item in items]
    return _document("record_values", organisation, input={"allOrNothing": True, "values": values})


def _months_before(month: date, number: int) -> date:
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def _document(name: str, organisation: SeededOrganisation, **variables: Any) -> bytes:
    query = (QUERIES / f"{name}.graphql").read_text()
    return _post("/graphql", {"query": query, "variables": variables}, organisation.token)


def _post(path: str, body: Any, token: str | None = None) -> bytes:
    content = json.dumps(body).encode()
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n{authorization}"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()
