from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from equipoise.domain.strategy_map.geometry import Box, Curve, MapLayout, MapRoute, Point
from equipoise.domain.strategy_map.layout import lay_out
from equipoise.domain.strategy_map.model import StrategyMap
from tests.domain.strategy_maps import FOUR, link, objective, perspective, strategy_map, well_formed


def build(sizes: list[int], ends: list[tuple[int, int]]) -> StrategyMap:
    """A perspective of each size, and links between objectives counted through; impossible ones are left out."""
    perspectives = [perspective(f"P{place}", place) for place in range(len(sizes))]
    objectives = [
        objective(f"{band.name} O{each}", band)
        for band, size in zip(perspectives, sizes, strict=True)
        for each in range(size)
    ]
    count = len(objectives)
    pairs = {(cause % count, effect % count) for cause, effect in ends} if count else set()
    links = [link(objectives[cause], objectives[effect]) for cause, effect in sorted(pairs) if cause != effect]
    return strategy_map(perspectives, objectives, links)


maps = st.builds(
    build,
    st.lists(st.integers(0, 13), max_size=6),
    st.lists(st.tuples(st.integers(0, 77), st.integers(0, 77)), max_size=60),
)
DENSE = build([8, 5, 0, 9, 6], [(5 * step, 11 * step + 3) for step in range(90)])
CROWDED = build([5, 5, 5], [(cause, effect) for cause in range(10, 15) for effect in range(5)])
OVERHEAD = build([3, 5, 5], [(cause, effect) for cause in range(3, 8) for effect in range(3, 8)])
LARGEST = build([50, 0, 75, 75], [(7 * step, 3 * step + 1) for step in range(400)])


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def holds(outer: Box, inner: Box) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom


def along(route: MapRoute, steps: int = 12) -> list[tuple[float, float]]:
    """Points on the route, its ends left out."""
    found: list[tuple[float, float]] = []
    start = route.start
    for curve in route.curves:
        found += [on(start, curve, step / steps) for step in range(1, steps)]
        start = curve.end
    return found


def on(start: Point, curve: Curve, part: float) -> tuple[float, float]:
    rest = 1 - part
    weights = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
    points = (start, curve.control_1, curve.control_2, curve.end)
    return (
        sum(weight * point.x for weight, point in zip(weights, points, strict=True)),
        sum(weight * point.y for weight, point in zip(weights, points, strict=True)),
    )


def on_edge(point: Point, box: Box) -> bool:
    within = box.x <= point.x <= box.right and box.y <= point.y <= box.bottom
    return within and (point.x in {box.x, box.right} or point.y in {box.y, box.bottom})


def places(layout: MapLayout) -> dict[object, Box]:
    return {node.objective_id: node.box for node in layout.nodes}


@settings(max_examples=60, deadline=None)
@given(maps)
@example(LARGEST)
def test_every_objective_has_a_place_of_its_own_in_the_band_of_its_perspective(drawn: StrategyMap) -> None:
    layout = lay_out(drawn)
    bands = {band.perspective_id: band.box for band in layout.bands}
    boxes = places(layout)
    assert set(boxes) == {each.id for each in drawn.objectives}
    assert all(holds(bands[each.perspective_id], boxes[each.id]) for each in drawn.objectives)
    assert not any(overlap(one, other) for one, other in combinations(boxes.values(), 2))


@settings(max_examples=60, deadline=None)
@given(maps)
@example(LARGEST)
def test_bands_lie_within_the_page_below_each_other_in_the_order_of_the_perspectives(
    drawn: StrategyMap,
) -> None:
    layout = lay_out(drawn)
    page = Box(0, 0, layout.width, layout.height)
    assert [band.perspective_id for band in layout.bands] == [each.id for each in drawn.top_down()]
    assert all(holds(page, band.box) for band in layout.bands)
    assert all(upper.box.bottom < lower.box.y for upper, lower in zip(layout.bands, layout.bands[1:], strict=False))


@settings(max_examples=60, deadline=None)
@given(maps)
@example(LARGEST)
def test_every_link_runs_from_the_edge_of_its_cause_to_the_edge_of_its_effect(drawn: StrategyMap) -> None:
    layout = lay_out(drawn)
    boxes = places(layout)
    for shown, route in zip(drawn.links, layout.routes, strict=True):
        assert route.link_id == shown.id
        assert on_edge(route.start, boxes[shown.cause_id])
        assert on_edge(route.curves[-1].end, boxes[shown.effect_id])


