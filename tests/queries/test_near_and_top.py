"""The nearest occupations, and the top ones for a skill, against polars over O*NET's text files."""

from __future__ import annotations

import polars as pl
import pyoxigraph as ox
import pytest

from graph.iris import DEFAULT_BASE, occupation
from loaders.source import Source
from tests.queries.conftest import Ask, build
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
TEXT = SHARED / "onet" / "db_30_1_text"
SOC = "O*NET-SOC Code"
TABLES = ("Occupation Data", "Content Model Reference", "Scales Reference", "Skills", "Job Zones")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    paths = tuple(TEXT / f"{name}.txt" for name in (*TABLES, "Job Zone Reference"))
    return build(tmp_path_factory.mktemp("onet"), [Source("onet", "onet", paths)])


@pytest.fixture(scope="module")
def skills() -> pl.DataFrame:
    rows = pl.read_csv(
        TEXT / "Skills.txt",
        separator="\t",
        quote_char=None,
        infer_schema=False,
        null_values=["n/a"],
    )
    flags = [pl.col(name).fill_null("N") == "N" for name in ("Recommend Suppress", "Not Relevant")]
    return rows.filter(*flags).with_columns(pl.col("Data Value").cast(pl.Float64))


@pytest.mark.parametrize("code", ["29-1141.00", "15-1252.00", "53-3032.00", "11-1011.00"])
def test_the_nearest_occupations_are_those_of_a_plain_comparison(
    store: ox.Store, ask: Ask, skills: pl.DataFrame, code: str
) -> None:
    found = [
        (row["near"].rpartition("/")[2], float(row["distance"]), int(row["sharedSkills"]))
        for row in ask(store, "occupations/nearest", occupation=occupation(code))
    ]
    values: dict[str, dict[str, dict[str, float]]] = {"LV": {}, "IM": {}}
    columns = (SOC, "Element ID", "Scale ID", "Data Value")
    for other, element, scale, value in skills.select(columns).rows():
        values[scale].setdefault(other, {})[element] = value
    levels, importance = values["LV"], values["IM"]
    mine = levels.pop(code)
    expected = {}
    for other, theirs in levels.items():
        shared = mine.keys() & theirs.keys() & importance[other].keys()
        if 2 * len(shared) >= 35:
            weights = {element: importance[other][element] - 1 for element in shared}
            differences = (weights[e] * abs(mine[e] - theirs[e]) for e in shared)
            expected[other] = (sum(differences) / sum(weights.values()), len(shared))
    assert len(found) == 20
    for other, distance, shared_skills in found:
        assert distance == pytest.approx(expected[other][0], abs=1e-4)
        assert shared_skills == expected[other][1]
    nearest = sorted(mean for mean, _ in expected.values())[:20]
    assert [distance for _, distance, _ in found] == pytest.approx(nearest, abs=1e-4)


def test_the_nearest_can_be_kept_to_a_job_zone(store: ox.Store, ask: Ask) -> None:
    every = ask(store, "occupations/nearest", occupation=occupation("29-1141.00"))
    zones = {row["jobZone"].rpartition("/")[2] for row in every}
    assert len(zones) > 1
    for zone in zones:
        some = ask(store, "occupations/nearest", occupation=occupation("29-1141.00"), zone=zone)
        assert some == [row for row in every if row["jobZone"].endswith(f"/{zone}")]


def test_the_nearest_can_be_kept_to_career_moves(store: ox.Store, ask: Ask) -> None:
    every = ask(store, "occupations/nearest", occupation=occupation("31-1131.00"))
    zones = pl.read_csv(TEXT / "Job Zones.txt", separator="\t", infer_schema=False)
    zone = {code: int(number) for code, number in zones.select(SOC, "Job Zone").rows()}
    for row in every:
        code = row["near"].rpartition("/")[2]
        assert int(row["jobZoneRise"]) == zone[code] - zone["31-1131.00"]
    limits = {"longest": "0.3", "rise": "0"}
    kept = ask(store, "occupations/nearest", occupation=occupation("31-1131.00"), **limits)
    assert kept == [r for r in every if float(r["distance"]) <= 0.3 and int(r["jobZoneRise"]) <= 0]
    assert 0 < len(kept) < len(every)


@pytest.mark.parametrize(("element", "least"), [("2.B.3.e", "3.0"), ("2.A.1.b", "4.5")])
def test_the_top_occupations_for_a_skill(
    store: ox.Store, ask: Ask, skills: pl.DataFrame, element: str, least: str
) -> None:
    iri = f"{DEFAULT_BASE}onet/element/{element}"
    rows = ask(store, "occupations/top", element=iri, least=least)
    found = [float(row["importance"]) for row in rows]
    given = skills.filter(
        (pl.col("Element ID") == element) & (pl.col("Scale ID") == "IM"),
        pl.col("Data Value") >= float(least),
    )
    values = dict(given.select(SOC, "Data Value").rows())
    assert found == sorted(values.values(), reverse=True)[:100]
    for row in rows:
        assert float(row["importance"]) == values[row["occupation"].rpartition("/")[2]]


def test_the_choices_are_what_is_rated(store: ox.Store, ask: Ask) -> None:
    choices = {row["value"].rpartition("/")[2] for row in ask(store, "occupations/elements")}
    rated = set(
        pl.read_csv(TEXT / "Skills.txt", separator="\t", quote_char=None, infer_schema=False)[
            "Element ID"
        ]
    )
    assert rated <= choices
    assert len(choices) == 161
