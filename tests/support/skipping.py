"""What happens to a check that cannot run here."""

import os

import pytest


def require(condition: object, reason: str) -> None:
    """Without `condition`, skip the test with the reason on a person's machine, and fail it where CI=true."""
    if condition:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"Cannot run here, and CI runs every check: {reason}", pytrace=False)
    pytest.skip(reason)
