"""Write connectors that feed KPI values into Equipoise."""

from equipoise_sdk.connector import Connector
from equipoise_sdk.context import Context
from equipoise_sdk.errors import AuthError, ConfigError, ConnectorError, Problem, RateLimited, Transient
from equipoise_sdk.grain import Grain
from equipoise_sdk.measure import Measure, Query
from equipoise_sdk.plugins import hookimpl
from equipoise_sdk.rate_limit import RateLimit
from equipoise_sdk.reading import Checkpoint, Item, RowError, Value

__all__ = [
    "AuthError",
    "Checkpoint",
    "ConfigError",
    "Connector",
    "ConnectorError",
    "Context",
    "Grain",
    "Item",
    "Measure",
    "Problem",
    "Query",
    "RateLimit",
    "RateLimited",
    "RowError",
    "Transient",
    "Value",
    "hookimpl",
]
