"""The first resources of a graph as a drawing: what links to others stands left of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import pyoxigraph as ox

from graph.vocabulary import RDF_TYPE, shorten
from webapp.asking import Rows, labels

_MOST = 24
"""Resources that can be told apart in a drawing; the table has them all."""
WIDTH, HEIGHT, GAP, ROW = 190, 40, 130, 60
"""The size of a box, and the room between columns; a row's height."""
_LETTERS = 24


@dataclass(frozen=True)
class Box:
    """A resource in the drawing."""

    iri: str
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class Edge:
    """A statement between two resources that are drawn."""

    name: str
    start: Box
    end: Box


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
    edges = [Edge(", ".join(n)[:40], boxes[start], boxes[end]) for (start, end), n in names.items()]
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


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"
