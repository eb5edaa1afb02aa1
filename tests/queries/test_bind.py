"""Binding: a value becomes one term in its block, or is refused; nothing else ever changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

from graph.stores.tokens import tokens
from queries import BadParameter, Query

DEFAULTS = {
    "iri": "<http://example.org/a>",
    "string": '"a"',
    "integer": "1",
    "decimal": "1.5",
    "date": '"2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date>',
    "code": '"11-1011"',
}
PATTERN = ", pattern: '[0-9]{2}-[0-9]{4}'"


def query(kind: str, default: str | None = None, declared: str | None = None) -> Query:
    more = PATTERN if kind == "code" else ""
    more += ", optional: true" if default == "UNDEF" else ""
    return Query.parse(
        "tests/one",
        f"""#+ title: One
#+ summary: One value.
#+ parameters:
#+   x: {{label: X, type: {declared or kind}{more}}}
SELECT $x WHERE {{
  VALUES $x {{ {default or DEFAULTS[kind]} }} # VALUES $x {{ "not a block" }}
  FILTER("VALUES $x {{ 1 }}" != "y")
  {{ SELECT $x WHERE {{ VALUES $x {{ {default or DEFAULTS[kind]} }} }} }}
}}""",
    )


def values_of(sparql: str) -> list[str]:
    found = ox.Store().query(sparql)
    assert isinstance(found, ox.QuerySolutions)
    return [row["x"].value for row in found]


def shape(sparql: str) -> list[str]:
    """The tokens outside the blocks of $x, each block as one mark with its number of terms."""
    found, kept = [token.text for token in tokens(sparql)], []
    while found:
        if found[:3] == ["VALUES", "$x", "{"]:
            end = found.index("}")
            kept.append("block")
            found = found[end:]
        kept.append(found.pop(0))
    return kept


def as_meant(kind: str, value: str) -> object:
    text = value.strip()
    if kind == "integer":
        return int(text)
    if kind == "decimal":
        return Decimal(text)
    return date.fromisoformat(text) if kind == "date" else value


ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=60)
HOSTILE = st.lists(
    st.sampled_from([*"\"'\\<>{}#\n\r\t\0 ?$.;1-ux", "UNDEF", "\\u0022", "<http://a/b>", '"""']),
    max_size=12,
).map("".join)
PLAUSIBLE = st.one_of(
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.dates().map(str),
    st.from_regex(r"[0-9]{2}-[0-9]{4}", fullmatch=True),
)


@pytest.mark.parametrize("kind", [kind for kind in DEFAULTS if kind != "iri"])
@given(value=ANYTHING | HOSTILE | PLAUSIBLE)
def test_any_value_is_refused_or_becomes_the_one_term(kind: str, value: str) -> None:
    asked = query(kind)
    try:
        bound = asked.bind(x=value)
    except BadParameter:
        return
    assert shape(bound) == shape(asked.body)
    (found,) = values_of(bound)
    assert as_meant(kind, found) == as_meant(kind, value)


@given(value=ANYTHING | HOSTILE | (ANYTHING | HOSTILE).map("http://example.org/{}".format))
def test_any_iri_is_refused_or_becomes_the_one_iri(value: str) -> None:
    asked = query("iri")
    try:
        bound = asked.bind(x=value)
    except BadParameter:
        return
    assert shape(bound) == shape(asked.body)
    (found,) = values_of(bound)
    assert found.startswith(("http://", "https://", "urn:", "mailto:"))


@pytest.mark.parametrize(
    "value",
    [
        '" } ?s ?p ?o . { "',
        "a\\",
        '\\" } #',
        '"""',
        "'''",
        "line\nbreak",
        "a\tb",
        "ü – 東 🎓",
        "{UNDEF}",
    ],
)
def test_hostile_texts_are_found_as_they_are_in_two_engines(value: str) -> None:
    bound = query("string").bind(x=value)
    prepareQuery(bound)
    assert values_of(bound) == [value]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "javascript:alert(1)"),
        ("iri", "file:///etc/passwd"),
        ("iri", "http://example.org/> } #"),
        ("iri", "example.org"),
        ("iri", "http://["),
        ("string", "\\u0022"),
        ("string", "a\0b"),
        ("string", "\ud800"),
        ("string", "x" * 2001),
        ("integer", "1.5"),
        ("integer", "1e3"),
        ("integer", "１"),
        ("integer", "9" * 19),
        ("decimal", "NaN"),
        ("decimal", "1,5"),
        ("date", "2026-02-30"),
        ("date", "20260131"),
        ("code", "11-1011.00"),
        ("code", "11-1011\n"),
        ("code", ""),
    ],
)
def test_values_that_are_refused(kind: str, value: str) -> None:
    with pytest.raises(BadParameter) as caught:
        query(kind).bind(x=value)
    assert caught.value.name == "x"
    assert caught.value.reason


def test_an_iri_gets_its_canonical_spelling() -> None:
    ctid = "ce-CC62E516-F95D-4306-A11A-C0ECC39D835F"
    canonical = f"https://credentialengineregistry.org/resources/{ctid.lower()}"
    for spelling in (ctid, f"http://credentialengineregistry.org/graph/{ctid}", f" {canonical} "):
        assert values_of(query("iri").bind(x=spelling)) == [canonical]


def test_what_is_not_given_keeps_its_default_and_nothing_is_undefined() -> None:
    asked = query("string", "UNDEF")
    assert shape(asked.bind()) == shape(asked.body)
    nothings: list[str | list[str] | None] = ["", "  ", None, []]
    for nothing in nothings:
        assert asked.bind(x=nothing).count("{ UNDEF }") == 2
        with pytest.raises(BadParameter, match="a value is needed"):
            query("string").bind(x=nothing)
    assert values_of(query("string").bind()) == ["a"]


def test_a_list_takes_several_values_and_a_single_one_does_not() -> None:
    several = query("integer", declared="[integer]")
    assert several.parameters[0].many
    # Both blocks hold both values, and the join keeps the pairs that agree.
    assert sorted(values_of(several.bind(x=["1", "2"]))) == ["1", "2"]
    with pytest.raises(BadParameter, match="at most 1"):
        query("integer").bind(x=["1", "2"])
    with pytest.raises(BadParameter, match="at most 100"):
        several.bind(x=["1"] * 101)


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(BadParameter, match="no such parameter"):
        query("string").bind(y="1")
