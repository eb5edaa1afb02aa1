"""Pathways of any shape can be ordered and drawn: circles, none, very many steps."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.pathways.drawing import Drawing, draw
from webapp.pathways.layout import Box, lay_out
from webapp.pathways.model import Condition, Pathway, Step, in_order

NAMES = [f"urn:step:{n}" for n in range(12)]


@st.composite
def conditions(draw_: st.DrawFn, depth: int = 2) -> Condition:
    targets = draw_(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    inner = draw_(st.lists(conditions(depth - 1), max_size=2)) if depth else []
    number = draw_(st.none() | st.integers(0, 5))
    iri = f"urn:condition:{draw_(st.uuids())}"
    return Condition(iri, "", "", number, draw_(st.booleans()), tuple(targets), tuple(inner))


@st.composite
def pathways(draw_: st.DrawFn) -> Pathway:
    """Any steps with any relations: circles, steps after themselves, steps that are not there."""
    count = draw_(st.integers(0, 9))
    some = st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple)
    steps = {
        iri: Step(
            iri=iri,
            name=draw_(st.text(max_size=80)),
            kind="Course",
            is_destination=draw_(st.booleans()),
            before=draw_(some),
            parts=draw_(some),
            conditions=tuple(draw_(st.lists(conditions(), max_size=2))),
        )
        for iri in NAMES[:count]
    }
    return Pathway("urn:pathway", "A pathway", "", None, in_order(steps))


def overlap(one: Box, other: Box) -> bool:
    across = abs(one.x - other.x) < (one.width + other.width) / 2
    return across and abs(one.y - other.y) < (one.height + other.height) / 2


def ends(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The first and the last point of SVG path data made of M, V and C."""
    x = y = 0.0
    start = None
    for letter, text in re.findall(r"([MVC])([^MVC]*)", path):
        numbers = [float(part) for part in text.split()]
        x, y = (x, numbers[0]) if letter == "V" else (numbers[-2], numbers[-1])
        start = start or (x, y)
    assert start
    return start, (x, y)


def check(drawing: Drawing) -> None:
    """Boxes are in the picture and apart; each line runs from a box's foot to another's head."""
    boxes = [shape.box for shape in drawing.shapes]
    for box in boxes:
        assert 0 <= box.x - box.width / 2 < box.x + box.width / 2 <= drawing.width
        assert 0 <= box.y - box.height / 2 < box.y + box.height / 2 <= drawing.height
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    feet = {(round(box.x, 1), round(box.y + box.height / 2, 1)) for box in boxes}
    heads = {(round(box.x, 1), round(box.y - box.height / 2, 1)) for box in boxes}
    for line in drawing.lines:
        start, end = ends(line.path)
        assert near(start, feet)
        assert near(end, heads)
        assert start[1] < end[1]


def near(point: tuple[float, float], places: set[tuple[float, float]]) -> bool:
    return any(abs(point[0] - x) < 0.2 and abs(point[1] - y) < 0.2 for x, y in places)


def drawn(pathway: Pathway) -> Drawing:
    drawing = draw(pathway)
    assert drawing
    return drawing


@settings(max_examples=80, deadline=None, derandomize=True)
@given(pathways())
def test_any_pathway_can_be_drawn(pathway: Pathway) -> None:
    drawing = drawn(pathway)
    check(drawing)
    numbers = [shape.number for shape in drawing.shapes if shape.kind in ("step", "destination")]
    assert sorted(numbers) == list(range(1, len(pathway.steps) + 1))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(pathways())
def test_the_order_is_that_of_the_data_where_there_is_one(pathway: Pathway) -> None:
    """Without circles, each step stands after all that lead to it."""
    steps = pathway.by_iri
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(steps)
    for step in pathway.steps:
        for other in (*step.before, *step.parts, *step.conditional):
            if other in steps and other != step.iri:
                graph.add_edge(other, step.iri)
    if nx.is_directed_acyclic_graph(graph):
        for earlier, later in graph.edges:
            assert pathway.numbers[earlier] < pathway.numbers[later]


