"""The career graph over a few invented occupations, whose moves can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph.career import nearest
from graph.iris import Names, occupation
from graph.triples import iri, line, literal
from graph.vocabulary import CG, SKOS, XSD
from tests.queries.conftest import build

NAMES = Names()
ZONES = {"A": "1-2", "B": "2", "C": "3", "D": "4", "E": "much"}
NEAR = [
    ("A", "B", "0.1"),
    ("B", "C", "0.5"),
    ("C", "D", "0.2"),
    ("A", "D", "0.1"),  # two zones up: no move
    ("C", "A", "0.51"),  # too far
    ("D", "E", "0.1"),  # of no known zone
    ("E", "A", "0.1"),
]
WAGES = {"A": "30000", "B": "29000", "C": "40000"}


@pytest.fixture
def store(tmp_path: Path) -> ox.Store:
    lines = []
    for code, zone in ZONES.items():
        node = NAMES.of("onet", "job-zone", zone)
        lines.append(line(occupation(code), CG.jobZone, iri(node)))
        lines.append(line(node, SKOS.notation, literal(zone)))
    for from_, to, distance in NEAR:
        node = NAMES.of("onet", "near", from_, to)
        lines.append(line(node, CG.nearFrom, iri(occupation(from_))))
        lines.append(line(node, CG.nearTo, iri(occupation(to))))
        lines.append(line(node, CG.distance, literal(distance, XSD.decimal)))
    for code, wage in WAGES.items():
        for area, paid in (("US", wage), ("US-OH", "99000")):
            node = NAMES.of("oews", area, code)
            lines.append(line(occupation(code), CG.wageEstimate, iri(node)))
            lines.append(line(node, CG.area, iri(NAMES.of("region", area))))
            lines.append(line(node, CG.medianAnnualWage, literal(paid, XSD.decimal)))
    return build(tmp_path / "work", [], lines)


def numbers(store: ox.Store, property_: str) -> dict[str, int]:
    quads = store.quads_for_pattern(None, ox.NamedNode(property_), None)
    return {
        quad.subject.value.rpartition("summary/")[2].rpartition("near/")[2]: int(quad.object.value)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }


def test_a_move_goes_up_as_many_zones_as_lie_between(store: ox.Store) -> None:
    found = {node[-3:]: rise for node, rise in numbers(store, CG.jobZoneRise).items()}
    assert found == {"A/B": 0, "B/C": 1, "C/D": 1, "A/D": 2, "C/A": -1}


def test_what_is_reachable_and_what_is_a_bridge(store: ox.Store) -> None:
    assert numbers(store, CG.reachableOccupations) == {"A": 3, "B": 2, "C": 1, "D": 0}
    assert numbers(store, CG.reachableHigherZone) == {"A": 2, "B": 2, "C": 1, "D": 0}
    assert numbers(store, CG.reachableHigherWage) == {"A": 1, "B": 1, "C": 0}
    # From A to C by B, and from B to D by C.
    assert numbers(store, CG.bridgedPairs) == {"A": 0, "B": 1, "C": 1, "D": 0}


def test_a_graph_without_occupations_has_no_careers(tmp_path: Path) -> None:
    found = build(tmp_path / "work", [], [line("https://example.org/a", CG.tier, literal("b"))])
    assert len(found) == 1


ROWS = [
    ("A", "1", 2.0, 3.0), ("A", "2", 1.0, 5.0), ("A", "3", 4.0, 1.0),
    ("B", "1", 3.0, 2.0), ("B", "2", 5.0, 4.0), ("B", "3", None, 1.0),
    ("C", "1", 6.0, 1.0), ("C", "2", 6.0, 1.0), ("C", "3", 6.0, 1.0),
    ("D", "1", 2.0, 2.0), ("D", "2", None, 2.0), ("D", "3", 2.0, None),
]  # fmt: skip


def test_a_distance_is_weighed_by_importance_in_the_occupation_one_moves_to() -> None:
    columns = ("occupation", "element", "level", "importance")
    found = nearest(pl.DataFrame(ROWS, columns, orient="row"))
    pairs = {(a, b): rest for a, b, *rest in found.rows()}
    # C has nothing of importance, and D only one skill of three with a level and an importance.
    assert pairs == {
        ("A", "B"): [round((1 * 1 + 3 * 4) / 4, 4), 2, 1],
        ("B", "A"): [round((2 * 1 + 4 * 4) / 6, 4), 2, 1],
        ("C", "A"): [round((2 * 4 + 4 * 5 + 0 * 2) / 6, 4), 3, 2],
        ("C", "B"): [round((1 * 3 + 3 * 1) / 4, 4), 2, 1],
        ("D", "A"): [round((2 * 0 + 0 * 2) / 2, 4), 2, 1],
    }
