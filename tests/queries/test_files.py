"""Every query file is plain SPARQL: it parses and runs as it stands, in any engine."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from graph.stores.guard import inspect
from queries import BadQueryFile, Query, catalog

FILES = sorted((Path(__file__).parents[2] / "queries").rglob("*.rq"))

GOOD = """#+ title: Things
#+ summary: Things of a kind.
#+ parameters:
#+   kind: {label: Kind, type: iri}
#+   size: {label: Size, type: decimal, optional: true}
PREFIX ex: <http://example.org/>
SELECT ?thing WHERE {
  VALUES $kind { ex:Kind }
  VALUES $size { UNDEF }
  ?thing a $kind .
}
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file_runs_as_it_stands_in_two_engines(path: Path) -> None:
    query = Query.parse(f"{path.parent.name}/{path.stem}", path.read_text("utf-8"))
    ox.Store().query(query.text)
    prepareQuery(query.text)
    inspect(query.bind())


def test_ids_are_sorted_and_drop_downs_have_their_columns() -> None:
    queries = catalog()
    assert list(queries) == sorted(queries)
    feeds = {p.choices for q in queries.values() for p in q.parameters if p.choices}
    assert feeds
    for feed in feeds:
        result = ox.Store().query(queries[feed].bind())
        assert isinstance(result, ox.QuerySolutions)
        assert {"value", "label"} <= {variable.value for variable in result.variables}
        assert queries[feed].hidden


def test_what_a_header_says() -> None:
    query = Query.parse("tests/things", GOOD)
    kind, size = query.parameters
    assert (query.title, query.view, query.hidden, query.meta) == ("Things", "table", False, {})
    assert (kind.type, kind.many, kind.optional) == ("iri", False, False)
    assert kind.default == ("http://example.org/Kind",)
    assert (size.optional, size.default) == (True, ())
    assert query.text == GOOD
    assert query.body.startswith("PREFIX ex:")


def test_a_check_has_all_its_keys() -> None:
    keys = "code: c\n#+ severity: error\n#+ message: m\n#+ rule: r\n#+ fix: f"
    query = Query.parse("checks/c", GOOD.replace("#+ parameters", f"#+ {keys}\n#+ parameters"))
    assert query.meta["severity"] == "error"
    with pytest.raises(BadQueryFile, match="lacks severity"):
        Query.parse("checks/c", GOOD.replace("#+ parameters", "#+ code: c\n#+ parameters"))


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("#+ summary", "#+ sumary", 2, "no key sumary"),
        ("#+ title: Things\n", "", 1, "lacks title"),
        ("#+ summary: Things of a kind.", "#+ title: Again", 2, "stands twice"),
        ("#+ summary: Things of a kind.", "#+ summary: [", 4, "no YAML"),
        ("#+ summary: Things of a kind.", "#+ summary: a\n#+ view: map", 3, "view is one of"),
        ("of a kind.", "of: a kind", 2, "needs quotes"),
        ("type: iri", "type: uri", 4, "type is one of"),
        ("type: iri", "type: code", 4, "a pattern goes with"),
        ("type: iri", "type: iri, pattern: x", 4, "a pattern goes with"),
        ("type: iri", "type: string", 8, "not of the type string"),
        ("type: iri", "type: iri, colour: red", 4, "no key colour"),
        ("  VALUES $kind { ex:Kind }\n", "", 4, "has no block"),
        ("$kind { ex:Kind }", "$other { ex:Kind }", 8, "does not declare the parameter other"),
        ("ex:Kind }", "UNDEF }", 8, "only an optional parameter holds UNDEF"),
        ("ex:Kind }", "ex:Kind ex:More }", 8, "takes at most 1"),
        ("ex:Kind }", "<file:///etc/passwd> }", 8, "must begin with http"),
        ("$kind { ex:Kind }", "($kind ?more) { (ex:Kind 1) }", 8, "stands alone in its block"),
        ("?thing a", "VALUES $kind { ex:Another } ?thing a", 10, "do not all hold the same"),
        ("?thing a $kind", "SERVICE <http://example.org/> {}", 10, "SERVICE is not allowed"),
        ("ex:Kind }", "no:Kind }", 8, "is not declared"),
    ],
)
def test_a_broken_file_is_named_with_line_and_reason(
    old: str, new: str, line: int, reason: str
) -> None:
    assert old in GOOD
    with pytest.raises(BadQueryFile, match=re.escape(reason)) as caught:
        Query.parse("tests/broken", GOOD.replace(old, new, 1))
    assert (caught.value.id, caught.value.line) == ("tests/broken", line)


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(BadQueryFile, match="begins with a header"):
        Query.parse("tests/bare", "SELECT * { ?s ?p ?o }")
