"""A pathway as shapes: what the SVG template draws. Server-made, so that page, embed, print and
e-mail show one picture."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.pathways.layout import Box, Layout, Point, lay_out
from webapp.pathways.model import Condition, Pathway, Step

_STEP_WIDTH, _LINE_HEIGHT, _LETTERS, _MOST_LINES = 172.0, 17.0, 20, 4
_MOST_SHAPES, _MOST_EDGES = 200, 600
_ACROSS, _DOWN = 16.0, 38.0


@dataclass(frozen=True)
class Shape:
    """A step or a condition: its place, its lines of text, and the number of its step."""

    box: Box
    kind: str  # step, destination, choice, all
    title: str
    lines: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class Line:
    """A line: `kind` is sequence, part, or condition; `path` is SVG path data."""

    kind: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """Everything to be drawn, in SVG's user units."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]


def draw(pathway: Pathway) -> Drawing | None:
    """The drawing of a pathway; None where it has too many steps or lines to be of use."""
    steps = pathway.by_iri
    conditions = {
        condition.iri: (condition, step)
        for step in pathway.steps
        for outer in step.conditions
        for condition in outer.with_inner()
        if _is_drawn(condition)
    }
    kinds = {(start, end): kind for start, end, kind in _edges(pathway) if start != end}
    if len(steps) + len(conditions) > _MOST_SHAPES or len(kinds) > _MOST_EDGES:
        return None
    sizes = {iri: _step_size(step) for iri, step in steps.items()}
    sizes |= dict.fromkeys(conditions, (110.0, 30.0))
    layout = lay_out(sizes, list(kinds), _ACROSS, _DOWN)
    shapes = [_step_shape(pathway, step, layout.boxes[iri]) for iri, step in steps.items()]
    shapes += [
        _condition_shape(pathway, condition, step, layout.boxes[iri])
        for iri, (condition, step) in conditions.items()
    ]
    return Drawing(layout.width, layout.height, tuple(shapes), tuple(_lines(layout, kinds)))


def _is_drawn(condition: Condition) -> bool:
    """A condition that names a single thing is only a line."""
    return condition.size > 1


def _edges(pathway: Pathway) -> Iterator[tuple[str, str, str]]:
    steps = pathway.by_iri
    for step in pathway.steps:
        for condition in step.conditions:
            yield from _condition_edges(condition, step.iri, steps)
        yield from ((part, step.iri, "part") for part in step.parts if part in steps)
        yield from ((other, step.iri, "sequence") for other in step.after if other in steps)


def _condition_edges(
    condition: Condition, leads_to: str, steps: object
) -> Iterator[tuple[str, str, str]]:
    own = leads_to
    if _is_drawn(condition):
        own = condition.iri
        yield (own, leads_to, "condition")
    for target in condition.targets:
        if target in steps:  # type: ignore[operator]
            yield (target, own, "condition")
    for inner in condition.inner:
        yield from _condition_edges(inner, own, steps)


def _step_size(step: Step) -> tuple[float, float]:
    return _STEP_WIDTH, 38 + _LINE_HEIGHT * len(_wrapped(step.name))


def _wrapped(text: str) -> tuple[str, ...]:
    lines = textwrap.wrap(text, _LETTERS, max_lines=_MOST_LINES, placeholder=" …")
    return tuple(lines)


def _step_shape(pathway: Pathway, step: Step, box: Box) -> Shape:
    number = pathway.numbers[step.iri]
    kind = "destination" if step.is_destination else "step"
    return Shape(box, kind, f"{number}. {step.kind}", _wrapped(step.name), number)


def _condition_shape(pathway: Pathway, condition: Condition, step: Step, box: Box) -> Shape:
    kind = "choice" if condition.is_choice else "all"
    return Shape(box, kind, condition.rule, (), pathway.numbers[step.iri])


def _lines(layout: Layout, kinds: dict[tuple[str, str], str]) -> Iterator[Line]:
    for edge, points in layout.lines.items():
        yield Line(kinds[edge], _path(points))


def _path(points: Sequence[Point]) -> str:
    """A smooth line that leaves and arrives upright."""
    (x, y), *rest = points
    path = [f"M{x:.1f} {y:.1f}"]
    for to_x, to_y in rest:
        if to_x == x:
            path.append(f"V{to_y:.1f}")
        else:
            middle = (y + to_y) / 2
            path.append(f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
    return " ".join(path)
