"""Tokens for one purpose, made at the shell."""

import httpx

from tests.support.api import Api, TestOrganisation
from tests.support.command_inside import Inside


async def test_a_token_can_be_made_for_some_scopes_alone(
    inside: Inside, organisation: TestOrganisation, client: httpx.AsyncClient
) -> None:
    words = ("--role", "editor", "--scope", "scorecard:read", "--scope", "values:write")
    made = await inside.ok("token", "create", "--tenant", organisation.slug, *words)
    viewer = (await Api(client, made.splitlines()[-1]).data("{ viewer { role scopes } }"))["viewer"]
    assert viewer == {"role": "EDITOR", "scopes": ["scorecard:read", "values:write"]}


async def test_a_scope_that_there_is_not_is_named_with_those_that_there_are(
    inside: Inside, organisation: TestOrganisation
) -> None:
    done = await inside.run("token", "create", "--tenant", organisation.slug, "--scope", "everything")
    assert done.returncode == 1
    assert "scorecard:read" in done.stderr
