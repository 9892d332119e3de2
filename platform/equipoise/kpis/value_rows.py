"""Write values: a first one is added, a correction replaces it and leaves the old one as a revision."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import TenantSession
from equipoise.domain.scorecard import Scored
from equipoise.identity.actor import Actor
from equipoise.kpis.entries import Entry

# One statement: what differs is copied to the revisions and replaced; what is equal is neither. A note counts as
# part of the value only where one is given. Callers hold the lock of the scorecard.
_WRITE = text("""
    WITH incoming AS (
        SELECT * FROM unnest(
            :kpi_ids ::uuid[], :starts ::date[], :values ::numeric[], :numerators ::numeric[],
            :denominators ::numeric[], :labels ::text[], :notes ::text[], :targets ::numeric[], :scores ::numeric[],
            :attainments ::numeric[], :statuses ::text[]
        ) AS row (kpi_id, period_start, value, numerator, denominator, label, note, target, score, attainment, status)
    ), replaced AS (
        INSERT INTO kpi_value_revision (tenant_id, kpi_id, period_start, revision, value, numerator, denominator, label,
                                        note, source, recorded_at, recorded_by, run_id, replaced_at)
        SELECT old.tenant_id, old.kpi_id, old.period_start, old.revision, old.value, old.numerator, old.denominator,
               old.label, old.note, old.source, old.recorded_at, old.recorded_by, old.run_id, :now
        FROM incoming AS new
        CROSS JOIN LATERAL (
            -- By the key for each row: without statistics, as in a first import, the planner would scan the table.
            SELECT * FROM kpi_value
            WHERE tenant_id = :tenant_id AND kpi_id = new.kpi_id AND period_start = new.period_start
            OFFSET 0
        ) AS old
        WHERE ((old.value, old.numerator, old.denominator, old.label)
               IS DISTINCT FROM (new.value, new.numerator, new.denominator, new.label)
               OR old.note IS DISTINCT FROM coalesce(new.note, old.note))
        ON CONFLICT (tenant_id, kpi_id, period_start, revision) DO NOTHING
    )
    INSERT INTO kpi_value AS old (tenant_id, kpi_id, period_start, value, numerator, denominator, label, note, source,
                                  revision, recorded_at, recorded_by, run_id, target, score, attainment, status)
    SELECT :tenant_id, kpi_id, period_start, value, numerator, denominator, label, note, :source,
           1, :now, :person_id, :run_id, target, score, attainment, status
    FROM incoming
    ON CONFLICT (tenant_id, kpi_id, period_start) DO UPDATE
    SET value = EXCLUDED.value, numerator = EXCLUDED.numerator, denominator = EXCLUDED.denominator,
        label = EXCLUDED.label, note = EXCLUDED.note, source = EXCLUDED.source, revision = old.revision + 1,
        recorded_at = EXCLUDED.recorded_at, recorded_by = EXCLUDED.recorded_by, run_id = EXCLUDED.run_id,
        target = EXCLUDED.target, score = EXCLUDED.score, attainment = EXCLUDED.attainment, status = EXCLUDED.status
    WHERE (old.value, old.numerator, old.denominator, old.label)
          IS DISTINCT FROM (EXCLUDED.value, EXCLUDED.numerator, EXCLUDED.denominator, EXCLUDED.label)
       OR old.note IS DISTINCT FROM coalesce(EXCLUDED.note, old.note)
    RETURNING kpi_id, period_start
""")


async def write_values(
    session: TenantSession,
    actor: Actor,
    entries: Sequence[Entry],
    scored: Sequence[tuple[Decimal | None, Scored]],
    *,
    source: str,
    run_id: UUID | None,
) -> list[Entry]:
    """Write the entries with their targets and scores; returns those that changed something."""
    rows = [
        (
            entry.kpi.rules.id, entry.period_start, entry.value, entry.numerator, entry.denominator, entry.label,
            entry.note, target, *score,
        )
        for entry, (target, score) in zip(entries, scored, strict=True)
    ]  # fmt: skip
    names = (
        "kpi_ids", "starts", "values", "numerators", "denominators", "labels", "notes", "targets", "scores",
        "attainments", "statuses",
    )  # fmt: skip
    columns = zip(*rows, strict=True)
    bound: dict[str, Any] = {name: list(column) for name, column in zip(names, columns, strict=True)}
    result = await session.execute(
        _WRITE,
        {
            **bound,
            "tenant_id": session.tenant_id,
            "now": actor.now,
            "source": source,
            "person_id": actor.person_id,
            "run_id": run_id,
        },
    )
    written = {(kpi_id, start) for kpi_id, start in result}
    return [entry for entry in entries if (entry.kpi.rules.id, entry.period_start) in written]
