"""`python -m benchmarks`: measure beside the peers, measure growth (`scale`), or compare two results (`compare`)."""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from benchmarks.bench import Extent, connections_graph, measured
from benchmarks.comparison import NotComparableError, compare
from benchmarks.goals import outcomes
from benchmarks.load.generator import found_generator
from benchmarks.results import facts_of, kept, machine
from benchmarks.scale import STEPS, growth, growth_graph, growth_table
from benchmarks.seeding.database import SETTINGS, copied, measured_cluster, remove, seeded
from benchmarks.tables import connections_table, goals_table, works_table
from benchmarks.workloads import WORKS

HOME, SCALE_HOME = Path(".equipoise/bench"), Path(".equipoise/bench-scale")

out = Console(width=None if sys.stdout.isatty() else 150)


def main() -> None:
    """Parse the words and do it."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    what = words.add_subparsers(dest="what")
    bench = what.add_parser("peers", help="measure beside the peers (what is done without a word)")
    for parser in (words, bench):
        parser.add_argument("--organisations", type=int, default=200, help="with 60 KPIs and 36 months each")
        parser.add_argument("--works", default="ABCD", help="which works to measure, by their letters")
        parser.add_argument("--without-postgraphile", action="store_true", help="leave this peer out")
    scale = what.add_parser("scale", help="measure the reads with 50 to 10,000 organisations")
    scale.add_argument("--organisations", type=int, nargs="+", default=STEPS, help="the steps")
    scale.add_argument("--remove", action="store_true", help="remove the databases of this measurement instead")
    both = what.add_parser("compare", help="compare the ratios of two results")
    both.add_argument("before", type=Path)
    both.add_argument("after", type=Path)
    chosen = words.parse_args()
    match chosen.what:
        case "scale" if chosen.remove:
            remove(SCALE_HOME)
        case "scale":
            _scale(chosen.organisations)
        case "compare":
            _compare(chosen.before, chosen.after)
        case _:
            works = [work for work in WORKS if work.letter in chosen.works.upper()]
            _bench(chosen.organisations, Extent(works=works, with_postgraphile=not chosen.without_postgraphile))


def _bench(organisations: int, extent: Extent) -> None:
    with found_generator() as generator, measured_cluster(HOME) as cluster:
        data = seeded(cluster, organisations, _progress(organisations))
        with copied(cluster, data) as copy:
            result = measured(copy, generator, extent, HOME / "start", out.print)
    out.print(works_table(result))
    if result.connections:
        out.print(connections_table(result))
    out.print(goals_table(outcomes(result)))
    _say_circumstances(generator.name)
    path = kept("peers", result.ratios(), facts_of(result))
    out.print(f"Kept in {path}.")
    if result.connections:
        picture = path.with_suffix(".svg")
        picture.write_text(connections_graph(result), encoding="utf-8")
        out.print(f"Drawn in {picture}.")


def _scale(steps: list[int]) -> None:
    with found_generator() as generator, measured_cluster(SCALE_HOME) as cluster:
        databases = [seeded(cluster, step, _progress(step)) for step in sorted(steps)]
        found = growth(databases, generator, say=out.print)
    out.print(growth_table(found))
    _say_circumstances(generator.name)
    path = kept("scale", found.ratios(), asdict(found))
    picture = path.with_suffix(".svg")
    picture.write_text(growth_graph(found), encoding="utf-8")
    out.print(f"Kept in {path} and {picture}. The databases stay in {SCALE_HOME} (`--remove` removes them).")


def _compare(before: Path, after: Path) -> None:
    try:
        out.print(compare(before, after))
    except NotComparableError as reason:
        sys.exit(str(reason))


def _progress(wanted: int) -> Callable[[int], None]:
    start = time.monotonic()

    def say(done: int) -> None:
        if done == wanted or done % 1_000 == 0:
            out.print(f"Seeded {done:,} of {wanted:,} organisations after {time.monotonic() - start:,.0f} s")

    return say


def _say_circumstances(generator: str) -> None:
    settings = ", ".join(f"{name} {value}" for name, value in SETTINGS.items())
    out.print(f"{machine()}. PostgreSQL: {settings}. Load from {generator} on the same machine.", highlight=False)


# The load generator in Python is a process of its own, which imports this module again.
if __name__ == "__main__":
    main()
