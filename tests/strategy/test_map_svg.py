import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise.domain.rollup import Coverage
from equipoise.domain.status import Status
from equipoise.domain.strategy_map.checks import check_map
from equipoise.domain.strategy_map.model import StrategyMap
from equipoise.domain.strategy_map.policy import MapPolicy
from equipoise.domain.strategy_map.warning import WarningCode
from equipoise.strategy.map_svg import map_svg
from tests.domain.strategy_maps import (
    link,
    objective,
    perspective,
    strategy_map,
    well_formed,
    with_objective,
)

DAY = date(2026, 11, 21)
NAMESPACE = "{http://www.w3.org/2000/svg}"
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def drawn(shown: StrategyMap) -> ET.Element:
    return ET.fromstring(map_svg(shown, check_map(shown), DAY))


def named(name: str) -> StrategyMap:
    """A map on which everything has this name."""
    band = perspective(name)
    one, other = objective(name, band), objective(f"{name} too", band)
    dressed = [replace(each, theme=name, owner=name) for each in (one, other)]
    return strategy_map([band], dressed, [link(one, other, name)], name=name)


def texts(root: ET.Element) -> list[str]:
    """Every text that is drawn."""
    return ["".join(each.itertext()) for each in root.iter(f"{NAMESPACE}text")]


def told(root: ET.Element, tag: str) -> str:
    """The title or description of the whole picture."""
    found = root.find(f"{NAMESPACE}{tag}")
    assert found is not None
    return (found.text or "").translate(ISOLATES)


def card(root: ET.Element, shown: StrategyMap, place: int = 0) -> ET.Element:
    wanted = str(shown.objectives[place].id)
    return next(each for each in root.iter(f"{NAMESPACE}g") if each.get("data-objective") == wanted)


def shapes(element: ET.Element) -> list[tuple[str, str | None]]:
    """What is drawn, without its colours."""
    return [(each.tag, each.get("d") or each.get("r")) for each in element.iter()]


def test_the_picture_says_what_it_is_to_those_who_cannot_see_it() -> None:
    root = drawn(well_formed())
    assert root.get("role") == "img"
    assert told(root, "title") == "Strategy map: Equipoise Ltd 2026"
    description = told(root, "desc")
    assert "4 perspectives, 16 objectives, 12 cause-effect links; scores as of 2026-11-21." in description
    assert "Financial 0 (Green, 78 from 2 of 2 KPIs)" in description
    assert "Customer 0 leads to Financial 0." in description
    assert description.endswith("No warnings: the scorecard is well formed.")


def test_title_and_description_come_first_as_the_standard_asks() -> None:
    assert [each.tag.removeprefix(NAMESPACE) for each in drawn(well_formed())][:2] == ["title", "desc"]


def test_every_perspective_objective_and_link_is_drawn_once() -> None:
    root, shown = drawn(well_formed()), well_formed()
    for attribute, ids in (
        ("data-perspective", [each.id for each in shown.perspectives]),
        ("data-objective", [each.id for each in shown.objectives]),
        ("data-link", [each.id for each in shown.links]),
    ):
        found = [each.get(attribute) for each in root.iter() if each.get(attribute)]
        assert sorted(found, key=str) == sorted(map(str, ids))


def test_cards_are_drawn_above_links_so_that_no_text_is_hidden() -> None:
    order = [
        attribute
        for each in drawn(well_formed()).iter()
        for attribute in ("data-link", "data-objective")
        if each.get(attribute)
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("score", "shown"), [("77.5", "78"), ("49.333", "49"), ("0", "0"), ("100", "100"), ("66.4999", "66")]
)
def test_a_score_is_shown_whole_with_its_coverage(score: str, shown: str) -> None:
    scored = with_objective(
        well_formed(),
        0,
        lambda each: replace(each, score=Decimal(score), coverage=Coverage(Decimal("0.6"), 6, 9)),
    )
    assert texts(card(drawn(scored), scored))[-2:] == [shown, "6 of 9 KPIs"]


def test_an_objective_without_data_shows_a_dash_in_a_dashed_grey_card() -> None:
    silent = with_objective(
        well_formed(),
        0,
        lambda each: replace(each, score=None, status=Status.NO_DATA, coverage=Coverage(Decimal(0), 0, 2)),
    )
    card_of = card(drawn(silent), silent)
    frame = card_of.find(f"{NAMESPACE}rect")
    assert texts(card_of)[-2:] == ["–", "0 of 2 KPIs"]
    assert frame is not None
    assert frame.get("stroke-dasharray")


