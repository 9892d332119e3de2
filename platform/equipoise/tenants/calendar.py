"""How an organisation tells time."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from equipoise.db.session import ReadSession
from equipoise.domain.calendar import FiscalCalendar
from equipoise.tenants.models import Organisation


@dataclass(frozen=True, slots=True)
class OrganisationTime:
    """The organisation's time zone, which says what day it is, and its fiscal calendar."""

    zone: ZoneInfo
    calendar: FiscalCalendar

    def day_of(self, moment: datetime) -> date:
        """The day on the organisation's wall at this moment."""
        return moment.astimezone(self.zone).date()


async def organisation_time(session: ReadSession) -> OrganisationTime:
    """The time of the session's organisation."""
    columns = select(Organisation.time_zone, Organisation.fiscal_first_month)
    row = (await session.execute(columns.where(Organisation.tenant_id == session.tenant_id))).one()
    return told_by(row.time_zone, row.fiscal_first_month)


@lru_cache(maxsize=1_000)
def told_by(time_zone: str, fiscal_first_month: int) -> OrganisationTime:
    """The time of an organisation that keeps these settings."""
    return OrganisationTime(ZoneInfo(time_zone), FiscalCalendar(fiscal_first_month))
