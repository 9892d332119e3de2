"""Write values: a first one is added, a correction replaces it and leaves the old one as a revision."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from equipoise.audit.record import NOTED, note_columns
from equipoise.db.hot import HotStatement, numbers
from equipoise.db.session import TenantSession
from equipoise.domain.scorecard import Scored, ScoreRow
from equipoise.identity.actor import Actor
from equipoise.kpis.entries import Entry
from equipoise.scores.store import CHANGED_SCORES, STORED, Changed, changes_in, score_columns

# One statement for a value and all that comes of it. Callers hold the lock of the scorecard.
_WRITE = HotStatement(
    """
    WITH incoming_value AS (
        SELECT * FROM unnest(
            :kpis ::uuid[], :starts ::date[], CAST(:figures ::text AS numeric[]),
            CAST(:numerators ::text AS numeric[]), CAST(:denominators ::text AS numeric[]), :labels ::text[],
            :notes ::text[], CAST(:targets ::text AS numeric[]), CAST(:value_scores ::text AS numeric[]),
            CAST(:value_attainments ::text AS numeric[]), :value_statuses ::text[]
        ) AS row (kpi_id, period_start, value, numerator, denominator, label, note, target, score, attainment, status)
    ), known_value AS MATERIALIZED (
        SELECT new.*, old.was
        FROM incoming_value AS new
        LEFT JOIN LATERAL (
            -- By the key for each row, and never joined again: a plan that was found while there were hardly any rows
            -- would compare each with each.
            SELECT kept AS was FROM kpi_value AS kept
            WHERE tenant_id = :tenant_id AND kpi_id = new.kpi_id AND period_start = new.period_start
            OFFSET 0
        ) AS old ON true
    ), replaced_value AS (
        INSERT INTO kpi_value_revision (tenant_id, kpi_id, period_start, revision, value, numerator, denominator, label,
                                        note, source, recorded_at, recorded_by, run_id, replaced_at)
        SELECT (was).tenant_id, (was).kpi_id, (was).period_start, (was).revision, (was).value, (was).numerator,
               (was).denominator, (was).label, (was).note, (was).source, (was).recorded_at, (was).recorded_by,
               (was).run_id, :now
        FROM known_value WHERE (was).kpi_id IS NOT NULL
        ON CONFLICT (tenant_id, kpi_id, period_start, revision) DO NOTHING
    ), written_value AS (
        INSERT INTO kpi_value AS old (tenant_id, kpi_id, period_start, value, numerator, denominator, label, note,
                                      source, revision, recorded_at, recorded_by, run_id, target, score, attainment,
                                      status)
        SELECT :tenant_id, kpi_id, period_start, value, numerator, denominator, label, note, :source,
               1, :now, :actor_id, :run_id, target, score, attainment, status
        FROM known_value
        ON CONFLICT (tenant_id, kpi_id, period_start) DO UPDATE
        SET value = EXCLUDED.value, numerator = EXCLUDED.numerator, denominator = EXCLUDED.denominator,
            label = EXCLUDED.label, note = EXCLUDED.note, source = EXCLUDED.source, revision = old.revision + 1,
            recorded_at = EXCLUDED.recorded_at, recorded_by = EXCLUDED.recorded_by, run_id = EXCLUDED.run_id,
            target = EXCLUDED.target, score = EXCLUDED.score, attainment = EXCLUDED.attainment,
            status = EXCLUDED.status
    ), {noted}, {stored} {changed_scores}
    """,
    writes=True,
    noted=NOTED,
    stored=STORED,
    changed_scores=CHANGED_SCORES,
)

Earned = Sequence[tuple[Decimal | None, Scored]]
"""The target of each value's own period, and the score that the value earns in it."""


async def write_values(
    session: TenantSession,
    actor: Actor,
    entries: Sequence[Entry],
    earned: Earned,
    scores: Mapping[UUID, Collection[ScoreRow]],
    *,
    source: str,
    run_id: UUID | None,
) -> dict[UUID, Changed]:
    """Write entries that differ from what is there, with what they earn, and scores of scorecards that follow.

    One entry of the audit log is made for each KPI: the figures themselves are kept as revisions. Returns which
    scores have changed.
    """
    readings = [entry.reading for entry in entries]
    starts, figures, numerators, denominators = zip(*readings, strict=True)
    targets, scored = zip(*earned, strict=True)
    points, attainments, statuses = zip(*scored, strict=True)
    values: dict[str, Any] = {
        "kpis": [entry.kpi.rules.id for entry in entries],
        "starts": starts,
        "figures": numbers(figures),
        "numerators": numbers(numerators),
        "denominators": numbers(denominators),
        "labels": [entry.label for entry in entries],
        "notes": [entry.note for entry in entries],
        "targets": numbers(targets),
        "value_scores": numbers(points),
        "value_attainments": numbers(attainments),
        "value_statuses": statuses,
        "source": source,
        "run_id": run_id,
    }
    notes_of = note_columns(actor, "kpi_values.recorded", "kpi", _summary(entries, source))
    return changes_in(await _WRITE.rows(session, {**values, **notes_of, **score_columns(scores)}))


def _summary(entries: Sequence[Entry], source: str) -> dict[UUID, dict[str, Any]]:
    """What the audit log says of each KPI."""
    starts: dict[UUID, list[date]] = {}
    for entry in entries:
        starts.setdefault(entry.kpi.rules.id, []).append(entry.reading.period_start)
    return {
        kpi_id: {"values": len(own), "first": min(own), "last": max(own), "source": source}
        for kpi_id, own in starts.items()
    }
