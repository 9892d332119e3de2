"""Plugin packages as pip would have installed them, in a folder of their own."""

from pathlib import Path
from textwrap import dedent

_PREAMBLE = """
import asyncio, os, sys, time
from datetime import date, datetime
from decimal import Decimal
from pydantic import BaseModel, SecretStr, field_validator
from equipoise_sdk import *

class NoConfig(BaseModel):
    pass

class Plain(Connector[NoConfig]):
    key, title = "plain", "Plain"
    def check(self): pass
    def discover(self): return [Measure("m", "M")]
    def read(self, query):
        yield Value("m", date(2026, 1, 1), Decimal(1))

def registers(*connectors):
    @hookimpl
    def register_connectors():
        return list(connectors)
    return register_connectors
"""


def install(folder: Path, name: str, source: str, *, distribution: str | None = None) -> Path:
    """A plugin `name` whose module is `source`, after some common imports; returns the folder."""
    distribution = distribution or f"{name}-dist"
    module = f"plugin_{name}"
    (folder / f"{module}.py").write_text(_PREAMBLE + dedent(source), encoding="utf-8")
    info = folder / f"{distribution.replace('-', '_')}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[equipoise.connectors.v1]\n{name} = {module}\n", encoding="utf-8")
    return folder
