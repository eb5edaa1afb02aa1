"""docs/onet.md says what the loader does: its tables, its codes, and an example that is true."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from loaders.onet.licence import attribution
from loaders.onet.tables import TABLES
from loaders.sample import FOLDER
from tests.loaders.onet_release import Loaded, stored

PAGE = (Path(__file__).parents[2] / "docs" / "onet.md").read_text("utf-8")
TABLES_PART = PAGE.partition("## Tables")[2].partition("\n## ")[0]
TABLE_ROWS = re.findall(r"^\| ([^|`]+) \| ", TABLES_PART, re.M)
QUERIES = re.findall(r"```sparql\n(.*?)```", PAGE, re.S)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("sample")
    return stored(folder, FOLDER / "onet", FOLDER / "crosswalks")


def test_every_table_is_in_the_page_once() -> None:
    listed = [name for name in TABLE_ROWS if name != "table"]
    assert sorted(listed) == sorted(TABLES)


def test_the_example_is_what_the_sample_says(sample: Loaded) -> None:
    (example,) = re.findall(r"```turtle\n(.*?)```", PAGE, re.S)
    graph = sample.store
    stated = list(ox.parse(example.encode(), format=ox.RdfFormat.TURTLE))
    assert len(stated) == 21
    (subject,) = {triple.subject for triple in stated}
    assert isinstance(subject, ox.NamedNode)
    loaded = {quad.triple for quad in graph.quads_for_pattern(subject, None, None)}
    assert loaded == {quad.triple for quad in stated}


def answer(sample: Loaded, query: str) -> list[dict[str, str]]:
    found = sample.store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_has_an_answer(query: str, sample: Loaded) -> None:
    assert answer(sample, query)


def test_the_query_of_shares_answers_with_what_may_be_used(sample: Loaded) -> None:
    (query,) = (one for one in QUERIES if "categoryShare" in one)
    found = {row["category"]: float(row["percentage"]) for row in answer(sample, query)}
    assert found["Associate degree"] == 19.39
    assert "Bachelor degree" not in found  # O*NET recommends to suppress it


def test_the_query_of_wages_answers_with_the_estimate(sample: Loaded) -> None:
    (query,) = (one for one in QUERIES if "medianAnnualWageMark" in one)
    (row,) = answer(sample, query)
    assert row.keys() == {"employment", "wage", "month"}
    assert row["month"] == "2025-05"


def test_the_attribution_is_the_one_that_is_written() -> None:
    quoted = " ".join(line[2:] for line in PAGE.splitlines() if line.startswith("> "))
    assert quoted.replace("\\*", "*") == attribution("30.1")
