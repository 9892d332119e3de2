"""Working out the part of a scorecard that has changed comes to the same as working out all of it."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise.domain.aggregation import Aggregation, Reading
from equipoise.domain.calendar import Frequency
from equipoise.domain.missing import MissingData
from equipoise.domain.rollup import Coverage, RollUp
from equipoise.domain.scorecard import Figures, KnownScore, ScoreRow, part_of, score_part, whole
from tests.domain.scorecards import Card
from tests.domain.strategies import scores, scorings, status_rules, weights

MONTHS = [f"2026-{month:02}" for month in range(1, 7)]
figures = st.integers(-5, 120).map(Decimal)
series = st.dictionaries(st.sampled_from(MONTHS), figures, max_size=len(MONTHS))
rollups = st.sampled_from(RollUp)
coverages = st.builds(Coverage, st.decimals(0, 1, places=12), st.integers(0, 3), st.integers(3, 5))


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """A few objectives in a few perspectives, with KPIs of every kind and contributions from below."""
    card = Card(frequency=draw(st.sampled_from([Frequency.MONTHLY, Frequency.QUARTERLY])))
    for _ in range(draw(st.integers(1, 3))):
        perspective = card.perspective(weight=draw(weights), rollup=draw(rollups))
        for _ in range(draw(st.integers(0, 3))):
            objective = card.objective(perspective, weight=draw(weights), rollup=draw(rollups))
            for _ in range(draw(st.integers(0, 3))):
                card.kpi(
                    draw(series),
                    draw(series),
                    objective=objective,
                    scoring=draw(scorings),
                    weight=draw(weights),
                    status_rules=draw(st.none() | status_rules),
                    aggregation=draw(st.sampled_from([Aggregation.SUM, Aggregation.AVERAGE, Aggregation.LAST])),
                    missing_data=draw(st.sampled_from([MissingData.EXCLUDED, MissingData.CARRIED_FORWARD])),
                    carried_periods=draw(st.integers(0, 2)),
                )
            if draw(st.booleans()):
                months = draw(st.dictionaries(st.sampled_from(MONTHS), st.tuples(st.just(50), coverages)))
                card.contribution(objective, months, weight=draw(weights))
    return card


def known_from(card: Card, rows: list[ScoreRow]) -> dict[UUID, dict[date, KnownScore]]:
    """What is stored of these rows, beside what is stored of the objectives below."""
    known: defaultdict[UUID, dict[date, KnownScore]] = defaultdict(dict, card.contributed)
    for row in rows:
        coverage = Coverage(row.scored_weight, row.scored_count, row.total_count)
        known[row.subject_id][row.period_start] = KnownScore(row.score, coverage)
    return known


@settings(max_examples=200)
@given(cards(), st.data())
def test_a_part_comes_out_as_in_the_whole_and_the_rest_stays_as_it_was(card: Card, data: st.DataObject) -> None:
    before = card.rows("2026-01", "2026-06")
    changed = set()
    for kpi in data.draw(st.lists(st.sampled_from(card.kpis), unique=True) if card.kpis else st.just([])):
        changed.add(kpi.id)
        months = data.draw(series)
        card.readings[kpi.id] |= {day: Reading(day, value) for day, value in dated(months).items()}
    for link in data.draw(st.lists(st.sampled_from(card.links), unique=True) if card.links else st.just([])):
        changed.add(link.child_objective_id)
        score = KnownScore(data.draw(st.none() | scores), data.draw(coverages))
        card.contributed[link.child_objective_id][date(2026, 2, 1)] = score
    after = card.rows("2026-01", "2026-06")

    part = part_of(card.snapshot(), changed)
    found = Figures(card.readings, card.targets, known_from(card, before))
    periods = card.calendar.between(date(2026, 1, 1), date(2026, 6, 30), card.frequency)
    rows = score_part(part, found, periods, card.calendar)

    worked_out = {row.subject_id for row in rows}
    assert sorted(rows) == sorted(row for row in after if row.subject_id in worked_out)
    assert [row for row in before if row.subject_id not in worked_out] == [
        row for row in after if row.subject_id not in worked_out
    ]


def dated(months: dict[str, Decimal]) -> dict[date, Decimal]:
    return {date.fromisoformat(f"{month}-01"): value for month, value in months.items()}


def test_one_kpi_takes_its_objective_its_perspective_and_the_scorecard_with_it() -> None:
    card = Card()
    top, bottom = card.perspective(), card.perspective()
    growth, margin, people = card.objective(top), card.objective(top), card.objective(bottom)
    kpi, beside = card.kpi({"2026-03": 40}, objective=growth), card.kpi({"2026-03": 80}, objective=growth)
    for other in (margin, people):
        card.kpi({"2026-03": 10}, objective=other)
    part = part_of(card.snapshot(), {kpi})
    assert part.standing == {beside, margin, bottom}
    assert [each.id for each in part.scorecard.kpis] == [kpi, beside]
    assert [each.id for each in part.scorecard.objectives] == [growth, margin]


def test_when_every_kpi_has_changed_nothing_stands() -> None:
    card = Card()
    kpis = [card.kpi({"2026-03": 40}) for _ in range(3)]
    assert part_of(card.snapshot(), kpis) == whole(card.snapshot())
