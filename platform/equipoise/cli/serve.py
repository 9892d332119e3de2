"""`equipoise serve`"""

import asyncio
import gc
import logging
import signal
import socket
from types import FrameType
from typing import Annotated

import typer
import uvicorn
import uvloop
from procrastinate.exceptions import ConnectorException
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.app import create_app
from equipoise.cli.console import err, out
from equipoise.cli.demo import ensure_demo, welcome
from equipoise.cli.running import opened_engine, read_settings, ready_installation
from equipoise.db import migrate
from equipoise.domain.errors import Refusal
from equipoise.installation import Installation, keep_running, open_installation
from equipoise.jobs.worker import job_app, work
from equipoise.tasks import tasks, upkeep
from equipoise.web.slow_heads import HeadInTime
from equipoise.webhooks.watch import handing_on
from equipoise_graphql.live.endpoint import LiveEndpoint
from equipoise_graphql.live.messages import BYTES as LARGEST_MESSAGE

log = logging.getLogger(__name__)


class PortTaken(Refusal):
    """Somebody listens on the address already."""

    code = "PORT_TAKEN"


def serve(
    demo: Annotated[bool, typer.Option(help="Load the demo organisation first, and say how to sign in.")] = False,
    worker: Annotated[
        bool | None, typer.Option(help="Work off jobs in this process too; by default only with the embedded database.")
    ] = None,
) -> None:
    """Serve the API. With the embedded database this starts it, migrates it and works off jobs as well."""
    settings = read_settings()
    _check_free(settings.host, settings.port)
    installation = open_installation(settings)
    if installation.embedded:
        migrate.migrate(installation.owner_url)
    else:
        ready_installation()
    greeting = welcome(settings, *asyncio.run(ensure_demo(installation))) if demo else ""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(installation, greeting, with_worker=installation.embedded if worker is None else worker))


async def _serve(installation: Installation, greeting: str, *, with_worker: bool) -> None:
    settings = installation.settings
    async with opened_engine(installation) as engine:
        app = create_app(engine, settings)
        _make_collections_short()
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            loop="none",
            http=HeadInTime,
            ws="websockets-sansio",
            ws_max_size=LARGEST_MESSAGE,
            # A state for compression costs more memory than everything else about a connection that waits.
            ws_per_message_deflate=False,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=10,
            server_header=False,
        )
        server = _Server(config, greeting, app.state.live)
        beside: list[asyncio.Task[None]] = []
        if with_worker:
            beside.append(asyncio.create_task(_keep_working(installation, engine), name="worker"))
        if installation.embedded:
            beside.append(asyncio.create_task(keep_running(settings.home), name="embedded database"))
        try:
            await server.serve()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)


async def _keep_working(installation: Installation, engine: AsyncEngine) -> None:
    """Work off jobs; a database that goes away is waited for."""
    while True:
        try:
            settings = installation.settings
            jobs = job_app(installation.application_url, tasks(engine, settings), upkeep(engine, settings))
            async with handing_on(engine):
                await work(jobs, install_signal_handlers=False)
        except ConnectorException:
            log.warning("the job queue cannot be reached; trying again")
        await asyncio.sleep(2)


def _make_collections_short() -> None:
    """Nobody is answered during a full collection: it leaves out what stays anyway, and comes less often.

    With the schema and the modules it would take a tenth of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


class _Server(uvicorn.Server):
    """Says where it is once it answers, so that what is printed can be used at once.

    A signal ends it in order and no further: uvicorn would raise it again afterwards, and SIGTERM would then kill
    the process before the worker and the embedded database have been seen to.
    """

    def __init__(self, config: uvicorn.Config, greeting: str, live: LiveEndpoint) -> None:
        super().__init__(config)
        self._greeting = greeting
        self._live = live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            if self._greeting:
                out.print(self._greeting, highlight=False, markup=False)
            err.print(f"Serving on http://{self.config.host}:{self.config.port} (Ctrl-C ends it).")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Who follows events would otherwise be waited for.
        await self._live.stop()
        await super().shutdown(sockets)


def _check_free(host: str, port: int) -> None:
    """Say it before anything is started, in words. Raises: PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be used ({error.strerror}). Stop what listens there, or set EQUIPOISE_PORT."
            ) from None
