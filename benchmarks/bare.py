"""The peer: handlers that send one statement and pass its bytes on, with nothing of a product around them.

No authentication, no permissions, no revisions, no scores, no audit: what remains is the price of PostgreSQL and
of HTTP. Row-level security is on, as it is for the product.
"""

import asyncpg
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SCORECARD = """
SELECT json_build_object('data', json_build_object('scorecard', json_build_object(
    'id', s.id, 'name', s.name, 'perspectives', (
        SELECT json_agg(json_build_object('id', p.id, 'name', p.name, 'objectives', (
            SELECT json_agg(json_build_object('id', o.id, 'name', o.name, 'kpis', (
                SELECT json_agg(json_build_object(
                    'id', k.id, 'name', k.name, 'unit', k.unit,
                    'currentTarget', (SELECT t.value::text FROM kpi_target t
                        WHERE t.tenant_id = k.tenant_id AND t.kpi_id = k.id AND t.period_start = '2026-11-01'),
                    'values', (SELECT json_agg(json_build_object('periodStart', v.period_start, 'value', v.value::text)
                                               ORDER BY v.period_start)
                        FROM (SELECT period_start, value FROM kpi_value v
                              WHERE v.tenant_id = k.tenant_id AND v.kpi_id = k.id
                              ORDER BY period_start DESC LIMIT 12) v)
                ) ORDER BY k.position) FROM kpi k WHERE k.tenant_id = $1 AND k.objective_id = o.id)
            ) ORDER BY o.position) FROM objective o WHERE o.tenant_id = $1 AND o.perspective_id = p.id)
        ) ORDER BY p.position) FROM perspective p WHERE p.tenant_id = $1 AND p.scorecard_id = s.id)
)))::text FROM scorecard s WHERE s.tenant_id = $1 AND s.id = $2
"""
KPI = """
SELECT json_build_object('data', json_build_object('kpi', json_build_object(
    'id', k.id, 'key', k.key, 'name', k.name, 'unit', k.unit, 'purpose', k.purpose, 'goodRange', k.good_range,
    'responsePlan', k.response_plan, 'behaviours', k.behaviours,
    'values', (SELECT json_agg(json_build_object('periodStart', v.period_start, 'value', v.value::text,
                   'target', v.target::text, 'score', v.score::text, 'status', v.status, 'revision', v.revision,
                   'source', v.source, 'recordedAt', v.recorded_at) ORDER BY v.period_start)
               FROM (SELECT * FROM kpi_value v WHERE v.tenant_id = $1 AND v.kpi_id = k.id
                     ORDER BY period_start DESC LIMIT 36) v)
)))::text FROM kpi k WHERE k.tenant_id = $1 AND k.id = $2
"""
UPSERT = """
INSERT INTO kpi_value (tenant_id, kpi_id, period_start, value, source, revision, recorded_at, status)
SELECT $1, kpi_id, period_start, value, 'bare', 1, now(), 'NO_DATA'
FROM unnest($2::uuid[], $3::text[]::date[], $4::text[]::numeric[]) AS item (kpi_id, period_start, value)
ON CONFLICT (tenant_id, kpi_id, period_start) DO UPDATE SET value = EXCLUDED.value
"""


def create(url: str) -> Starlette:
    """The application over a pool of ten."""
    pool: list[asyncpg.Pool] = []

    async def connected() -> asyncpg.Pool:
        if not pool:
            settings = {"role": "equipoise_app", "jit": "off"}
            pool.append(await asyncpg.create_pool(url, min_size=10, max_size=10, server_settings=settings))
        return pool[0]

    async def read(request: Request, statement: str) -> Response:
        tenant, row = request.path_params["tenant"], request.path_params["id"]
        async with (await connected()).acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(f"SET LOCAL app.tenant_id = '{tenant}'")
            body = await connection.fetchval(statement, tenant, row)
        return Response(body, media_type="application/json")

    async def scorecard(request: Request) -> Response:
        return await read(request, SCORECARD)

    async def kpi(request: Request) -> Response:
        return await read(request, KPI)

    async def values(request: Request) -> Response:
        tenant, items = request.path_params["tenant"], msgspec.json.decode(await request.body())
        columns = [[item[name] for item in items] for name in ("kpi", "periodStart", "value")]
        async with (await connected()).acquire() as connection, connection.transaction():
            await connection.execute(f"SET LOCAL app.tenant_id = '{tenant}'")
            await connection.execute(UPSERT, tenant, *columns)
        return Response(b"{}", media_type="application/json")

    return Starlette(
        routes=[
            Route("/scorecard/{tenant:uuid}/{id:uuid}", scorecard),
            Route("/kpi/{tenant:uuid}/{id:uuid}", kpi),
            Route("/values/{tenant:uuid}", values, methods=["POST"]),
        ]
    )
