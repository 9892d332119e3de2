"""What is asked for: the four works of the performance goals, spread over all organisations."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from benchmarks.requests import Dialect, Figure
from benchmarks.seeding.database import Seeded
from benchmarks.seeding.months import months_after
from benchmarks.seeding.template import VALUES, Organisation

MOST_ASKERS, MOST_CELLS, MOST_LARGE = 2_000, 10_000, 100
"""Bounds of the prepared requests, so that they fit into memory many times."""
LARGE = 1_000


@dataclass(frozen=True, slots=True)
class Work:
    """One of the works, by the letter that stands for it in the goals."""

    letter: str
    title: str
    writes: bool = False


SCORECARD_PAGE = Work("A", "scorecard page: 60 KPIs, 720 values")
KPI_DETAIL = Work("B", "one KPI, 36 values")
RECORD_ONE = Work("C", "record 1 value", writes=True)
RECORD_MANY = Work("D", f"record {LARGE:,} values", writes=True)
WORKS = (SCORECARD_PAGE, KPI_DETAIL, RECORD_ONE, RECORD_MANY)


@cache
def requests_of(work: Work, dialect: Dialect, data: Seeded) -> list[bytes]:
    """The requests, for every server about the same rows in the same order: each organisation as often as any other."""
    rng = random.Random(7)
    numbers = rng.sample(range(data.count), min(data.count, MOST_ASKERS))
    askers = [data.organisation(number) for number in numbers]
    match work:
        case Work("A"):
            return [dialect.scorecard_page(asker) for asker in askers]
        case Work("B"):
            chosen = rng.choices(askers, k=MOST_ASKERS)
            return [dialect.kpi_detail(asker, rng.choice(asker.kpis)) for asker in chosen]
        case Work("C"):
            cells = [(asker, [_cell(asker, rng)]) for asker in rng.choices(askers, k=MOST_CELLS)]
        case _:
            cells = [(asker, _cells(asker)[:LARGE]) for asker in askers[:MOST_LARGE]]
    return list(_writes(dialect, cells))


Cell = tuple[UUID, date]
"""A KPI and a month."""


def _cells(asker: Organisation) -> list[Cell]:
    """Newest month first."""
    return [(kpi, months_after(asker.last_month, -number)) for number in range(VALUES) for kpi in asker.kpis]


def _cell(asker: Organisation, rng: random.Random) -> Cell:
    return rng.choice(asker.kpis), months_after(asker.last_month, -rng.randrange(VALUES))


def _writes(dialect: Dialect, cells: list[tuple[Organisation, list[Cell]]]) -> Iterator[bytes]:
    """All cells twice, and for each server with figures of its own.

    So every value differs from the one that it meets, whoever wrote that: the product skips a value that is the same.
    """
    for turn in range(2):
        rng = random.Random(f"{dialect.name} {turn}")
        for asker, chosen in cells:
            yield dialect.record_values(
                asker, [Figure(kpi, month, f"{rng.uniform(0, 100):.4f}") for kpi, month in chosen]
            )
