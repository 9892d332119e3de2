"""What the operating system holds this process to."""

import resource
import signal

from equipoise_sdk.runner.request import ResourceLimits


def apply(limits: ResourceLimits) -> None:
    """Before the plugin is imported. Limits are only ever lowered; core files are never written."""
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for kind, amount in wanted.items():
        if amount is not None:
            _, hard = resource.getrlimit(kind)
            # A second between the two, or the process would be killed before SIGXCPU says why.
            ceiling = amount + 1 if kind == resource.RLIMIT_CPU else amount
            ceiling = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
            resource.setrlimit(kind, (min(amount, ceiling), ceiling))
    if limits.wall_seconds is not None:
        signal.alarm(limits.wall_seconds)
