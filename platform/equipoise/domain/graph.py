"""Directed graphs: the unit tree, scorecards and their parents, cause-effect links."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def find_cycle(edges: Iterable[tuple[N, N]]) -> list[N] | None:
    """The nodes of one cycle in the order of its edges, each once; None when there is no cycle.

    An edge leads from its first node to its second. Linear in the edges, and safe for deep graphs.
    """
    successors = _successors(edges)
    finished: set[N] = set()
    for root in successors:
        if root in finished:
            continue
        path: dict[N, None] = {root: None}
        untried = [iter(successors[root])]
        while untried:
            for node in untried[-1]:
                if node in path:
                    nodes = list(path)
                    return nodes[nodes.index(node) :]
                if node not in finished:
                    path[node] = None
                    untried.append(iter(successors.get(node, ())))
                    break
            else:
                untried.pop()
                finished.add(path.popitem()[0])
    return None


def ancestors(node: N, edges: Iterable[tuple[N, N]]) -> list[N]:
    """Everything that can be reached from the node, nearest first, each once and never the node itself.

    With edges from child to parent these are its ancestors; a cycle in the edges does no harm.
    """
    successors = _successors(edges)
    seen = {node}
    reached: list[N] = []
    frontier = [node]
    while frontier:
        found = dict.fromkeys(
            following for nearer in frontier for following in successors.get(nearer, ()) if following not in seen
        )
        seen.update(found)
        frontier = list(found)
        reached += frontier
    return reached


def _successors(edges: Iterable[tuple[N, N]]) -> dict[N, list[N]]:
    successors: dict[N, list[N]] = {}
    for start, end in edges:
        successors.setdefault(start, []).append(end)
    return successors