@settings(max_examples=60, deadline=None)
@given(maps)
@example(DENSE)
@example(CROWDED)
@example(OVERHEAD)
def test_no_link_passes_over_an_objective_or_leaves_the_page(drawn: StrategyMap) -> None:
    layout = lay_out(drawn)
    boxes = [node.box for node in layout.nodes]
    for route in layout.routes:
        for x, y in along(route):
            assert 0 <= x <= layout.width
            assert 0 <= y <= layout.height
            assert not any(box.x < x < box.right and box.y + 0.5 < y < box.bottom - 0.5 for box in boxes)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_order_in_which_links_come_does_not_move_an_objective(data: st.DataObject) -> None:
    drawn = data.draw(maps)
    shuffled = data.draw(st.permutations(drawn.links))
    again = strategy_map(drawn.perspectives, drawn.objectives, shuffled)
    assert lay_out(again).nodes == lay_out(drawn).nodes


def test_the_same_map_is_laid_out_the_same() -> None:
    assert lay_out(build([5, 9, 4, 12], [(3 * n, 5 * n + 1) for n in range(40)])) == lay_out(
        build([5, 9, 4, 12], [(3 * n, 5 * n + 1) for n in range(40)])
    )


def test_crossed_links_are_untangled() -> None:
    above, below = perspective("Above", 0), perspective("Below", 1)
    upper = [objective(f"Effect {each}", above) for each in range(5)]
    lower = [objective(f"Cause {each}", below) for each in range(5)]
    links = [link(cause, effect) for cause, effect in zip(lower, reversed(upper), strict=True)]
    boxes = places(lay_out(strategy_map([above, below], [*upper, *lower], links)))
    assert all(boxes[each.cause_id].x == boxes[each.effect_id].x for each in links)


def test_a_map_too_dense_to_try_every_swap_is_untangled_all_the_same() -> None:
    rows = 90
    mirrored = [(5 * row + slot, 5 * (row - 1) + 4 - slot) for row in range(1, rows) for slot in range(5)]
    from_the_bottom_to_the_top = [(5 * (rows - 1) + 4 - slot, slot) for slot in range(5)]
    drawn = build([5] * rows, mirrored + from_the_bottom_to_the_top)
    boxes = places(lay_out(drawn))
    assert all(boxes[each.cause_id].x == boxes[each.effect_id].x for each in drawn.links)


def test_a_map_without_crossings_keeps_the_strategists_order() -> None:
    drawn = well_formed()
    assert [node.objective_id for node in lay_out(drawn).nodes] == [each.id for each in drawn.objectives]


def test_cause_and_effect_in_one_perspective_stand_side_by_side() -> None:
    drawn = build([5], [(0, 4)])
    boxes = places(lay_out(drawn))
    cause, effect = (boxes[drawn.objectives[place].id] for place in (0, 4))
    assert cause.y == effect.y
    assert abs(cause.x - effect.x) == cause.width + 28


def test_a_crowded_perspective_puts_effects_above_their_causes() -> None:
    drawn = build([8], [(place, place + 1) for place in range(7)])
    boxes = places(lay_out(drawn))
    heights = [boxes[each.id].y for each in drawn.objectives]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 2


def test_a_circle_in_a_crowded_perspective_is_laid_out_too() -> None:
    assert len(lay_out(build([7], [(place, (place + 1) % 7) for place in range(7)])).nodes) == 7


@pytest.mark.parametrize(("count", "rows"), [(5, [5]), (6, [3, 3]), (7, [4, 3]), (13, [5, 4, 4]), (15, [5, 5, 5])])
def test_many_objectives_are_wrapped_into_even_rows_of_at_most_five(count: int, rows: list[int]) -> None:
    heights = [node.box.y for node in lay_out(build([count], [])).nodes]
    assert [heights.count(height) for height in dict.fromkeys(heights)] == rows


def test_empty_perspectives_keep_their_band() -> None:
    layout = lay_out(strategy_map([perspective(name, place) for place, name in enumerate(FOUR)]))
    assert len(layout.bands) == 4
    assert all(band.box.height > 0 for band in layout.bands)


def test_a_scorecard_without_perspectives_has_an_empty_layout() -> None:
    layout = lay_out(strategy_map([]))
    assert (layout.height, layout.bands, layout.nodes, layout.routes) == (0, (), (), ())
