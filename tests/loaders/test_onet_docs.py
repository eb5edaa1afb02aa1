"""docs/onet.md says what the loader does: its tables, its codes, and an example that is true."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from loaders.onet.licence import attribution
from loaders.onet.tables import TABLES
from loaders.sample import FOLDER
from loaders.source import Source
from queries import catalog
from tests.queries.conftest import build

PAGE = (Path(__file__).parents[2] / "docs" / "onet.md").read_text("utf-8")
TABLES_PART = PAGE.partition("## Tables")[2].partition("\n## ")[0]
TABLE_ROWS = re.findall(r"^\| ([^|`]+) \| ", TABLES_PART, re.M)
QUERIES = re.findall(r"```sparql\n(.*?)```", PAGE, re.S)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    paths = (FOLDER / "onet", FOLDER / "crosswalks")
    return build(tmp_path_factory.mktemp("sample"), [Source("onet", "onet", paths)])


def test_every_table_is_in_the_page_once() -> None:
    listed = [name for name in TABLE_ROWS if name != "table"]
    assert sorted(listed) == sorted(TABLES)


def test_every_table_of_one_layout_is_where_the_layouts_are_compared() -> None:
    part = PAGE.partition("## The two layouts")[2].partition("\n## ")[0]
    rows = [row.split("|")[1:3] for row in part.splitlines() if row.startswith("| ")][1:]
    compared = {name.strip() for row in rows for cell in row for name in cell.split(";")} - {"none"}
    of_one = {
        row.split("|")[1].strip()
        for row in TABLES_PART.splitlines()
        if re.search("from 30.3|to 30.2", row)
    }
    assert of_one <= compared <= TABLES.keys()


def test_the_example_is_what_the_sample_says(sample: ox.Store) -> None:
    (example,) = re.findall(r"```turtle\n(.*?)```", PAGE, re.S)
    stated = list(ox.parse(example.encode(), format=ox.RdfFormat.TURTLE))
    assert len(stated) == 21
    (subject,) = {triple.subject for triple in stated}
    assert isinstance(subject, ox.NamedNode)
    loaded = {quad.triple for quad in sample.quads_for_pattern(subject, None, None)}
    assert loaded == {quad.triple for quad in stated}


def answer(sample: ox.Store, query: str) -> list[dict[str, str]]:
    found = sample.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_has_an_answer(query: str, sample: ox.Store) -> None:
    assert answer(sample, query)


def test_the_query_of_shares_answers_with_what_may_be_used(sample: ox.Store) -> None:
    (query,) = (one for one in QUERIES if "categoryShare" in one)
    found = {row["category"]: float(row["percentage"]) for row in answer(sample, query)}
    assert found["Associate degree"] == 19.39
    assert "Bachelor degree" not in found  # O*NET recommends to suppress it


def test_the_query_of_wages_answers_with_the_estimate(sample: ox.Store) -> None:
    (query,) = (one for one in QUERIES if "medianAnnualWageMark" in one)
    (row,) = answer(sample, query)
    assert row.keys() == {"employment", "wage", "month"}
    assert row["month"] == "2025-05"


def test_the_query_of_distances_works_out_what_is_written(sample: ox.Store) -> None:
    (query,) = (one for one in QUERIES if "workedOut" in one)
    (row,) = answer(sample, query)
    assert float(row["workedOut"]) == pytest.approx(float(row["distance"]), abs=1e-4)
    assert int(row["skills"]) >= 18


def test_the_query_of_bridges_answers_with_the_highest(sample: ox.Store) -> None:
    (query,) = (one for one in QUERIES if "bridgedPairs" in one)
    pairs = [int(row["pairs"]) for row in answer(sample, query)]
    assert pairs == sorted(pairs, reverse=True)
    assert pairs[0] > 0


def test_the_command_of_moves_is_one_that_runs(sample: ox.Store) -> None:
    (command,) = re.findall(r"^credgraph query (occupations/moves.*)$", PAGE, re.M)
    name, *given = command.replace("-p ", "").split()
    bound = catalog()[name].bind(**dict(value.split("=") for value in given))
    rows = answer(sample, bound)
    assert {row["moves"] for row in rows} == {"1", "2", "3"}


def test_the_attribution_is_the_one_that_is_written() -> None:
    quoted = " ".join(line[2:] for line in PAGE.splitlines() if line.startswith("> "))
    assert quoted.replace("\\*", "*") == attribution("30.1")
