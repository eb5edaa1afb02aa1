"""How many records come after each record, and how many before it, by `cg:nextStep` in any number.

Asked as ``cg:nextStep+`` this walks from every record through all that is behind it: on 200,000
records minutes, where the build needs seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import polars as pl

from graph.triples import line, literal
from graph.vocabulary import CG, XSD

_AT_ONCE = 1 << 15
"""Records that are looked for at a time, one bit each for every record that is still waited for."""


def reach_lines(steps: pl.DataFrame) -> Iterator[str]:
    """N-Triples lines with the counts of each record that has any; `steps`: `source`, `target`."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(steps.select("source", "target").iter_rows())
    for property_, directed in (
        (CG.recordsAfter, graph),
        (CG.recordsBefore, graph.reverse(copy=False)),
    ):
        for record, count in counted(directed):
            yield line(record, property_, literal(str(count), XSD.integer))


def counted(graph: nx.DiGraph[str]) -> Iterator[tuple[str, int]]:
    """Each node from which there is a step, and the number of nodes that lie one step or more
    ahead; a node in a circle is ahead of itself."""
    # Where steps run in a circle, all nodes of it have the same ahead, so they are one here.
    circles = nx.condensation(graph)
    members: dict[int, set[str]] = {
        circle: about["members"] for circle, about in circles.nodes.items()
    }
    last_first = list(reversed(list(nx.topological_sort(circles))))
    place, size = {}, 0
    for circle in last_first:
        place[circle], size = size, size + len(members[circle])
    counts = dict.fromkeys(last_first, 0)
    for first in range(0, size, _AT_ONCE):
        reached: dict[int, int] = {}
        waiting = dict(circles.in_degree())
        for circle in last_first:
            own = _bits(place[circle] - first, len(members[circle]))
            found = own if len(members[circle]) > 1 else 0
            for later in circles.successors(circle):
                found |= reached[later]
                waiting[later] -= 1
                if not waiting[later]:
                    del reached[later]
            if waiting[circle]:
                reached[circle] = found | own
            counts[circle] += found.bit_count()
    for circle in last_first:
        if counts[circle]:
            yield from ((node, counts[circle]) for node in sorted(members[circle]))


def _bits(start: int, count: int) -> int:
    """Ones for `count` places from `start` on, as far as they are among those of this time."""
    first, last = max(0, start), min(_AT_ONCE, start + count)
    return ((1 << (last - first)) - 1) << first if last > first else 0