def chain(count: int, **more: tuple[str, ...]) -> Mapping[str, Step]:
    iris = [f"urn:{n}" for n in range(count)]
    before: list[tuple[str, ...]] = [(), *((iri,) for iri in iris[:-1])]
    return {
        iri: Step(iri, f"Step {iri}", "Course", before=more.get(iri, earlier))
        for iri, earlier in zip(iris, before, strict=True)
    }


def test_a_pathway_that_runs_in_a_circle() -> None:
    steps = in_order(chain(3, **{"urn:0": ("urn:2",)}))
    pathway = Pathway("urn:p", "Round", "", None, steps)
    assert {step.iri for step in steps} == {"urn:0", "urn:1", "urn:2"}
    drawing = drawn(pathway)
    check(drawing)
    assert len(drawing.lines) == 2


def test_a_pathway_without_steps() -> None:
    drawing = drawn(Pathway("urn:p", "Empty", "", None, ()))
    assert drawing.shapes == ()
    assert drawing.lines == ()


@pytest.mark.parametrize("shape", ["chain", "side by side", "dense"])
def test_two_hundred_steps_are_drawn_in_seconds(shape: str) -> None:
    iris = [f"urn:{n}" for n in range(200)]
    shapes: dict[str, dict[str, tuple[str, ...]]] = {
        "chain": {iri: tuple(iris[max(0, n - 1) : n]) for n, iri in enumerate(iris)},
        "side by side": dict.fromkeys(iris, ()),
        "dense": {iri: tuple(iris[max(0, n - 6) : n : 2]) for n, iri in enumerate(iris)},
    }
    before = shapes[shape]
    began = time.monotonic()
    steps = in_order({iri: Step(iri, iri, "Course", before=before[iri]) for iri in iris})
    drawing = draw(Pathway("urn:p", "Long", "", None, steps))
    assert drawing
    check(drawing)
    assert time.monotonic() - began < 10


def test_a_tangle_of_lines_is_not_drawn() -> None:
    iris = [f"urn:{n}" for n in range(60)]
    steps = tuple(Step(iri, iri, "Course", before=tuple(iris)) for iri in iris)
    assert draw(Pathway("urn:p", "Tangle", "", None, steps)) is None


def test_many_circles_are_broken_in_seconds() -> None:
    iris = [f"urn:{n}" for n in range(200)]
    began = time.monotonic()
    steps = in_order(
        {
            iri: Step(iri, iri, "Course", before=(iris[n - 1], iris[n - 7], iris[(n + 3) % 200]))
            for n, iri in enumerate(iris)
        }
    )
    drawing = draw(Pathway("urn:p", "Tangle", "", None, steps))
    if drawing:
        check(drawing)
    assert time.monotonic() - began < 20


def test_lines_pass_beside_the_boxes_of_the_rows_between() -> None:
    """A line that skips a row bends around what stands there."""
    sizes = dict.fromkeys("abc", (100.0, 40.0))
    layout = lay_out(sizes, [("a", "b"), ("b", "c"), ("a", "c")], 20, 30)
    middle = layout.boxes["b"]
    passing = [p for p in layout.lines["a", "c"] if abs(p[1] - middle.y) <= middle.height / 2]
    assert passing
    assert all(abs(x - middle.x) > middle.width / 2 for x, _ in passing)


def test_rules_in_words() -> None:
    def rule(required: int | None, is_or: bool, targets: int) -> str:
        names = tuple(map(str, range(targets)))
        return Condition("urn:c", "", "", required, is_or, names).rule

    assert rule(2, False, 3) == "any 2 of 3"
    assert rule(1, False, 2) == rule(None, True, 2) == "one of 2"
    assert rule(None, False, 4) == rule(4, False, 4) == "all of 4"
    assert rule(5, False, 4) == "all of 4"
