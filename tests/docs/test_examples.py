"""Every command and every example of the guides is run, and answers what the guide says.

With EQUIPOISE_RENEW_GUIDES=1 the answers in the guides are replaced by the real ones, to be read before they are kept.
"""

import os

import pytest

from tests.docs.conftest import Open
from tests.docs.first_screen import look_around
from tests.docs.guides import ROOT, guide, guides
from tests.docs.story import steps

ELSEWHERE = {"docs/operator.md": "tests/deploy/test_operator_guide.py"}
"""Guides whose blocks are run by another test."""


@pytest.mark.parametrize("name", [each.name for each in guides() if each.blocks() and each.name not in ELSEWHERE])
async def test_what_a_guide_shows_is_what_happens(name: str, opened: Open) -> None:
    async with opened(guide(name)) as story:
        differences = await story.tell()
        if name == "README.md":
            await look_around(story.site)
    if os.environ.get("EQUIPOISE_RENEW_GUIDES"):
        (ROOT / name).write_text(story.renewed(), encoding="utf-8")
        pytest.skip("The answers were renewed; nothing was compared.")
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize(("name", "test"), ELSEWHERE.items())
def test_a_guide_that_is_run_elsewhere_is_run_there(name: str, test: str) -> None:
    assert {block.language for block in guide(name).blocks()} == {"sh"}
    assert name.rpartition("/")[2] in (ROOT / test).read_text(encoding="utf-8")


def test_no_block_is_left_out() -> None:
    for each in guides():
        done = [part for step in steps(each) for part in (step.block, step.variables, step.answer) if part]
        shown = [block for block in each.blocks() if block.language != "text"]
        assert done == shown
