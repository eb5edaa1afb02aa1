"""docs/queries.md says what the code does: its tables, its example."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from queries import Query
from queries.header import (
    EXAMPLE_KEYS,
    GROUPS,
    KEYS,
    META_KEYS,
    PARAMETER_KEYS,
    SEVERITIES,
    STEP_KEYS,
    VIEWS,
)
from queries.values import TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "queries.md").read_text("utf-8")


def section(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def first_column(heading: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", section(heading), re.M)


def test_the_tables_name_what_the_code_knows_and_nothing_else() -> None:
    assert first_column("Header keys") == [*KEYS, *META_KEYS, *EXAMPLE_KEYS, *STEP_KEYS]
    assert first_column("Keys of a parameter") == list(PARAMETER_KEYS)
    assert first_column("Types") == list(TYPES)
    for word in (*VIEWS, *SEVERITIES):
        assert f"`{word}`" in section("Header keys")
    for group in GROUPS:
        assert f"`{group}`" in section("Worked examples")


def test_the_example_is_a_query_file_that_binds() -> None:
    found = re.search(r"```sparql\n(.*?)```", PAGE, re.S)
    assert found
    query = Query.parse("docs/example", found[1])
    ox.Store().query(query.bind(zone="5", word="nurse"))
    assert [parameter.default for parameter in query.parameters] == [("4",), ()]
