"""docs/ctdl.md: every query that it shows is run on the sample, and answers with what is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.builds import Build
from graph.views.durations import PROPERTIES
from graph.views.measures import DATA_PROFILE
from graph.vocabulary import CG, PREFIXES, RDFS, shorten

PAGE = (Path(__file__).parents[2] / "docs" / "ctdl.md").read_text("utf-8")
QUESTIONS: list[tuple[str, str, str]] = re.findall(
    r"^\*\*([^*]+\?)\*\*\n\n```sparql\n(.*?)```\n```text\n(.*?)```", PAGE, re.M | re.S
)
DECLARED = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())


@pytest.fixture(scope="module")
def store(sample: Build) -> ox.Store:
    return ox.Store.read_only(str(sample.public))


def rows(store: ox.Store, query: str) -> list[str]:
    found = store.query(DECLARED + query)
    assert isinstance(found, ox.QuerySolutions)
    cells = [["" if term is None else shorten(term.value) for term in row] for row in found]
    return [" | ".join(row).rstrip() for row in cells]


@pytest.mark.parametrize(
    ("question", "query", "answer"), QUESTIONS, ids=[question for question, *_ in QUESTIONS]
)
def test_a_question_has_the_answer_that_is_shown(
    store: ox.Store, question: str, query: str, answer: str
) -> None:
    shown, found = answer.strip("\n").split("\n"), rows(store, query)
    assert (found if "ORDER BY" in query else sorted(found)) == (
        shown if "ORDER BY" in query else sorted(shown)
    )


def test_every_query_of_the_page_has_an_answer() -> None:
    assert len(QUESTIONS) == PAGE.count("```sparql") >= 30
    assert max(len(query.strip().split("\n")) for _, query, _ in QUESTIONS) <= 10


def test_the_page_names_every_measure_and_every_duration() -> None:
    section = PAGE.partition("### Outcomes in one form")[2]
    for table in DATA_PROFILE.values():
        for measure in table.values():
            name = measure.removeprefix(str(CG))
            if not name.endswith(("Rate", "10", "75", "90")):
                assert f"`cg:{name}`" in section, name
    for published in PROPERTIES:
        assert f"`{shorten(published).removeprefix('ceterms:')}`" in PAGE


def test_the_measures_are_those_that_are_described(store: ox.Store) -> None:
    described = {
        quad.subject.value
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(RDFS.subPropertyOf), ox.NamedNode(CG.figure)
        )
        if isinstance(quad.subject, ox.NamedNode)
    }
    used = {measure for table in DATA_PROFILE.values() for measure in table.values()}
    assert used <= described
    assert len(described) == 23
