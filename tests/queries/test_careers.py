"""Career moves and bridges, against a plain walk over the near occupations that were written, with
job zones and wages from the files themselves."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox
import pytest

from graph.iris import ONETONLINE, occupation
from loaders.source import Source
from tests.queries.conftest import Ask, build
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
TEXT = SHARED / "onet" / "db_30_1_text"
WAGES = SHARED / "onet" / "oews" / "oews_may2025_national.tsv"
TABLES = (
    "Occupation Data",
    "Content Model Reference",
    "Scales Reference",
    "Skills",
    "Job Zones",
    "Job Zone Reference",
)
CODES = ("29-1141.00", "31-1131.00", "43-3071.00", "53-3032.00", "11-1011.00")
NEAR = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
SELECT ?from ?to ?distance WHERE { ?n cg:nearFrom ?from ; cg:nearTo ?to ; cg:distance ?distance }"""


@dataclass
class Careers:
    """What an independent reader of the files knows: distances, zones, wages, by code."""

    near: dict[str, dict[str, float]]
    zones: dict[str, int]
    wages: dict[str, float]

    def moves(self, code: str, longest: float, rise: int) -> dict[str, float]:
        return {
            to: length
            for to, length in self.near.get(code, {}).items()
            if length <= longest and self.zones[to] - self.zones[code] <= rise
        }

    def ways(self, code: str, longest: float, rise: int, most: int) -> Iterator[list[str]]:
        """Every way of up to `most` moves, as the codes on it."""
        waiting = [[code]]
        while waiting:
            way = waiting.pop()
            if len(way) > 1:
                yield way
            if len(way) <= most:
                waiting += [[*way, to] for to in self.moves(way[-1], longest, rise)]

    def length(self, way: list[str]) -> float:
        return sum(self.near[a][b] for a, b in pairwise(way))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    paths = (*(TEXT / f"{name}.txt" for name in TABLES), WAGES)
    return build(tmp_path_factory.mktemp("onet"), [Source("onet", "onet", paths)])


@pytest.fixture(scope="module")
def careers(store: ox.Store) -> Careers:
    near: dict[str, dict[str, float]] = {}
    found = store.query(NEAR)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        from_, to, distance = (row[n].value for n in ("from", "to", "distance"))
        near.setdefault(code_of(from_), {})[code_of(to)] = float(distance)
    with (TEXT / "Job Zones.txt").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        zones = {row["O*NET-SOC Code"]: int(row["Job Zone"]) for row in rows}
    with WAGES.open(encoding="utf-8", newline="") as file:
        paid = {row["occ_code"]: row["a_median"] for row in csv.DictReader(file, delimiter="\t")}
    known = {code: paid.get(code[:7], "") for code in zones}
    wages = {code: float(wage) for code, wage in known.items() if wage.replace(".", "").isdigit()}
    return Careers(near, zones, wages)


def code_of(iri: str) -> str:
    return iri.removeprefix(ONETONLINE)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("longest", "rise", "steps"), [("0.5", 1, 2), ("0.3", 1, 3), ("7", 0, 3), ("7", -1, 2)]
)
def test_each_occupation_is_reached_by_the_shortest_way(
    store: ox.Store, careers: Careers, ask: Ask, code: str, longest: str, rise: int, steps: int
) -> None:
    limits = {"longest": longest, "rise": str(rise), "steps": str(steps)}
    rows = ask(store, "occupations/moves", occupation=occupation(code), **limits)
    expected: dict[str, tuple[int, float]] = {}
    for way in careers.ways(code, float(longest), rise, steps):
        cost = (len(way) - 1, careers.length(way))
        if way[-1] != code:
            expected[way[-1]] = min(cost, expected.get(way[-1], cost))
    found = {}
    for row in rows:
        stops = [row[name] for name in ("via", "then") if name in row]
        way = [code, *(code_of(iri) for iri in (*stops, row["target"]))]
        assert int(row["moves"]) == len(way) - 1
        assert float(row["distance"]) == pytest.approx(careers.length(way))
        assert all(b in careers.moves(a, float(longest), rise) for a, b in pairwise(way))
        found[way[-1]] = len(way) - 1
        assert float(row["distance"]) == pytest.approx(expected[way[-1]][1])
    assert found == {code: moves for code, (moves, _) in expected.items()}
    order = [(int(row["moves"]), float(row["distance"])) for row in rows]
    assert order == sorted(order)


def test_a_move_shows_zone_and_wage(store: ox.Store, careers: Careers, ask: Ask) -> None:
    rows = ask(store, "occupations/moves", occupation=occupation("29-1141.00"))
    assert any("medianAnnualWage" in row for row in rows)
    for row in rows:
        code = code_of(row["target"])
        assert int(row["jobZone"].rpartition("/")[2]) == careers.zones[code]
        if "medianAnnualWage" in row and code in careers.wages:
            assert float(row["medianAnnualWage"]) == careers.wages[code]


@pytest.mark.parametrize("zone", ["1", "2", "3", "4", "5"])
def test_bridges_lie_between_as_many_pairs_as_a_plain_count_finds(
    store: ox.Store, careers: Careers, ask: Ask, zone: str
) -> None:
    rows = ask(store, "occupations/bridges", zone=zone)
    every = {code: careers.moves(code, 0.5, 1) for code in careers.near}
    pairs = dict.fromkeys(every, 0)
    for before, moves in every.items():
        for bridge in moves:
            for after in every[bridge]:
                is_up = careers.zones[after] > careers.zones[before]
                pairs[bridge] += is_up and after not in moves
    in_zone = {code: n for code, n in pairs.items() if careers.zones[code] == int(zone)}
    found = {code_of(row["occupation"]): int(row["pairs"]) for row in rows}
    assert list(found.values()) == sorted(in_zone.values(), reverse=True)[:100]
    assert found == {code: in_zone[code] for code in found}


def test_what_a_bridge_opens(store: ox.Store, careers: Careers, ask: Ask) -> None:
    rows = ask(store, "occupations/bridges")
    for row in rows[::10]:
        code = code_of(row["occupation"])
        ends = {way[-1] for way in careers.ways(code, 0.5, 1, 3)} - {code}
        assert int(row["reachable"]) == len(ends)
        higher = [end for end in ends if careers.zones[end] > careers.zones[code]]
        assert int(row["inHigherZone"]) == len(higher)
        if code in careers.wages and ends <= careers.wages.keys():
            more = [end for end in ends if careers.wages[end] > careers.wages[code]]
            assert int(row["withHigherWage"]) == len(more)
