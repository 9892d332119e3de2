"""Scorecards as tables at a terminal."""

from collections.abc import Sequence
from decimal import Decimal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from equipoise.demo.report import KpiLine, ScorecardReport, Standing
from equipoise.domain.status import Status

_STYLES = {Status.GREEN: "bold green", Status.AMBER: "bold yellow", Status.RED: "bold red", Status.NO_DATA: "dim"}


def print_report(console: Console, reports: Sequence[ScorecardReport]) -> None:
    """Each scorecard with its scores, and after it the KPIs that the next review will question."""
    for report in reports:
        console.print(_scorecard(report))
        if report.questions:
            console.print(_questions(report))
        console.print()


def _scorecard(report: ScorecardReport) -> Table:
    table = Table(
        title=f"{report.name} ({report.unit}), {report.period}",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column("", min_width=26)
    for heading in ("value", "target", "score"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("stands on", no_wrap=True)
    _line(table, report.name, report.standing, style="bold")
    for perspective in report.perspectives:
        table.add_section()
        _line(table, f"{perspective.name}", perspective.standing, style="bold")
        for objective in perspective.objectives:
            _line(table, f"  {objective.name}", objective.standing)
            for kpi in objective.kpis:
                _kpi(table, kpi)
    return table


def _line(table: Table, name: str, standing: Standing, *, style: str = "") -> None:
    coverage = f"{standing.scored} of {standing.total} KPIs" if standing.total else "no KPI"
    table.add_row(Text(name, style), "", "", *_standing(standing), Text(coverage, "dim"))


def _kpi(table: Table, kpi: KpiLine) -> None:
    value = kpi.word if kpi.word is not None else _figure(kpi.value, kpi.unit)
    name = Text(f"    {kpi.name}", "dim")
    table.add_row(name, Text(value), Text(_figure(kpi.target, kpi.unit), "dim"), *_standing(kpi.standing), "")


def _standing(standing: Standing) -> tuple[Text, Text]:
    style = _STYLES[standing.status]
    score = "–" if standing.score is None else f"{standing.score:.0f}"
    return Text(score, style), Text(standing.status.replace("_", " ").lower(), style)


def _figure(value: Decimal | None, unit: str | None) -> str:
    if value is None:
        return "–"
    written = f"{value:,.0f}" if abs(value) >= 1000 or value == value.to_integral() else f"{value:,.1f}"
    return f"{written} {unit}" if unit else written


def _questions(report: ScorecardReport) -> Table:
    table = Table(
        title="The next review will question",
        title_justify="left",
        title_style="yellow",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for heading in ("KPI", "rule", "why"):
        table.add_column(heading)
    for question in report.questions:
        table.add_row(Text(question.name), Text(question.rule), Text(question.message))
    return table
