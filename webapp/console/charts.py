"""Charts of a result where its columns fit one: bars of a number by name, a line of a number by
date or year, tiles of the states. The numbers are the table's; the table is always there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import pyoxigraph as ox

from graph.vocabulary import XSD
from webapp.asking import Rows, Term, labels
from webapp.cells import heading
from webapp.console.results import number_of, shown
from webapp.console.tiles import TILES

MOST_BARS = 30
_MOST_BAR_CHARTS = 3
_MOST_POINTS = 500
_REGION = re.compile(r".*/region/US-([A-Z]{2})$")
_DATE = re.compile(r"-?(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_TIMES = frozenset(XSD[name] for name in ("date", "dateTime", "gYear", "gYearMonth"))


@dataclass(frozen=True)
class Point:
    """A value with its name. `share` goes from 0 to 1 of the chart's length, `place` likewise along
    a line; `row` and `column` are the place of a tile."""

    name: str
    value: Decimal
    share: float
    place: float = 0.0
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Chart:
    """A drawing of a result: `kind` is bar, line or map; `left_out` rows are not in it."""

    kind: str
    title: str
    points: Sequence[Point]
    left_out: int
    zero: float = 0.0
    """Where 0 lies between the least (0) and the greatest (1) value."""

    @property
    def marks(self) -> list[tuple[Decimal, float]]:
        """The values at the ends of the scale and 0, each with its share."""
        ends = [(point.value, point.share) for point in self.points]
        return sorted({min(ends), max(ends), (Decimal(0), self.zero)}, key=lambda mark: mark[1])

    @property
    def rows(self) -> int:
        """How many rows of tiles there are."""
        return 1 + max(row for row, _ in TILES.values())

    @property
    def empty_tiles(self) -> list[tuple[str, int, int]]:
        """Code, row and column of the states that have no value, for a map."""
        known = {point.name for point in self.points}
        return [(code, *at) for code, at in TILES.items() if code not in known]


def charts(rows: Rows) -> list[Chart]:
    """The charts that fit a result, none where it has no number for each of several names."""
    numbers = [c for c in rows.columns if _all(rows, c, number_of)]
    bars = [_bars(rows, numbers, value) for value in numbers[:_MOST_BAR_CHARTS]]
    found = [_line(rows, numbers), _map(rows, numbers), *bars]
    return [chart for chart in found if chart and len(chart.points) > 1]


def _all(rows: Rows, column: str, read: Callable[[Term], object]) -> bool:
    """Whether a column has values, and every one of them can be read so."""
    terms = [row[column] for row in rows.rows if column in row]
    return bool(terms) and all(read(term) is not None for term in terms)


def _bars(rows: Rows, numbers: Sequence[str], value: str) -> Chart | None:
    names = [column for column in rows.columns if column not in numbers]
    if not names:
        return None
    label = next((name for name in names if name.endswith("Label")), names[0])
    fit = [row for row in rows.rows if label in row and value in row]
    known = _names([row[label] for row in fit[:MOST_BARS]])
    if len({row[label] for row in fit}) < len(fit):
        return None  # one name with several numbers: a bar would show one of them
    values = [(shown(row[label], known), _number(row[value])) for row in fit[:MOST_BARS]]
    title = f"{heading(value)} by {heading(label).removesuffix(' label').lower()}"
    return _scaled("bar", title, [Point(n, v, 0.0) for n, v in values], len(rows.rows))


def _line(rows: Rows, numbers: Sequence[str]) -> Chart | None:
    times = [c for c in rows.columns if _all(rows, c, partial(_time, c))]
    values = [column for column in numbers if column not in times]
    if not times or not values:
        return None
    time, value = times[0], values[0]
    found = {_time(time, row[time]): row for row in rows.rows if time in row and value in row}
    if len(found) < sum(time in row and value in row for row in rows.rows):
        return None
    ordered = sorted((when, row) for when, row in found.items() if when is not None)[:_MOST_POINTS]
    if not ordered:
        return None
    first, last = ordered[0][0], ordered[-1][0]
    points = [
        Point(
            str(getattr(row[time], "value", "")),
            _number(row[value]),
            0.0,
            (when - first) / ((last - first) or 1.0),
        )
        for when, row in ordered
    ]
    title = f"{heading(value)} by {heading(time).lower()}"
    return _scaled("line", title, points, len(rows.rows))


def _map(rows: Rows, numbers: Sequence[str]) -> Chart | None:
    regions = [c for c in rows.columns if _all(rows, c, _state)]
    if not regions or not numbers:
        return None
    region, value = regions[0], numbers[0]
    points = []
    for row in rows.rows:
        state = _state(row[region]) if region in row else None
        if state in TILES and value in row:
            at = TILES[state]
            points.append(Point(state, _number(row[value]), 0.0, row=at[0], column=at[1]))
    if len({point.name for point in points}) < len(points):
        return None
    return _scaled("map", f"{heading(value)} by state", points, len(rows.rows))


def _scaled(kind: str, title: str, points: Sequence[Point], all_rows: int) -> Chart:
    """The chart with each value as its share of the way from the least, or 0, to the greatest."""
    values = [point.value for point in points]
    least, most = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    span = (most - least) or Decimal(1)
    scaled = [
        Point(p.name, p.value, float((p.value - least) / span), p.place, p.row, p.column)
        for p in points
    ]
    return Chart(kind, title, scaled, all_rows - len(points), float(-least / span))


def _number(term: Term) -> Decimal:
    return number_of(term) or Decimal(0)


def _names(terms: Sequence[Term]) -> dict[str, str]:
    return labels(term.value for term in terms if isinstance(term, ox.NamedNode))


def _time(column: str, term: Term) -> float | None:
    """A date as years; a whole number too where the column is named for years."""
    if not isinstance(term, ox.Literal):
        return None
    is_year = column.lower().endswith("year") and term.value.isdigit()
    match = _DATE.match(term.value) if is_year or term.datatype.value in _TIMES else None
    if match is None:
        return None
    return int(match[1]) + (int(match[2] or 1) - 1) / 12 + (int(match[3] or 1) - 1) / 372


def _state(term: Term) -> str | None:
    match = _REGION.match(term.value) if isinstance(term, ox.NamedNode) else None
    return match[1] if match else None
