"""Queries written out as query files: the reader takes them, and they give the same answer."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest

from graph.builds import Build
from graph.stores import QueryError
from queries import BadParameter, BadQueryFile, Query, catalog
from queries.constants import Constant, constants
from queries.exporting import Choice, export

REAL = {name: query.body for name, query in catalog().items()}
EXAMPLES = [name for name in REAL if name.startswith("examples/")]
DATA = """
PREFIX ex: <http://example.org/>
INSERT DATA {
  ex:a ex:made "2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date> .
  ex:a a ex:Thing ; ex:size 1 ; ex:weight -2.5 ; ex:name "one", "eins"@de ; ex:part ex:b .
  ex:b a ex:Thing ; ex:size 2 ; ex:name "two" ; ex:part ex:c .
  ex:c a ex:Other ; ex:size 1 ; ex:name "a \\"b\\" {c}" .
}"""
EX = "PREFIX ex: <http://example.org/>\n"
OWN = {
    "classes": EX + "SELECT ?x { ?x a ex:Thing }",
    "star": EX + "SELECT DISTINCT * { ?x a ex:Thing ; ex:size ?size }",
    "star of no columns": EX + "SELECT * { ex:a a ex:Thing }",
    "numbers": EX + "SELECT ?x { ?x ex:size ?s FILTER(?s > 1 || ?s*2 = 2 && ?s - 1 < 5) } LIMIT 5",
    "signs": EX + "SELECT ?x { ?x ex:weight ?w FILTER(?w = -2.5 && ?w < +1) }",
    "date": EX + 'SELECT ?x { ?x ex:made "2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date> }',
    "strings": EX + 'SELECT ?x { ?x ex:name "a \\"b\\" {c}" FILTER(CONTAINS("a","a")) } # "no"',
    "language": EX + 'SELECT ?x { ?x ex:name "eins"@de }',
    "union": EX + "SELECT ?x ?n { { ?x a ex:Thing } UNION { ?x a ex:Other ; ex:size ?n } }",
    "optional": EX + 'SELECT ?x ?y { ?x a ex:Thing OPTIONAL { ?y ex:name "two" ; ex:size 2 } }',
    "exists": EX + "SELECT ?x { ?x ex:size ?s FILTER NOT EXISTS { ?x a ex:Other } }",
    "exists in exists": EX
    + "SELECT ?x { ?x ex:size ?s FILTER EXISTS { ?x ex:part ?y FILTER EXISTS { ?y a ex:Other } } }",
    "exists in having": EX
    + "SELECT ?x { ?x ex:size ?s } GROUP BY ?x HAVING(EXISTS { ?x a ex:Thing })",
    "exists of either": EX
    + "ASK { ?x ex:size 1 FILTER EXISTS { { ?x a ex:Other } UNION { ?x ex:size 7 } } }",
    "minus": EX + "SELECT ?x { ?x a ex:Thing MINUS { ?x ex:size 2 } }",
    "minus that shares": EX + "SELECT ?x { ?x a ex:Thing MINUS { ?y a ex:Thing } }",
    "inner query": EX
    + "SELECT ?x { ?x a ex:Thing { SELECT ?x (COUNT(*) AS ?n) { ?x ex:size 1 } GROUP BY ?x } }",
    "path": EX + "SELECT ?y { ex:a ex:part/ex:part* ?y . ex:a (ex:part|ex:name) ?z }",
    "data": EX + "SELECT ?x { VALUES ?t { ex:Thing ex:Other } ?x a ?t . ?x ex:size 1 }",
    "rows of data": EX + "SELECT ?x { VALUES (?x ?s) { (ex:a 1) (ex:b 2) } ?x ex:size ?s }",
    "twice": EX + "SELECT ?x { ?x a ex:Thing . { ?x ex:size 1 } UNION { ?z a ex:Thing } }",
    "graph": EX + "CONSTRUCT { ?x ex:size 1 } WHERE { ?x a ex:Thing ; ex:size 1 }",
    "short graph": EX + "CONSTRUCT WHERE { ?x a ex:Thing }",
    "ask": EX + "ASK { ex:a ex:size 1 }",
    "having": EX + "SELECT ?x (COUNT(*) AS ?n) { ?x ex:name ?y } GROUP BY ?x HAVING(COUNT(*) > 1)",
    "bind": EX + 'SELECT ?x ?y { ?x a ex:Thing BIND(CONCAT("a", "b") AS ?y) }',
    "parameters": EX + "SELECT ?x { VALUES $t { ex:Thing } VALUES $o { UNDEF } ?x a $t }",
}
PARTS = re.compile(r'; |"')  # of GROUP_CONCAT
LAST_LIMIT = re.compile(r"LIMIT \d+\s*$")


@pytest.fixture(scope="module")
def small() -> ox.Store:
    store = ox.Store()
    store.update(DATA)
    return store


@pytest.fixture(scope="module")
def store(sample: Build) -> ox.Store:
    return ox.Store.read_only(str(sample.folder / "public"))


def answer(store: ox.Store, sparql: str) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """The columns of a result, and all its rows, less every order that SPARQL leaves open."""
    found = store.query(LAST_LIMIT.sub("", sparql))
    if isinstance(found, ox.QuerySolutions):
        rows = Counter(tuple(str(sorted(PARTS.split(str(t)))) for t in row) for row in found)
        return [v.value for v in found.variables], rows
    if isinstance(found, ox.QueryTriples):
        return [], Counter(tuple(map(str, triple)) for triple in found)
    return [str(bool(found))], Counter()


def choice(constant: Constant) -> Choice:
    return Choice(constant.name, "Label", constant.type or "string", constant.is_many)


def one_by_one(
    store: ox.Store, sparql: str, properties: bool
) -> tuple[dict[int, Choice], list[Query]]:
    """The constants that the reader and the engine take, and the file with each of them alone."""
    columns = answer(store, sparql)[0] if "SELECT" in sparql else []
    taken: dict[int, Choice] = {}
    made = []
    for number, constant in enumerate(constants(sparql)):
        chosen = {number: choice(constant)}
        if constant.problem or (constant.is_property and not properties):
            continue
        try:
            file = export(sparql, "Title", "Summary", chosen, columns)
            ox.Store().query(file.body)
        except (BadQueryFile, SyntaxError):
            continue
        taken |= chosen
        made.append(file)
    return taken, made


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_keep_their_answers(store: ox.Store, name: str) -> None:
    """Constants but no properties: the engine is slow where a property is unknown."""
    sparql = REAL[name].replace("SAMPLE(", "MIN(")  # each time the same one
    taken, files = one_by_one(store, sparql, properties=False)
    files.append(export(sparql, "Title", "Summary", taken))
    expected = answer(store, sparql)
    for file in files:
        assert answer(store, file.bind()) == expected, file.text


@pytest.mark.parametrize("name", REAL)
def test_real_queries_are_read(name: str) -> None:
    taken, files = one_by_one(ox.Store(), REAL[name], properties=True)
    files.append(export(REAL[name], "Title", "Summary", taken))
    for file in files:
        assert Query.parse("again", file.text).parameters == file.parameters
        ox.Store().query(file.bind())


@pytest.mark.parametrize("name", OWN)
def test_every_form_keeps_its_answer(small: ox.Store, name: str) -> None:
    sparql = OWN[name]
    taken, files = one_by_one(small, sparql, properties=True)
    columns, rows = expected = answer(small, sparql)
    files.append(export(sparql, "Title", "Summary", taken, columns if "*" in sparql else ()))
    for file in files:
        found = answer(small, file.bind())
        if name == "star of no columns":  # there is no way to say so but the star
            assert found[1].total() == rows.total()
        else:
            assert found == expected, file.text


def offered(name: str) -> dict[str, str]:
    return {c.text: c.type for c in constants(OWN[name]) if not c.problem and not c.is_property}


def problems(name: str) -> dict[str, str]:
    return {c.text: c.problem for c in constants(OWN[name]) if c.problem}


def test_what_is_offered() -> None:
    assert offered("classes") == {"ex:Thing": "iri"}
    assert offered("numbers") == {"1": "integer", "2": "integer"}
    assert offered("signs") == {"-2.5": "decimal", "+1": "integer"}
    assert list(offered("date").values()) == ["date"]
    assert offered("strings") == {'"a \\"b\\" {c}"': "string", '"a"': "string"}
    assert offered("data") == {"VALUES ?t { ex:Thing ex:Other }": "iri", "1": "integer"}
    assert not offered("rows of data")
    assert "language" in problems("language")['"eins"@de']
    assert problems("numbers") == {"5": "SPARQL takes only a number there"}
    assert "outside of WHERE" in problems("having")["1"]
    assert "MINUS" in problems("minus that shares")["ex:Thing"]
    assert [c.is_parameter for c in constants(OWN["parameters"])] == [True, True]


def test_a_parameter_asks_another_question(small: ox.Store) -> None:
    sparql = OWN["twice"]
    (number, thing), *_ = [(n, c) for n, c in enumerate(constants(sparql)) if c.text == "ex:Thing"]
    assert len(thing.places) == 2
    file = export(sparql, "Things", "Both", {number: Choice("kind", "Kind", "iri", many=True)})
    (parameter,) = file.parameters
    assert (parameter.name, parameter.label, parameter.many) == ("kind", "Kind", True)
    assert parameter.default == ("http://example.org/Thing",)
    other = file.bind(kind="http://example.org/Other")
    assert answer(small, other) == answer(small, sparql.replace("ex:Thing", "ex:Other"))


@pytest.mark.parametrize("not_", ["", "NOT "])
def test_of_several_values_exists_asks_for_any(small: ox.Store, not_: str) -> None:
    """A single value is bound outside, where engines are quick."""
    sparql = EX + f"SELECT ?x {{ ?x ex:size ?s FILTER {not_}EXISTS {{ ?x a ex:Thing }} }}"
    (number,) = [n for n, c in enumerate(constants(sparql)) if c.text == "ex:Thing"]
    single, many = (
        export(sparql, "T", "S", {number: Choice("kind", "Kind", "iri", many)})
        for many in (False, True)
    )
    assert single.text.index("VALUES") < single.text.index("EXISTS")
    assert many.text.index("VALUES") > many.text.index("EXISTS")
    both = many.bind(kind=["http://example.org/Thing", "http://example.org/Other"])
    expected = {"": ["a", "b", "c"], "NOT ": []}[not_]
    assert sorted(answer(small, both)[1].elements()) == [
        (f"['<http://example.org/{name}>']",) for name in expected
    ]


def test_a_list_stays_a_list(small: ox.Store) -> None:
    sparql = OWN["data"]
    file = export(sparql, "T", "S", {0: Choice("t", "Type", "iri", many=True)})
    assert len(file.parameters[0].default) == 2
    found = answer(small, file.bind(t=["http://example.org/Other"]))
    assert found[1].total() == 1
    with pytest.raises(BadQueryFile, match="at most 1"):
        export(sparql, "T", "S", {0: Choice("t", "Type", "iri")})


def test_parameters_that_are_there_stay_or_become_constants() -> None:
    sparql = OWN["parameters"]
    chosen = {0: Choice("t", "Type", "iri"), 1: Choice("o", "Open", "string")}
    both = export(sparql, "T", "S", chosen)
    assert [(p.name, p.optional) for p in both.parameters] == [("t", False), ("o", True)]
    none = export(sparql, "T", "S", {})
    assert not none.parameters
    assert "VALUES ?t { ex:Thing }" in none.body


def test_texts_of_any_kind_fit_the_header() -> None:
    text = 'A: "b" #c [d] {e} \N{LINE SEPARATOR} é 😀 - x:\n y'
    file = export(OWN["classes"], text, text, {0: Choice("type", text, "iri")})
    expected = " ".join(text.split())
    assert (file.title, file.summary, file.parameters[0].label) == (expected,) * 3


@pytest.mark.parametrize("name", ["x", "", "2x", "a b", "é"])
def test_names_that_can_not_be(name: str) -> None:
    with pytest.raises(BadParameter):
        export(OWN["classes"], "T", "S", {0: Choice(name, "L", "iri")})


def test_what_can_not_be_exported() -> None:
    with pytest.raises(BadQueryFile, match="title"):
        export(OWN["classes"], " ", "S", {})
    with pytest.raises(BadQueryFile, match="Updates"):
        export("DELETE WHERE { ?s ?p ?o }", "T", "S", {})
    with pytest.raises(QueryError, match="no end"):
        export("SELECT * { ?s ?p 'x }", "T", "S", {})
    with pytest.raises(BadParameter, match="taken"):
        export(OWN["bind"], "T", "S", {n: Choice("same", "L", "string") for n in (1, 2)})
