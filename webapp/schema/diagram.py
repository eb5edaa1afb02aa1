"""Drawings of classes and the links between them: one class with its neighbours, and the main ones.
The tables of the page say the same; the drawings are made here so that they need no script."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.pathways.layout import Box, lay_out
from webapp.schema.profile import Class, Profile, Use
from webapp.schema.relations import Link, is_apart

_WIDTH, _GAP, _BETWEEN = 240.0, 80.0, 14.0
_TITLE, _LINE, _MARGIN = 30.0, 16.0, 10.0
_LETTERS, _MOST_LINES = 33, 2
_MOST_NEIGHBOURS = 7
"""Boxes on each side that can be taken in at once; the tables have all."""


@dataclass(frozen=True)
class Shape:
    """A class as a box: its title, and the properties that lead from or to it, in lines."""

    iri: str
    title: str
    lines: tuple[str, ...]
    box: Box
    is_middle: bool = False

    @property
    def left(self) -> float:
        """Where the box begins."""
        return self.box.x - self.box.width / 2

    @property
    def top(self) -> float:
        """Where the box begins, from above."""
        return self.box.y - self.box.height / 2


@dataclass(frozen=True)
class Line:
    """A link as SVG path data; it has a head at its end, and one at its start if it goes `both`
    ways."""

    path: str
    both: bool = False


@dataclass(frozen=True)
class Drawing:
    """Boxes and lines in SVG's units; `left_out` classes are only in the tables."""

    width: float
    height: float
    shapes: Sequence[Shape]
    lines: Sequence[Line]
    left_out: int = 0


Name = Callable[[str], str]


def around(profile: Profile, cls: Class, name: Name) -> Drawing | None:
    """A class in the middle: left what links to it, right what it links to; None where nothing."""
    right = _grouped((use.to, use) for use in cls.uses if use.to and not is_apart(use.to))
    left = _grouped((use.cls, use) for use in _incoming(profile, cls) if not is_apart(use.cls))
    if not left and not right:
        return None
    drawn = [dict(list(some.items())[:_MOST_NEIGHBOURS]) for some in (left, right)]
    columns = [_column(some, name) for some in drawn]
    heights = [sum(size for *_, size in one) + _BETWEEN * len(one) for one in columns]
    height = max(*heights, _TITLE + _BETWEEN) + 2 * _MARGIN - _BETWEEN
    first = _MARGIN + (_WIDTH + _GAP) * bool(left)
    middle = Box(first + _WIDTH / 2, height / 2, _WIDTH, _TITLE)
    shapes, lines = [Shape(cls.iri, _short(name(cls.iri)), (), middle, True)], []
    for column, tall, side in zip(columns, heights, (-1, 1), strict=True):
        top = (height - tall + _BETWEEN) / 2
        for iri, texts, size in column:
            box = Box(middle.x + side * (_WIDTH + _GAP), top + size / 2, _WIDTH, size)
            shapes.append(Shape(iri, _short(name(iri)), texts, box))
            start, end = (box, middle) if side < 0 else (middle, box)
            lines.append(Line(_across(start, end)))
            top += size + _BETWEEN
    width = first + _WIDTH + (_GAP + _WIDTH) * bool(right) + _MARGIN
    left_out = len(left) + len(right) - sum(map(len, drawn))
    return Drawing(width, height, shapes, lines, left_out)


def overview(links: Iterable[Link], name: Name) -> Drawing | None:
    """Classes from top to bottom, with one line for each two that are linked."""
    pairs: dict[tuple[str, str], bool] = {}
    for link in links:
        if (link.end, link.start) in pairs:
            pairs[link.end, link.start] = True
        elif link.start != link.end:
            pairs.setdefault((link.start, link.end), False)
    if not pairs:
        return None
    boxes = dict.fromkeys(iri for pair in pairs for iri in pair)
    layout = lay_out(dict.fromkeys(boxes, (_WIDTH, _TITLE)), list(pairs), 16, 40)
    shapes = [Shape(iri, _short(name(iri)), (), box) for iri, box in layout.boxes.items()]
    lines = [
        Line(_down(points), pairs.get((start, end), True))
        for (start, end), points in layout.lines.items()
    ]
    return Drawing(layout.width, layout.height, shapes, lines)


def _incoming(profile: Profile, cls: Class) -> list[Use]:
    """Of the classes that a property leads here from, the one that says the most: the smallest
    that has nearly all of its statements."""
    by_property: dict[str, list[Use]] = {}
    for use in profile.leading_to(cls.iri):
        by_property.setdefault(use.property, []).append(use)
    found = []
    for uses in by_property.values():
        most = uses[0].statements
        nearly_all = [use for use in uses if use.statements >= 0.8 * most]
        found.append(min(nearly_all, key=lambda use: profile.classes[use.cls].count))
    return found


def _grouped(uses: Iterable[tuple[str, Use]]) -> dict[str, list[Use]]:
    """The uses by class, those with the most statements first."""
    found: dict[str, list[Use]] = {}
    for iri, use in uses:
        found.setdefault(iri, []).append(use)
    return dict(sorted(found.items(), key=lambda pair: -sum(u.statements for u in pair[1])))


def _column(some: Mapping[str, list[Use]], name: Name) -> list[tuple[str, tuple[str, ...], float]]:
    found = []
    for iri, uses in some.items():
        texts = ", ".join(dict.fromkeys(name(use.property) for use in uses))
        lines = tuple(textwrap.wrap(texts, _LETTERS, max_lines=_MOST_LINES, placeholder=" …"))
        found.append((iri, lines, _TITLE + _LINE * len(lines)))
    return found


def _across(start: Box, end: Box) -> str:
    x, to_x = start.x + start.width / 2, end.x - end.width / 2
    half = (x + to_x) / 2
    points = (x, start.y), (half, start.y), (half, end.y), (to_x, end.y)
    first, *rest = (f"{across:.1f} {down:.1f}" for across, down in points)
    return f"M{first} C{' '.join(rest)}"


def _down(points: Sequence[tuple[float, float]]) -> str:
    (x, y), *rest = points
    path = f"M{x:.1f} {y:.1f}"
    for to_x, to_y in rest:
        half = (y + to_y) / 2
        path += f" C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}"
        x, y = to_x, to_y
    return path


def _short(text: str) -> str:
    return text if len(text) <= 28 else text[:27] + "…"
