"""The frontend guide speaks of the scopes as the code does."""

import re

from equipoise.domain.scopes import Scope
from equipoise.oauth.exchange import REFRESH_LIFETIME
from equipoise.oauth.give import CODE_LIFETIME
from equipoise.oauth.issue import LIFETIME
from tests.docs.guides import ROOT, guide
from tests.meta.sources import python_files

GUIDE = guide("docs/frontend.md")


def test_every_scope_is_in_the_guide_with_its_words() -> None:
    rows = {name.strip("`"): words for name, words in GUIDE.table_below("Scopes")}
    assert rows == {scope.value: scope.words for scope in Scope}


def test_how_long_things_last_is_as_the_guide_says() -> None:
    assert (LIFETIME.total_seconds(), "for ten minutes" in GUIDE.text) == (600, True)
    assert (CODE_LIFETIME.total_seconds(), "Within a minute" in GUIDE.text) == (60, True)
    assert f"lasts {REFRESH_LIFETIME.days} days" in GUIDE.text


def test_every_error_of_oauth_is_in_the_guide() -> None:
    told = re.compile(r'(?:OAuthError\(|super\(\).__init__\()\s*"([a-z_]+)"')
    paths = [path for path in python_files("platform/") if "oauth" in str(path)]
    found = {error for path in paths for error in told.findall((ROOT / path).read_text(encoding="utf-8"))}
    listed = {name for row in GUIDE.table_below("What OAuth answers") for name in re.findall(r"`([a-z_]+)`", row[0])}
    assert found - listed == set()
    assert {"invalid_grant", "slow_down", "access_denied"} <= found & listed
