from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.graph import ancestors, find_cycle

edges = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=25)


def reaches_itself(node: int, given_edges: list[tuple[int, int]]) -> bool:
    return any(start == node and (end == node or node in ancestors(end, given_edges)) for start, end in given_edges)


@given(edges)
def test_a_cycle_is_found_exactly_where_there_is_one(given_edges: list[tuple[int, int]]) -> None:
    cycle = find_cycle(given_edges)
    cyclic = any(reaches_itself(node, given_edges) for node in range(13))
    assert (cycle is not None) is cyclic


@given(edges)
def test_a_cycle_is_named_in_the_order_of_its_edges(given_edges: list[tuple[int, int]]) -> None:
    cycle = find_cycle(given_edges)
    if cycle is not None:
        assert len(set(cycle)) == len(cycle)
        assert all(edge in given_edges for edge in zip(cycle, [*cycle[1:], cycle[0]], strict=True))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda edge: edge[0] < edge[1])))
def test_edges_that_only_go_up_have_no_cycle(given_edges: list[tuple[int, int]]) -> None:
    assert find_cycle(given_edges) is None


def test_a_node_that_leads_to_itself_is_a_cycle() -> None:
    assert find_cycle([("a", "b"), ("b", "b")]) == ["b"]


def test_a_chain_of_a_hundred_thousand_is_no_trouble() -> None:
    chain = [(node, node + 1) for node in range(100_000)]
    assert find_cycle(chain) is None
    assert find_cycle([*chain, (100_000, 0)]) == list(range(100_001))
    assert len(ancestors(0, chain)) == 100_000


def test_a_ladder_of_diamonds_is_walked_once() -> None:
    rungs = [(level, side) for level in range(60) for side in "ab"]
    ladder = [(rung, (rung[0] + 1, side)) for rung in rungs for side in "ab"]
    assert find_cycle(ladder) is None
    assert len(ancestors((0, "a"), ladder)) == 120


def test_none_and_zero_are_nodes_like_others() -> None:
    assert find_cycle([(None, 0), (0, None)]) == [None, 0]


def test_ancestors_come_nearest_first_and_once() -> None:
    parents = [("team", "department"), ("department", "company"), ("team", "project"), ("project", "company")]
    assert ancestors("team", parents) == ["department", "project", "company"]
    assert ancestors("company", parents) == []


def test_ancestors_in_a_cycle_come_to_an_end() -> None:
    assert ancestors("a", [("a", "b"), ("b", "c"), ("c", "a")]) == ["b", "c"]
