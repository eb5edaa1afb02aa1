"""What the engine is told not to look at is refused all the same. The oracle: its strict reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.errors import KnownError
from graph.statements import Statements
from graph.statements.validity import (
    _PLAIN_IRI,
    refuse_invalid_iris,
    refuse_invalid_tags,
)

GOOD = '<https://a.example/1> <https://a.example/p> "x"@en .\n'
VALID = [
    "<urn:a> <urn:p> <urn:b> .",
    "<https://a.example/1?q=%C3%A9&r#é> <https://a.example/p> <https://[::1]:80/> .",
    '<https://a.example/1> <https://a.example/p> "x"@de-1996-x-of-a-place-quite-long .',
    r'<https://a.example/1> <https://a.example/p> "said \"@-\""@EN-us .',
    '<https://a.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "a text"@en .',
    '<https://a.example/1> <https://a.example/p> "5"^^<urn:kind> .',
]
INVALID = {
    "subject": '<https://a.example/1 2> <https://a.example/p> "x" .',
    "no scheme": '<a> <https://a.example/p> "x" .',
    "property": '<https://a.example/1> <https://a.example/"p> "x" .',
    "object": "<https://a.example/1> <https://a.example/p> <https://a.example/#1#2> .",
    "port": "<https://a.example/1> <https://a.example/p> <https://a.example:x/> .",
    "percent": "<https://a.example/1> <https://a.example/p> <https://a.example/%zz> .",
    "class": "<https://a.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <A> .",
    "datatype": '<https://a.example/1> <https://a.example/p> "x"^^<int> .',
    "no language": '<https://a.example/1> <https://a.example/p> "x"^^'
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .",
    "language": '<https://a.example/1> <https://a.example/p> "x"@en-subtagtoolong .',
    "long language": f'<https://a.example/1> <https://a.example/p> "x"@en{"-abcdefgh" * 9}-i .',
}


def strict(text: str) -> bool:
    """Whether the engine takes a text that it looks at."""
    try:
        list(ox.parse(text, ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("text", INVALID.values(), ids=INVALID)
def test_what_the_engine_would_refuse_is_refused(tmp_path: Path, text: str) -> None:
    assert not strict(text)
    list(ox.parse(text, ox.RdfFormat.N_TRIPLES, lenient=True))  # as it is told to read
    statements = Statements(tmp_path)
    statements.append([GOOD, f"{text}\n", GOOD])
    with pytest.raises(KnownError, match=r"a step wrote what is no N-Triples: [<\"].+: "):
        statements.shares()


def test_what_is_odd_and_valid_is_taken(tmp_path: Path) -> None:
    assert all(map(strict, VALID))
    statements = Statements(tmp_path)
    statements.append(f"{text}\n" for text in VALID)
    assert sum(len(share.rows()) for share in statements.shares()) == len(VALID)


@given(st.from_regex(_PLAIN_IRI, fullmatch=True))
def test_what_looks_plain_is_valid(term: str) -> None:
    assert strict(f"<urn:s> <urn:p> {term.strip()} .")


@given(st.text('aé0 /:.#?%@[]{}|^`\\"<>-\t\x00\x7f\u00a0\ue000', max_size=12))
@example("a%C3")
def test_iris_are_refused_as_the_engine_does(path: str) -> None:
    terms = [f"<https://a{path}>", f"<https://a.example/{path}>", f"<{path}>"]
    for term in terms:
        assert refuses(refuse_invalid_iris, term) != strict(f"<urn:s> <urn:p> {term} ."), term


@given(st.text("aB1-é_ ", max_size=16))
def test_language_tags_are_refused_as_the_engine_does(tag: str) -> None:
    term = f'"a text"@{tag}'
    assert refuses(refuse_invalid_tags, term) != strict(f"<urn:s> <urn:p> {term} .")


def refuses(look: Callable[[pl.Series], None], term: str) -> bool:
    try:
        look(pl.Series([term]))
    except KnownError:
        return True
    return False
