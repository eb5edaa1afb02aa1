"""Where the boxes and lines of a drawing go: layers by order, then fewer crossings by barycentre.

K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures
(1981), with boxes that stand in rows from top to bottom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from webapp.pathways.model import without_cycles

Edge = tuple[str, str]
Point = tuple[float, float]

_SWEEPS = 8
_BEND = 18.0
"""The room that a line takes where it passes a row, in the units of the drawing."""


@dataclass(frozen=True)
class Box:
    """A box by its middle and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """`boxes` by name; `lines` by edge, each from box to box through its bends."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    lines: Mapping[Edge, Sequence[Point]]


def lay_out(
    sizes: Mapping[str, tuple[float, float]], edges: Sequence[Edge], across: float, down: float
) -> Layout:
    """Place boxes of these (width, height), with gaps of `across` and `down` between them."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sizes)
    graph.add_edges_from(edges)
    graph = without_cycles(graph)
    layers = {n: i for i, some in enumerate(nx.topological_generations(graph)) for n in some}
    _pull_down(graph, layers)
    chains = {edge: _chain(edge, layers) for edge in graph.edges}
    rows = _rows(layers, chains)
    _uncross(rows, chains)
    return _placed(rows, sizes, chains, across, down)


def _pull_down(graph: nx.DiGraph[str], layers: dict[str, int]) -> None:
    """A box with nothing before it stands right above what it leads to, not at the top."""
    for name in reversed(list(nx.topological_sort(graph))):
        after = [layers[n] for n in graph.successors(name)]
        if after and graph.in_degree(name) == 0:
            layers[name] = min(after) - 1


def _chain(edge: Edge, layers: Mapping[str, int]) -> list[str]:
    """The edge's ends, and a bend in each row that it passes."""
    start, end = edge
    bends = [f"{start} {end} {row}" for row in range(layers[start] + 1, layers[end])]
    return [start, *bends, end]


def _rows(layers: Mapping[str, int], chains: Mapping[Edge, list[str]]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for name, row in layers.items():
        rows[row].append(name)
    for (start, _), chain in chains.items():
        for step, bend in enumerate(chain[1:-1], 1):
            rows[layers[start] + step].append(bend)
    return rows


def _uncross(rows: list[list[str]], chains: Mapping[Edge, list[str]]) -> None:
    """Sort each row by the mean place of its neighbours in the row above, then below, and again."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for chain in chains.values():
        for upper, lower in pairwise(chain):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    for sweep in range(_SWEEPS):
        neighbours, order = (above, rows) if sweep % 2 == 0 else (below, rows[::-1])
        for fixed, row in pairwise(order):
            places = {name: place / max(1, len(fixed) - 1) for place, name in enumerate(fixed)}
            own = {name: place / max(1, len(row) - 1) for place, name in enumerate(row)}
            row.sort(key=lambda n: _mean([places[m] for m in neighbours.get(n, ())], own[n]))


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _placed(
    rows: list[list[str]],
    sizes: Mapping[str, tuple[float, float]],
    chains: Mapping[Edge, list[str]],
    across: float,
    down: float,
) -> Layout:
    widths = [sum(_width(n, sizes) + across for n in row) + across for row in rows]
    whole = max(widths, default=0.0)
    boxes: dict[str, Box] = {}
    y = down
    for row, width in zip(rows, widths, strict=True):
        tall = max((sizes[n][1] for n in row if n in sizes), default=0.0)
        x = (whole - width) / 2 + across
        for name in row:
            wide = _width(name, sizes)
            boxes[name] = Box(x + wide / 2, y + tall / 2, wide, sizes.get(name, (0, tall))[1])
            x += wide + across
        y += tall + down
    lines = {edge: _line([boxes[name] for name in chain]) for edge, chain in chains.items()}
    return Layout(whole, y, {name: boxes[name] for name in sizes}, lines)


def _width(name: str, sizes: Mapping[str, tuple[float, float]]) -> float:
    return sizes[name][0] if name in sizes else _BEND


def _line(boxes: Sequence[Box]) -> list[Point]:
    """From the foot of the first box, down through the bends, to the head of the last."""
    first, *bends, last = boxes
    points = [(first.x, first.y + first.height / 2)]
    for bend in bends:
        points += [(bend.x, bend.y - bend.height / 2), (bend.x, bend.y + bend.height / 2)]
    return [*points, (last.x, last.y - last.height / 2)]
