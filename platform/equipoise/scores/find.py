"""What scores rest on and what is stored of them, found by one statement: all of one moment."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from equipoise.db.hot import HotStatement
from equipoise.db.session import ReadSession
from equipoise.domain.aggregation import Reading
from equipoise.domain.rollup import Coverage
from equipoise.domain.scorecard import Figures, KnownScore
from equipoise.scores.cascade import EDGES, Cascade
from equipoise.scores.reach import NO_DAYS, Stretch
from equipoise.scores.remembered import remembered
from equipoise.scores.structure import WRITTEN, Structure

# Columns as arrays: the driver takes less time over these than over rows.
_FIND = HotStatement(
    """
    SELECT card.*, edge.*, recorded.*, remark.*, planned.*, known.*, span.* FROM
    (
        SELECT array_agg(id) AS card_ids, array_agg(written) AS card_texts FROM ({written}) AS card
    ) AS card,
    (
        SELECT array_agg(lower_id) AS edge_lowers, array_agg(upper_id) AS edge_uppers FROM ({edges}) AS edge
    ) AS edge,
    (
        SELECT array_agg(kpi_id) AS value_kpis, array_agg(period_start) AS value_starts, array_agg(value) AS figures,
               array_agg(numerator) AS numerators, array_agg(denominator) AS denominators
        FROM kpi_value
        WHERE tenant_id = :tenant_id AND kpi_id = ANY(:kpis ::uuid[]) AND period_start BETWEEN :first AND :last
    ) AS recorded,
    (
        SELECT array_agg(kpi_id) AS remark_kpis, array_agg(period_start) AS remark_starts,
               array_agg(label) AS labels, array_agg(note) AS notes
        FROM kpi_value
        WHERE :remarks AND tenant_id = :tenant_id AND kpi_id = ANY(:kpis ::uuid[])
          AND period_start BETWEEN :first AND :last AND (label IS NOT NULL OR note IS NOT NULL)
    ) AS remark,
    (
        SELECT array_agg(kpi_id) AS target_kpis, array_agg(period_start) AS target_starts, array_agg(value) AS targets
        FROM kpi_target
        WHERE tenant_id = :tenant_id AND kpi_id = ANY(:kpis ::uuid[]) AND period_start BETWEEN :first AND :last
    ) AS planned,
    (
        SELECT array_agg(subject_id) AS score_subjects, array_agg(period_start) AS score_starts,
               array_agg(score) AS scores, array_agg(scored_weight) AS score_weights,
               array_agg(scored_count) AS scored_counts, array_agg(total_count) AS total_counts
        FROM score
        WHERE tenant_id = :tenant_id AND subject_id = ANY(:subjects ::uuid[]) AND period_start BETWEEN :first AND :last
    ) AS known,
    (
        SELECT array_agg(subject_id) AS span_cards, array_agg(first) AS span_firsts, array_agg(last) AS span_lasts
        FROM (
            SELECT subject_id, min(period_start) AS first, max(period_start) AS last
            FROM score WHERE tenant_id = :tenant_id AND subject_id = ANY(:spans ::uuid[]) GROUP BY subject_id
        ) AS span
    ) AS span
    """,
    written=WRITTEN,
    edges=EDGES,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found: the structure of some scorecards, the span of scores of some, and in a stretch the values
    and targets of some KPIs and the scores of some subjects."""

    scorecards: Collection[UUID] = ()
    spans: Collection[UUID] = ()
    kpis: Collection[UUID] = ()
    subjects: Collection[UUID] = ()
    stretch: Stretch = NO_DAYS
    remarks: bool = False
    """Whether the labels and notes of the values are looked at as well."""

    def and_(self, other: "Wanted") -> "Wanted":
        """Both at once."""
        return Wanted(
            [*self.scorecards, *other.scorecards],
            [*self.spans, *other.spans],
            [*self.kpis, *other.kpis],
            [*self.subjects, *other.subjects],
            self.stretch.with_(other.stretch),
            self.remarks or other.remarks,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What is there. Figures are by KPI or subject, each by first day of period."""

    structures: dict[UUID, Structure]
    cascade: Cascade
    readings: dict[UUID, dict[date, Reading]]
    remarks: dict[tuple[UUID, date], tuple[str | None, str | None]]
    """Label and note of the values that have either."""
    targets: dict[UUID, dict[date, Decimal]]
    known: dict[UUID, dict[date, KnownScore]]
    spans: dict[UUID, Stretch]
    """From the first to the last period of each scorecard that has a score, by their first days."""

    @property
    def figures(self) -> Figures:
        """As the calculation takes them."""
        return Figures(self.readings, self.targets, self.known)


async def find(session: ReadSession, wanted: Wanted) -> Found:
    """What is there now."""
    (row,) = await _FIND.rows(
        session,
        {
            "scorecards": wanted.scorecards,
            "spans": wanted.spans,
            "kpis": wanted.kpis,
            "subjects": wanted.subjects,
            "first": wanted.stretch.first,
            "last": wanted.stretch.last,
            "remarks": wanted.remarks,
        },
    )
    columns = [column or () for column in row]
    readings: defaultdict[UUID, dict[date, Reading]] = defaultdict(dict)
    for kpi_id, start, *figures in zip(*columns[4:9], strict=True):
        readings[kpi_id][start] = Reading(start, *figures)
    targets: defaultdict[UUID, dict[date, Decimal]] = defaultdict(dict)
    for kpi_id, start, target in zip(*columns[13:16], strict=True):
        targets[kpi_id][start] = target
    known: defaultdict[UUID, dict[date, KnownScore]] = defaultdict(dict)
    for subject_id, start, score, *coverage in zip(*columns[16:22], strict=True):
        known[subject_id][start] = KnownScore(score, Coverage(*coverage))
    return Found(
        {card_id: remembered.read(card_id, text) for card_id, text in zip(*columns[0:2], strict=True)},
        Cascade(list(zip(*columns[2:4], strict=True))),
        readings,
        {(kpi_id, start): (label, note) for kpi_id, start, label, note in zip(*columns[9:13], strict=True)},
        targets,
        known,
        {card_id: Stretch(first, last) for card_id, first, last in zip(*columns[22:25], strict=True)},
    )


async def load_structures(session: ReadSession, scorecard_ids: Collection[UUID]) -> dict[UUID, Structure]:
    """The structure of each of these scorecards."""
    if not scorecard_ids:
        return {}
    return (await find(session, Wanted(scorecards=list(scorecard_ids)))).structures
