"""docs/onet.md says what the loader does: its tables, its codes, and an example that is true."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from loaders.onet.licence import attribution
from loaders.onet.tables import TABLES
from loaders.sample import FOLDER
from tests.loaders.onet_release import stored

PAGE = (Path(__file__).parents[2] / "docs" / "onet.md").read_text("utf-8")
TABLE_ROWS = re.findall(r"^\| ([^|`]+) \| ", PAGE.partition("## Tables")[2], re.M)


def test_every_table_is_in_the_page_once() -> None:
    listed = [name for name in TABLE_ROWS if name not in {"table", "code"}]
    assert sorted(listed) == sorted(TABLES)


def test_the_example_is_what_the_sample_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```turtle\n(.*?)```", PAGE, re.S)
    graph = stored(tmp_path, FOLDER / "onet").store
    stated = list(ox.parse(example.encode(), format=ox.RdfFormat.TURTLE))
    assert len(stated) == 21
    (subject,) = {triple.subject for triple in stated}
    assert isinstance(subject, ox.NamedNode)
    loaded = {quad.triple for quad in graph.quads_for_pattern(subject, None, None)}
    assert loaded == {quad.triple for quad in stated}


def test_the_query_answers_with_what_may_be_used(tmp_path: Path) -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.S)
    answer = stored(tmp_path, FOLDER / "onet").store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    found = {row["category"].value: float(row["percentage"].value) for row in answer}
    assert found["Associate degree"] == 19.39
    assert "Bachelor degree" not in found  # O*NET recommends to suppress it


def test_the_attribution_is_the_one_that_is_written() -> None:
    quoted = " ".join(line[2:] for line in PAGE.splitlines() if line.startswith("> "))
    assert quoted.replace("\\*", "*") == attribution("30.1")
