"""The same reads with many more organisations: what growth costs."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from rich.table import Table

from benchmarks.graph import Line, Panel, drawn
from benchmarks.load.generator import Generator
from benchmarks.processes import postmaster
from benchmarks.rounds import Figures, Plan, Target, measure
from benchmarks.seeding.database import Seeded
from benchmarks.seeding.template import KPIS, OBJECTIVES, PERSPECTIVES, VALUES
from benchmarks.servers import product_server
from benchmarks.workloads import KPI_DETAIL, SCORECARD_PAGE, WORKS

STEPS = (50, 200, 1_000, 10_000)
COMPARED_WITH = 200
MOST_SLOWER = 1.3
CONNECTIONS = 16
PLAN = Plan(rounds=5, seconds=4, warm_up_seconds=2, warm_up_all=True)


@dataclass(frozen=True, slots=True)
class Growth:
    """Figures by the letter of the work and the number of organisations."""

    works: dict[str, dict[int, Figures]]

    def slower(self, letter: str, organisations: int) -> float:
        """How many times as long a request takes as with 200 organisations, by its median."""
        steps = self.works[letter]
        return steps[organisations].p50_ms / steps[min(steps, key=lambda step: abs(step - COMPARED_WITH))].p50_ms

    def ratios(self) -> dict[str, float]:
        """For the file."""
        return {
            f"{letter}: p50 with {step:,} / with {COMPARED_WITH} organisations": self.slower(letter, step)
            for letter, steps in self.works.items()
            for step in steps
            if step != COMPARED_WITH
        }


def growth(
    databases: Sequence[Seeded], generator: Generator, plan: Plan = PLAN, say: Callable[[str], None] = lambda _: None
) -> Growth:
    """One product server for each database, measured in turns."""
    with ExitStack() as running:
        targets = [
            Target(running.enter_context(product_server(data, str(data.count))), data, postmaster(data.url))
            for data in databases
        ]
        works = {}
        for work in (SCORECARD_PAGE, KPI_DETAIL):
            say(f"Measuring {work.letter}, {work.title} …")
            found = measure(generator, targets, work, connections=CONNECTIONS, plan=plan)
            works[work.letter] = {int(name): figures for name, figures in found.items()}
    return Growth(works)


def growth_table(found: Growth) -> Table:
    """Latency and throughput by organisations, with the ratio that the goal is about."""
    table = Table(title="the product with more organisations, 16 connections", title_justify="left")
    headings = ("organisations", "values", "req/s", "p50 ms", "p99 ms", "CPU ms server", "CPU ms PostgreSQL", "failed")
    table.add_column("work")
    for heading in (*headings, f"p50 / that of {COMPARED_WITH}"):
        table.add_column(heading, justify="right")
    values = len(PERSPECTIVES) * OBJECTIVES * KPIS * VALUES
    for letter, steps in found.works.items():
        for number, each in steps.items():
            slower = found.slower(letter, number)
            verdict = (
                ""
                if number != max(steps)
                else " (goal ≤ 1.3: met)"
                if slower <= MOST_SLOWER
                else " (goal ≤ 1.3: missed)"
            )
            table.add_row(
                letter,
                f"{number:,}",
                f"{number * values:,}",
                f"{each.per_second:,.0f}",
                f"{each.p50_ms:.1f}",
                f"{each.p99_ms:.1f}",
                f"{each.server_cpu_ms:.2f}",
                f"{each.database_cpu_ms:.2f}",
                str(each.failed),
                f"{slower:.2f}{verdict}",
            )
        table.add_section()
    return table


def growth_graph(found: Growth) -> str:
    """Latency against organisations."""
    titles = {work.letter: work.title for work in WORKS}
    panels = [
        Panel(
            f"{letter}: {titles[letter]}",
            "organisations, with 2,160 values each",
            list(steps),
            [Line("equipoise", [each.p50_ms for each in steps.values()], [each.p99_ms for each in steps.values()])],
        )
        for letter, steps in found.works.items()
    ]
    return drawn("Latency against organisations, 16 connections", panels)
