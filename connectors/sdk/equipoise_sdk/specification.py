"""What a host must know of a connector before it can offer it."""

from typing import Any

from equipoise_sdk.plugins import Installed


def specification(installed: Installed) -> dict[str, Any]:
    """As JSON: names, versions, the configuration's JSON Schema (for the form), hosts and rate limit."""
    connector = installed.connector
    limits = connector.limits
    return {
        "key": connector.key,
        "title": connector.title,
        "description": (connector.__doc__ or "").strip(),
        "plugin": installed.plugin,
        "distribution": installed.distribution,
        "version": installed.version,
        "config_schema": connector.Config.model_json_schema(),
        "hosts": list(connector.hosts),
        "limits": limits and {"requests": limits.requests, "per_seconds": limits.per_seconds},
    }
