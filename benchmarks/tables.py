"""The tables on the terminal."""

from rich.table import Table

from benchmarks.goals import Outcome
from benchmarks.results import PEERS, Result
from benchmarks.rounds import Figures
from benchmarks.servers import BARE_NAME, POSTGRAPHILE_NAME, PRODUCT_NAME
from benchmarks.workloads import WORKS


def works_table(result: Result) -> Table:
    """Every work on every server, and how many times each peer the product is."""
    table = _table(
        "16 connections, one process each; medians of interleaved rounds",
        ("work", "server"),
        ("req/s", "p50 ms", "p99 ms", "p99/p50", "CPU ms server", "CPU ms PostgreSQL", "failed", "product is × this"),
    )
    titles = {work.letter: work.title for work in WORKS}
    for letter, servers in result.works.items():
        for place, (name, figures) in enumerate(servers.items()):
            ratio = result.ratio(letter, name) if name in PEERS else None
            table.add_row(
                f"{letter} {titles[letter]}" if place == 0 else "",
                name,
                *_cells(figures),
                f"[bold]{ratio:.2f}[/bold]" if ratio is not None else "",
            )
        for name, reason in result.missing.items():
            table.add_row("", name, f"not available: {reason}")
        table.add_section()
    return table


def connections_table(result: Result) -> Table:
    """Latency against connections."""
    table = _table(
        "latency against connections: p50 / p99 in ms, and requests per second",
        ("work", "connections"),
        (*_names(result), "product / PostGraphile", "product / bare"),
    )
    for letter, steps in result.connections.items():
        for number, servers in steps.items():
            cells = [f"{each.p50_ms:.1f} / {each.p99_ms:.1f}  {each.per_second:,.0f}" for each in servers.values()]
            ours = servers[PRODUCT_NAME].per_second
            ratios = [
                f"{ours / servers[peer].per_second:.2f}" if peer in servers else ""
                for peer in (POSTGRAPHILE_NAME, BARE_NAME)
            ]
            table.add_row(letter, str(number), *cells, *ratios)
        table.add_section()
    return table


def goals_table(outcomes: list[Outcome]) -> Table:
    """Every goal, and whether it is met."""
    table = _table("goals", ("goal",), ("wanted", "measured", "met"))
    words = {True: "[green]yes[/green]", False: "[red]no[/red]", None: "-"}
    for outcome in outcomes:
        table.add_row(outcome.goal, outcome.wanted, outcome.measured, words[outcome.met])
    return table


def _names(result: Result) -> list[str]:
    return next((list(servers) for steps in result.connections.values() for servers in steps.values()), [])


def _cells(figures: Figures) -> list[str]:
    return [
        f"{figures.per_second:,.0f}",
        f"{figures.p50_ms:.1f}",
        f"{figures.p99_ms:.1f}",
        f"{figures.tail:.1f}",
        f"{figures.server_cpu_ms:.2f}",
        f"{figures.database_cpu_ms:.2f}",
        str(figures.failed),
    ]


def _table(title: str, words: tuple[str, ...], numbers: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in words:
        table.add_column(heading)
    for heading in numbers:
        table.add_column(heading, justify="right")
    return table
