"""The first resources of a graph as a drawing: what links to others stands left of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import pyoxigraph as ox

from graph.vocabulary import RDF_TYPE, shorten
from webapp.asking import Rows, labels

_MOST = 24
"""Resources that can be told apart in a drawing; the table has them all."""
WIDTH, HEIGHT, GAP, ROW = 190, 40, 150, 60
"""The size of a box, and the room between columns; a row's height."""
_LETTERS, _LETTERS_OF_EDGE = 24, 22
_LETTER, _LINE = 6.0, 14.0
"""What a letter of an edge's name takes at most, across and down."""
_ALONG = (0.5, 0.35, 0.65, 0.2, 0.8)
"""Where along its line the name of an edge may stand, the best place first."""
_LOOP = 60
"""How far a line to the same column goes out of it."""

_Room = tuple[float, float, float, float]
"""Left, top, right and bottom of what is drawn."""


@dataclass(frozen=True)
class Box:
    """A resource in the drawing."""

    iri: str
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class Edge:
    """The statements from one resource that is drawn to another: their line as SVG path data, and
    the middle of their `name`, None where there is no room for it."""

    name: str
    path: str
    place: tuple[float, float] | None


@dataclass(frozen=True)
class Network:
    """A drawing of `boxes` and `edges`; `left_out` resources are not in it."""

    boxes: Sequence[Box]
    edges: Sequence[Edge]
    width: int
    height: int
    left_out: int


def network(rows: Rows) -> Network | None:
    """A drawing of the links of a graph; None where it has none."""
    links = [
        (row["subject"].value, row["predicate"].value, row["object"].value)
        for row in rows.rows
        if isinstance(row["subject"], ox.NamedNode)
        and isinstance(row["predicate"], ox.NamedNode)
        and isinstance(row["object"], ox.NamedNode)
        and row["predicate"].value != RDF_TYPE
    ]
    everything = dict.fromkeys(iri for start, _, end in links for iri in (start, end))
    return draw(links, list(everything)[:_MOST], len(everything)) if links else None


def draw(links: Sequence[tuple[str, str, str]], drawn: Sequence[str], count: int) -> Network:
    """The drawing of some resources, out of `count`, and of the links between them."""
    wanted = set(drawn)
    own = [link for link in links if link[0] in wanted and link[2] in wanted]
    linked: nx.DiGraph[str] = nx.DiGraph()
    linked.add_nodes_from(drawn)
    linked.add_edges_from((start, end) for start, _, end in own)
    known = labels([*drawn, *(name for _, name, _ in own)])
    boxes: dict[str, Box] = {}
    columns = _columns(linked)
    for number, column in enumerate(columns):
        for row, iri in enumerate(column):
            name = _short(known.get(iri) or shorten(iri))
            boxes[iri] = Box(iri, name, 10 + number * (WIDTH + GAP), 10 + row * ROW)
    names: dict[tuple[str, str], list[str]] = {}
    for start, name, end in own:
        names.setdefault((start, end), []).append(known.get(name) or shorten(name))
    edges = list(_edges(boxes, names))
    width = len(columns) * (WIDTH + GAP) - GAP + 20
    height = max(map(len, columns)) * ROW + 20
    return Network(list(boxes.values()), edges, width, height, count - len(drawn))


def _columns(linked: nx.DiGraph[str]) -> list[list[str]]:
    """The resources in columns: links go to the right, those of a circle stand together."""
    circles = nx.condensation(linked)
    return [
        [iri for circle in sorted(layer) for iri in sorted(circles.nodes[circle]["members"])]
        for layer in nx.topological_generations(circles)
    ]


def _edges(boxes: dict[str, Box], names: dict[tuple[str, str], list[str]]) -> Iterator[Edge]:
    """The lines with their names, each where it covers no box and no other name."""
    taken: list[_Room] = [(box.x, box.y, box.x + WIDTH, box.y + HEIGHT) for box in boxes.values()]
    for (start, end), some in names.items():
        name = ", ".join(some)
        path, places = _line(boxes[start], boxes[end])
        across = _LETTER * min(len(name), _LETTERS_OF_EDGE) / 2
        for x, y in places:
            room = (x - across, y - _LINE / 2, x + across, y + _LINE / 2)
            if not any(_overlap(room, other) for other in taken):
                taken.append(room)
                yield Edge(name, path, (x, y))
                break
        else:
            yield Edge(name, path, None)


def _line(start: Box, end: Box) -> tuple[str, list[tuple[float, float]]]:
    """A line from box to box, and the places on it for its name."""
    y, to_y = start.y + HEIGHT / 2, end.y + HEIGHT / 2
    if start.x == end.x:
        x, out = start.x + WIDTH, _LOOP * (1.0 if start.y <= end.y else 1.5)
        y, to_y = (y, to_y) if start != end else (y - 12, y + 12)
        path = f"M{x} {y} C{x + out} {y} {x + out} {to_y} {x} {to_y}"
        return path, [(x + 0.75 * out, y + share * (to_y - y)) for share in _ALONG]
    is_right = end.x > start.x
    x, to_x = start.x + WIDTH * is_right, end.x + WIDTH * (not is_right)
    places = [(x + share * (to_x - x), y + share * (to_y - y)) for share in _ALONG]
    return f"M{x} {y} {to_x} {to_y}", places


def _overlap(one: _Room, other: _Room) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"
