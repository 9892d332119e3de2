"""An organisation whose strategy came out of a document."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.api import TestOrganisation
from tests.support.exchange import BRIGHT, applied


@pytest.fixture
async def bright(engine: AsyncEngine, organisation: TestOrganisation) -> TestOrganisation:
    """Bright Lamps, with everything that a document can hold."""
    await applied(engine, organisation, BRIGHT)
    return organisation
