"""Links lead somewhere."""

from pathlib import PurePosixPath

import pytest

from tests.docs.guides import ROOT, Guide, guide, guides

OUTSIDE = ("https://", "http://", "mailto:")


@pytest.mark.parametrize("page", guides(), ids=lambda each: each.name)
def test_every_link_of_a_guide_leads_to_a_page_and_a_heading(page: Guide) -> None:
    for link in page.links():
        if link.startswith(OUTSIDE):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page.name).parent.joinpath(PurePosixPath(path)).resolve() if path else ROOT / page.name
        assert target.is_relative_to(ROOT), f"{page.name} links {link}, which leads out of the project"
        assert target.exists(), f"{page.name} links {link}, which is not there"
        if anchor:
            headings = guide(str(target.relative_to(ROOT))).anchors()
            assert anchor in headings, f"{page.name} links {link}; the page has {sorted(headings)}"


def test_the_index_names_every_guide() -> None:
    index = guide("docs/README.md")
    there = {each.name for each in guides() if each.name.startswith("docs/")} - {index.name}
    assert there == {f"docs/{link}" for link in index.links() if link.endswith(".md") and not link.startswith("..")}
