"""The questions of the benchmark are answered on the sample, and alike as the adviser has them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest

from benchmarks.registry_questions import mended, questions
from graph.builds import Build
from graph.stores import EmbeddedStore
from graph.stores.guard import inspect
from graph.stores.media import CSV, N_TRIPLES
from queries.advice import Profile

QUESTIONS = dict(questions([]))
NOT_IN_THE_SAMPLE = ("20-stale-records", "22-same-title")


@pytest.fixture(scope="module")
def store(sample: Build) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(sample.public) as opened:
        yield opened


def rows(store: EmbeddedStore, query: str) -> Counter[tuple[str, ...]]:
    """The rows of a table, or the statements of a graph, as often as they come."""
    media_type = CSV if inspect(query).form == "SELECT" else N_TRIPLES
    with store.query(query, media_type) as answer:
        text = answer.read().decode()
    if media_type == N_TRIPLES:
        return Counter((line,) for line in text.splitlines())
    _, *found = csv.reader(io.StringIO(text))
    return Counter(map(tuple, found))


def test_there_are_thirty_and_each_says_what_it_asks() -> None:
    assert len(QUESTIONS) == 30
    assert all(text.startswith("# ") for text in QUESTIONS.values())


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_and_alike_when_rewritten(
    store: EmbeddedStore, sample: Build, name: str
) -> None:
    query = QUESTIONS[name]
    found = rows(store, query)
    assert bool(found) == (name not in NOT_IN_THE_SAMPLE)
    codes, rewritten = mended(query, cast(Profile, sample.info["profile"]))
    if "text-filter" in codes:  # a search finds only what has an IRI of its own, and says so
        found = Counter({row: n for row, n in found.items() if "/id/node/" not in row[0]})
    assert rows(store, rewritten) == found, codes
