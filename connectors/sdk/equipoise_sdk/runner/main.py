"""From the request on stdin to the last message."""

import asyncio
import faulthandler
import sys
import traceback

from equipoise_sdk.context import Context
from equipoise_sdk.plugins import Installed
from equipoise_sdk.runner import commands, messages, resources, stderr
from equipoise_sdk.runner.channel import Channel, HostGoneError
from equipoise_sdk.runner.request import MAX_BYTES, Request, parse
from equipoise_sdk.secret_values import Scrubber, secrets_in

_RESERVE_BYTES = 4 * 1024 * 1024


def main() -> int:
    """The exit code: 0 after `done`, 1 after `error`."""
    line = sys.stdin.buffer.readline(MAX_BYTES + 1)
    channel = Channel.taking_stdout()
    faulthandler.enable()
    scrub = Scrubber()
    stderr.redirect(channel, scrub)
    try:
        return _serve(channel, scrub, line)
    except HostGoneError:
        return 1


def _serve(channel: Channel, scrub: Scrubber, line: bytes) -> int:
    reserve = bytearray(_RESERVE_BYTES)  # so that running out of memory can still be reported
    try:
        request = parse(line)
        resources.apply(request.limits)
        if request.command == "spec":
            counts = commands.spec(channel, scrub, request.connector)
        else:
            found = commands.installed(request.connector)
            scrub.hide(secrets_in(request.config, found.connector.Config.model_json_schema()))
            counts = asyncio.run(_run(channel, scrub, request, found))
        channel.send({"type": "done", "values": counts.values, "row_errors": counts.row_errors}, at_once=True)
    except HostGoneError:
        raise
    except BaseException as error:  # sys.exit() and the like included: the host hears of every end
        del reserve
        message = messages.error(error, scrub)
        if message["kind"] == "bug":
            sys.stderr.write("".join(traceback.format_exception(error)))
        channel.send(message, at_once=True)
        return 1
    return 0


async def _run(channel: Channel, scrub: Scrubber, request: Request, found: Installed) -> commands.Counts:
    connector = commands.build(found, request.config, Context(request.files))
    return await commands.run(channel, scrub, request, connector)