def test_each_status_has_a_shape_of_its_own_for_those_who_do_not_see_colours() -> None:
    def shown_as(status: Status) -> tuple[tuple[str, str | None], ...]:
        shown = with_objective(well_formed(), 0, lambda each: replace(each, status=status))
        return tuple(shapes(card(drawn(shown), shown)))

    assert len({shown_as(status) for status in Status}) == len(Status)


def test_the_legend_counts_the_objectives_of_each_status() -> None:
    shown = with_objective(well_formed(), 0, lambda each: replace(each, status=Status.RED))
    assert {"Green: 15", "Amber: 0", "Red: 1", "No data: 0"} <= set(texts(drawn(shown)))


def test_the_footer_counts_the_warnings() -> None:
    assert texts(drawn(well_formed()))[-1] == "No warnings: the scorecard is well formed."
    blind = with_objective(well_formed(), 1, lambda each: replace(each, kpis=()))
    assert texts(drawn(blind))[-1] == "2 warnings: 1 problem, 1 piece of advice."


def test_the_footer_names_first_what_the_tenant_forbids() -> None:
    blind = with_objective(well_formed(), 1, lambda each: replace(each, kpis=()))
    strict = MapPolicy(blocking=frozenset({WarningCode.BLIND_OBJECTIVE}))
    root = ET.fromstring(map_svg(blind, check_map(blind, strict), DAY))
    assert texts(root)[-1] == "2 warnings: 1 to be mended first, 1 piece of advice."


def test_a_link_that_runs_downwards_is_dashed_and_explained() -> None:
    shown = well_formed()
    downward = link(shown.objectives[0], shown.objectives[4])
    root = drawn(replace(shown, links=(*shown.links[1:], downward)))
    dashed = [
        each.get("data-link")
        for each in root.iter(f"{NAMESPACE}g")
        if each.get("data-link") and any(part.get("stroke-dasharray") for part in each)
    ]
    assert dashed == [str(downward.id)]
    assert "Runs downwards" in texts(root)
    assert "Runs downwards" not in texts(drawn(shown))


def test_a_hostile_name_stays_text() -> None:
    hostile = '<script>alert("1")</script> & </text>'
    root = drawn(named(hostile))
    assert not list(root.iter("script"))
    assert not list(root.iter(f"{NAMESPACE}script"))
    assert told(root, "title") == f"Strategy map: {hostile}"


def test_characters_that_xml_forbids_become_replacement_signs() -> None:
    assert told(drawn(named("a\x00b\x07c\ud800d\ufffee")), "title") == "Strategy map: a\ufffdb\ufffdc\ufffdd\ufffde"


def test_marks_that_turn_the_direction_of_writing_are_left_out() -> None:
    assert "evil" in texts(drawn(named("\u202eevil")))


def test_a_name_written_from_right_to_left_starts_at_the_right() -> None:
    lines = [each for each in drawn(named("رضا العملاء")).iter(f"{NAMESPACE}text") if each.text == "رضا العملاء"]
    assert len(lines) >= 3
    assert all(each.get("direction") == "rtl" for each in lines)


def test_a_name_too_long_for_its_card_is_cut_there_and_whole_in_the_tooltip() -> None:
    name = "Excellence in everything " * 12
    shown = named(name.strip())
    card_of = card(drawn(shown), shown)
    tooltip = card_of.find(f"{NAMESPACE}title")
    assert any(line.endswith("…") for line in texts(card_of))
    assert tooltip is not None
    assert name.strip() in (tooltip.text or "")


def test_nothing_is_loaded_or_run() -> None:
    root = drawn(named("https://example.org/font.woff"))
    allowed = {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}
    assert {each.tag.removeprefix(NAMESPACE) for each in root.iter()} == allowed
    for each in root.iter():
        assert not [name for name in each.attrib if name.startswith(("on", "style")) or "href" in name]
        assert not [value for value in each.attrib.values() if "url(" in value]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (strategy_map([]), "No perspectives yet."),
        (strategy_map([perspective("Customer")]), "No objectives yet"),
    ],
)
def test_an_empty_scorecard_says_so(shown: StrategyMap, words: str) -> None:
    assert words in texts(drawn(shown))


def test_the_picture_grows_with_the_map() -> None:
    def height(count: int) -> int:
        band = perspective("Customer")
        root = drawn(strategy_map([band], [objective(f"O{each}", band) for each in range(count)]))
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
        return int(root.get("height", "0"))

    assert height(5) < height(6) < height(11)


def test_the_same_map_gives_the_same_picture() -> None:
    shown = well_formed()
    assert map_svg(shown, check_map(shown), DAY) == map_svg(well_formed(), check_map(well_formed()), DAY)


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_any_name_gives_a_picture_that_can_be_read(name: str) -> None:
    assert drawn(named(name)).tag == f"{NAMESPACE}svg"
