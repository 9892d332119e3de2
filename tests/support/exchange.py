"""Documents of an organisation's strategy, brought in and written out without a shell."""

from pathlib import Path

import yaml
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import TenantSession, reading, writing
from equipoise.domain.errors import Refusal
from equipoise.exchange.apply import apply_document
from equipoise.exchange.export import export_strategy
from equipoise.exchange.read import read_document
from equipoise.exchange.report import Report
from equipoise.exchange.write import write_document
from tests.support.api import TestOrganisation

BRIGHT = Path(__file__).with_name("bright_lamps.yaml").read_text(encoding="utf-8")
"""A document with everything that one can hold, as `equipoise export` writes it."""


async def exported(engine: AsyncEngine, organisation: TestOrganisation, scorecard: str | None = None) -> str:
    async with reading(engine, organisation.tenant_id) as session:
        return write_document(await export_strategy(session, scorecard=scorecard))


async def applied(engine: AsyncEngine, organisation: TestOrganisation, document: str) -> Report:
    """The report, after all of it was committed."""
    async with writing(engine, organisation.tenant_id) as session:
        return await apply_document(session, organisation.owner, read_document(document.encode()))


async def refused(engine: AsyncEngine, organisation: TestOrganisation, document: str) -> Refusal:
    """What is said about a document that cannot be applied."""
    try:
        written = read_document(document.encode())
        async with TenantSession(engine, organisation.tenant_id) as session:
            await apply_document(session, organisation.owner, written)
    except Refusal as refusal:
        return refusal
    raise AssertionError("it was applied")


async def refused_export(engine: AsyncEngine, organisation: TestOrganisation, scorecard: str | None = None) -> Refusal:
    """What is said where no document can be written."""
    try:
        await exported(engine, organisation, scorecard)
    except Refusal as refusal:
        return refusal
    raise AssertionError("it was exported")


def with_changes(document: str, *changes: tuple[str, str]) -> str:
    """The document with each text replaced, which has to be there once."""
    for old, new in changes:
        assert document.count(old) == 1, f"{old!r} is there {document.count(old)} times"
        document = document.replace(old, new)
    return document


def names(report: Report, outcome: str) -> list[str]:
    """What was created, changed or kept, as `kind name` or `kind name: properties`."""
    items = {"created": report.created_items(), "changed": report.changed_items(), "kept": report.kept}[outcome]
    return [f"{item.kind} {item.name}" + (f": {', '.join(item.changed)}" if item.changed else "") for item in items]


def as_data(document: str) -> object:
    """What any YAML reader makes of it."""
    return yaml.safe_load(document)
