"""The skill gap against polars over O*NET's own text files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph.iris import DEFAULT_BASE, occupation
from graph.vocabulary import CG
from loaders.source import Source
from tests.queries.conftest import Ask, build
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
TEXT = SHARED / "onet" / "db_30_1_text"
FILES = {"SkillRating": "Skills", "KnowledgeRating": "Knowledge", "AbilityRating": "Abilities"}
PAIRS = [
    ("31-1131.00", "29-1141.00"),
    ("29-1141.00", "31-1131.00"),
    ("53-3032.00", "15-1252.00"),
    ("41-2031.00", "27-2041.00"),
]
Gap = dict[str, tuple[Decimal | None, ...]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return build(tmp_path_factory.mktemp("onet"), [Source("onet", "onet", (TEXT,))])


def usable(code: str, kind: str, is_source: bool) -> dict[str, dict[str, Decimal | None]]:
    """element → scale → value; None where O*NET advises against it or it isn't relevant."""
    rows = pl.read_csv(
        Path(TEXT / f"{FILES[kind]}.txt"), separator="\t", quote_char=None, infer_schema=False
    ).filter(pl.col("O*NET-SOC Code") == code)
    found: dict[str, dict[str, Decimal | None]] = {}
    for row in rows.iter_rows(named=True):
        value: Decimal | None = Decimal(row["Data Value"])
        if row["Not Relevant"] == "Y":
            value = Decimal(0) if is_source else None
        elif row["Recommend Suppress"] == "Y":
            value = None
        found.setdefault(row["Element ID"], {})[row["Scale ID"]] = value
    return found


def expected(source: str, target: str, kind: str, least: str) -> Gap:
    have, need = usable(source, kind, True), usable(target, kind, False)
    gaps: Gap = {}
    for element in have.keys() & need.keys():
        importance = need[element]["IM"]
        if importance is None or importance < Decimal(least):
            continue
        levels = need[element]["LV"], have[element]["LV"]
        gap = None if None in levels else levels[0] - levels[1]  # type: ignore[operator]
        gaps[element] = (have[element]["IM"], importance, levels[1], levels[0], gap)
    return gaps


COLUMNS = ("importanceFrom", "importanceTo", "levelFrom", "levelTo", "gap")


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("least", ["1.0", "3.0", "3.88"])
def test_skill_gap_is_what_the_tables_say(
    store: ox.Store, ask: Ask, source: str, target: str, kind: str, least: str
) -> None:
    values = {"from": occupation(source), "to": occupation(target), "kind": CG[kind]}
    rows = ask(store, "occupations/skill-gap", importance=least, **values)
    prefix = f"{DEFAULT_BASE}onet/element/"
    found = {
        row["element"].removeprefix(prefix): tuple(
            Decimal(row[column]) if column in row else None for column in COLUMNS
        )
        for row in rows
    }
    assert len(found) == len(rows)
    assert found == expected(source, target, kind, least)
    known = [Decimal(row["gap"]) for row in rows if "gap" in row]
    assert known == sorted(known, reverse=True)


def test_the_pairs_show_every_kind_of_value() -> None:
    gaps = [
        gap
        for source, target in PAIRS
        for kind in FILES
        for gap in expected(source, target, kind, "1.0").values()
    ]
    assert any(gap[2] == 0 for gap in gaps), "a level that is not relevant counts as 0"
    assert any(gap[4] is None for gap in gaps), "a level that is not to be used leaves no gap"
    assert any(gap[4] is not None and gap[4] < 0 for gap in gaps)
