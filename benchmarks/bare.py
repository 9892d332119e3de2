"""The peer with nothing of a product around it: handlers that send one statement and pass its bytes on.

`python -m benchmarks.bare URL PORT TEMPLATE`: the reads are the product's own statements, in three round trips (BEGIN
with the tenant, the statement, COMMIT); recording is a plain upsert. No authentication, no GraphQL, no permissions, no
evidence of use, no revisions, no scores: what remains is the price of PostgreSQL and of HTTP. Row-level security is
on, as it is for the product.
"""

import sys
from uuid import UUID

import asyncpg
import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.planned import Planned, planned_reads
from benchmarks.seeding.template import Organisation

UPSERT = """
INSERT INTO kpi_value (tenant_id, kpi_id, period_start, value, source, revision, recorded_at, status)
SELECT $1, kpi_id, period_start, value, 'bare', 1, now(), 'NO_DATA'
FROM unnest($2::uuid[], $3::text[]::date[], $4::text[]::numeric[]) AS item (kpi_id, period_start, value)
ON CONFLICT (tenant_id, kpi_id, period_start) DO UPDATE SET value = EXCLUDED.value, recorded_at = EXCLUDED.recorded_at
"""


def create(url: str, reads: dict[str, Planned]) -> Starlette:
    """The application over a pool of ten."""
    pool: list[asyncpg.Pool] = []

    async def connected() -> asyncpg.Pool:
        if not pool:
            settings = {"role": "equipoise_app", "jit": "off", "timezone": "UTC"}
            pool.append(
                await asyncpg.create_pool(url, min_size=10, max_size=10, server_settings=settings, reset=_nothing)
            )
        return pool[0]

    async def read(request: Request) -> Response:
        tenant: UUID = request.path_params["tenant"]
        statement = reads[request.path_params["name"]]
        async with (await connected()).acquire() as connection:
            await connection.execute(f"BEGIN READ ONLY; SET LOCAL app.tenant_id = '{tenant}'")
            body = await connection.fetchval(statement.sql, *statement.values(tenant, request.path_params["row"]))
            await connection.execute("COMMIT")
        return Response(body, media_type="application/json")

    async def record(request: Request) -> Response:
        tenant: UUID = request.path_params["tenant"]
        columns = msgspec.json.decode(await request.body())
        async with (await connected()).acquire() as connection:
            await connection.execute(f"BEGIN; SET LOCAL app.tenant_id = '{tenant}'")
            await connection.execute(UPSERT, tenant, columns["kpis"], columns["months"], columns["figures"])
            await connection.execute("COMMIT")
        return Response(b"{}", media_type="application/json")

    return Starlette(
        routes=[
            Route("/record_values/{tenant:uuid}", record, methods=["POST"]),
            Route("/{name}/{tenant:uuid}/{row:uuid}", read),
        ]
    )


async def _nothing(_connection: object) -> None:
    """Nothing outlives the transaction, so nothing has to be reset."""


def main() -> None:
    """Plan the statements, then serve them."""
    url, port, template = sys.argv[1:]
    reads = planned_reads(msgspec.json.decode(template, type=Organisation))
    uvicorn.run(
        create(url, reads),
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
