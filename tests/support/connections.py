"""Connections as people set them up, and connectors that are not installed."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import openpyxl
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.connections.jobs import connection_tasks
from equipoise.jobs.worker import job_app, work
from equipoise.settings import Settings
from tests.support.api import Api
from tests.support.strategy import mutation

ADD = mutation("addConnection", "connection { id name connector config state }")
UPDATE = mutation("updateConnection", "connection { id name config }")
TEST = mutation("testConnection", "connection { id }", "ConnectionInput")
PAUSE = mutation("pauseConnection", "connection { state }", "ConnectionInput")
RESUME = mutation("resumeConnection", "connection { state }", "ConnectionInput")
REMOVE = mutation("removeConnection", "connection { id }", "ConnectionInput")
REMOVE_FILE = mutation("removeConnectionFile", "connection { files { name } }")
MAP = mutation("mapMeasures", "connection { mappings { measure dimensions factor kpi { id } } }")
UNMAP = mutation("unmapMeasure", "connection { mappings { measure } }")
RUN = mutation("runConnection", "run { id state }")
RUN_RESULT = """
query Run($id: ID!) {
  connectionRun(id: $id) {
    state recorded unchanged unmapped rowErrorCount errorCode errorMessage rowErrors { location message code }
  }
}
"""

CONFIG: dict[str, Any] = {
    "file": "values.xlsx",
    "sources": [
        {
            "layout": "long",
            "measure_column": "KPI",
            "period_column": "Month",
            "aggregate": {"function": "as_is", "column": "Value"},
        }
    ],
}
"""Of a workbook as `workbook` makes it."""


def workbook(rows: Sequence[Sequence[Any]], *, columns: Sequence[str] = ("KPI", "Month", "Value")) -> bytes:
    """An .xlsx with one sheet of these columns."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


async def put_file(api: Api, connection: str, name: str, content: bytes, **headers: str) -> httpx.Response:
    """Send a file as its owner does, or with other headers."""
    sent = headers or {"Authorization": f"Bearer {api.token}"}
    return await api.client.put(f"/connections/{connection}/files/{name}", content=content, headers=sent)


async def new_connection(api: Api, name: str = "Figures", config: Any = CONFIG, connector: str = "spreadsheets") -> str:
    """A connection without files."""
    given = {"name": name, "connector": connector, "config": config}
    connection: str = (await api.mutate(ADD, input=given))["connection"]["id"]
    return connection


async def connected_workbook(api: Api, rows: Sequence[Sequence[Any]], name: str = "Figures") -> str:
    """A connection to a workbook with these rows."""
    connection = await new_connection(api, name)
    assert (await put_file(api, connection, "values.xlsx", workbook(rows))).status_code == 200
    return connection


async def mapped(api: Api, connection: str, *mappings: dict[str, Any]) -> Any:
    return await api.mutate(MAP, input={"connection": connection, "mappings": list(mappings)})


async def asked_for_run(api: Api, connection: str, **window: str) -> str:
    """A run that waits for a worker."""
    run: str = (await api.mutate(RUN, input={"id": connection, **window}))["run"]["id"]
    return run


async def ran(api: Api, connection: str, worker: "Worker", **window: str) -> Any:
    """The result of a run."""
    run = await asked_for_run(api, connection, **window)
    await worker.work()
    return await result_of(api, run)


def counts(result: Any) -> tuple[str, int, int, int, int]:
    """State, recorded, unchanged, unmapped, row errors."""
    return (
        result["state"],
        result["recorded"],
        result["unchanged"],
        result["unmapped"],
        result["rowErrorCount"],
    )


async def result_of(api: Api, run: str) -> Any:
    return (await api.data(RUN_RESULT, id=run))["connectionRun"]


class Worker:
    """A worker of the product, working until nothing is left to do."""

    def __init__(
        self,
        url: str,
        engine: AsyncEngine,
        settings: Settings,
        clock: Callable[[], datetime],
        connectors: ConnectorHost,
    ) -> None:
        self._url = url
        self._tasks = connection_tasks(engine, settings, host=connectors, clock=clock)

    async def work(self) -> None:
        await work(job_app(self._url, self._tasks), install_signal_handlers=False, once=True)


def runner_with(plugins: Path) -> list[str]:
    """The command of the SDK's runner with more plugins than those that are installed."""
    code = (
        f"import sys, runpy; sys.path.insert(0, {str(plugins)!r}); "
        "runpy.run_module('equipoise_sdk.runner', run_name='__main__')"
    )
    return [sys.executable, "-I", "-c", code]
