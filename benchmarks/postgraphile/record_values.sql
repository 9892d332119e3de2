-- What PostGraphile's mutations call: a plain upsert. It keeps the last value and nothing else: no revision, no score,
-- no audit.
CREATE SCHEMA IF NOT EXISTS peer;
GRANT USAGE ON SCHEMA peer TO equipoise_app;

-- Arrays side by side, which is what this peer handles fastest.
CREATE OR REPLACE FUNCTION peer.record_values(kpis uuid[], months date[], figures numeric[]) RETURNS integer
LANGUAGE sql VOLATILE AS $$
    WITH written AS (
        INSERT INTO public.kpi_value
            (tenant_id, kpi_id, period_start, value, source, revision, recorded_at, status)
        SELECT current_setting('app.tenant_id')::uuid, item.kpi_id, item.period_start, item.value, 'peer', 1, now(), 'NO_DATA'
        FROM unnest(kpis, months, figures) AS item (kpi_id, period_start, value)
        ON CONFLICT (tenant_id, kpi_id, period_start)
            DO UPDATE SET value = EXCLUDED.value, source = EXCLUDED.source, recorded_at = EXCLUDED.recorded_at
        RETURNING 1
    )
    SELECT count(*)::integer FROM written
$$;

-- A list of objects, which is how the product's API is asked.
DROP TYPE IF EXISTS peer.item CASCADE;
CREATE TYPE peer.item AS (kpi uuid, month date, figure numeric);
CREATE FUNCTION peer.record_items(items peer.item[]) RETURNS integer
LANGUAGE sql VOLATILE AS $$
    SELECT peer.record_values(array_agg(item.kpi), array_agg(item.month), array_agg(item.figure)) FROM unnest(items) AS item
$$;
