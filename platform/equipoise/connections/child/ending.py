"""What the end of a process or its last word means, in words for the people who look after the connection."""

import signal

from equipoise.connections.child.failures import (
    ConfigRefused,
    ConnectorBug,
    ConnectorFailed,
    Crashed,
    CredentialsRefused,
    OutOfMemory,
    RateLimited,
    SourceUnavailable,
    TimedOut,
)
from equipoise.connections.child.messages import Error
from equipoise.connections.child.request import MEGABYTE, Limits
from equipoise.connections.child.scrub import Scrub
from equipoise.connections.texts import MESSAGE, shortened
from equipoise.domain.errors import Invalid

_NO_MEMORY = ("memory allocation", "MemoryError", "std::bad_alloc", "Cannot allocate memory")


def of_last_word(error: Error, scrub: Scrub) -> ConnectorFailed:
    """The failure that the connector reports itself."""
    message = shortened(scrub(error.message), MESSAGE)
    match error.kind:
        case "config":
            problems = [
                Invalid(shortened(scrub(each.message), MESSAGE), field=each.field and f"config.{scrub(each.field)}")
                for each in error.problems
            ]
            field = error.field and f"config.{scrub(error.field)}"
            return ConfigRefused(message, field=field, problems=problems)
        case "auth":
            return CredentialsRefused(message)
        case "rate_limited":
            again = "" if error.retry_after is None else f" Run it again in {max(error.retry_after, 0):.0f} seconds."
            return RateLimited(message + again)
        case "transient":
            return SourceUnavailable(message)
        case "out_of_memory":
            return OutOfMemory(message)
        case "bug":
            return ConnectorBug(f"The connector has a fault, which its author has to mend: {message}")


def of_exit(status: int | None, stderr: str, limits: Limits) -> ConnectorFailed:
    """The failure of a process that ended without a last word."""
    memory = f"{limits.memory_bytes // MEGABYTE} MB"
    if status is None:
        return ConnectorBug("The connector closed its output and went on running.")
    if status in (-signal.SIGABRT, -signal.SIGSEGV) and any(sign in stderr for sign in _NO_MEMORY):
        return OutOfMemory(f"The connector needed more than the {memory} of memory that a run may use. Read less.")
    if status == -signal.SIGXCPU:
        return TimedOut(f"The connector used more than {limits.seconds} seconds of processor time. Read less at once.")
    if status == -signal.SIGKILL:
        return Crashed(
            "The system killed the connector, as a rule because the machine had no memory left. Read less at once, or "
            "run it again later."
        )
    if status < 0:
        return Crashed(f"The connector crashed ({_name(-status)}). Its author has to mend it.")
    return Crashed(f"The connector's process ended too early, with exit code {status}. Its author has to mend it.")


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
