"""Rewrites of generated queries give the same answers; no text makes the adviser fail."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.vocabulary import VOID
from queries.advice import Profile, advise
from queries.unknown import unknown_terms
from tests.webapp.test_fuzz import few, mutated

NOWHERE = Profile(triples=0, classes={}, properties={})

_NODES, _VARIABLES = ("<urn:a>", "<urn:b>", "<urn:c>", "<urn:d>"), ("?s", "?t", "?u", "?v")
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_PROPERTIES = ("<urn:p>", "<urn:q>", _LABEL)
_VALUES = (*_NODES, '"a"', '"a"@en', "1", "1.0", '"urn:a"')
_nodes, _variables = st.sampled_from(_NODES), st.sampled_from(_VARIABLES)
_paths = st.sampled_from(
    [*_PROPERTIES, "<urn:p>/<urn:q>*", "<urn:p>*", "<urn:q>/(<urn:p>|^<urn:q>)+", "?p",
     "<urn:p>/<urn:p>?/<urn:q>*/<urn:p>"]
)  # fmt: skip
_triples = st.builds(
    "{} {} {}".format, _variables, _paths, st.one_of(_variables, st.sampled_from(_VALUES))
)
_triples |= st.builds(
    "{} {} {}{} {} {}".format,
    _variables, _paths, st.sampled_from(_VALUES), st.just(" ;"), _paths, _variables,
) | st.builds(
    "{} {} {}, {}".format, _variables, _paths, st.sampled_from(_VALUES), st.sampled_from(_VALUES)
) | st.builds("{} <urn:p> [ {} {} ]".format, _variables, _paths, _variables)  # fmt: skip
_filters = st.one_of(
    st.builds("FILTER({} = {})".format, _variables, _variables),
    st.builds("FILTER({} = {} && {} != <urn:d>)".format, _variables, _variables, _variables),
    st.builds("FILTER({} = {} || ISIRI({}))".format, _variables, _variables, _variables),
    st.builds('FILTER(STR({}) = "urn:a")'.format, _variables),
    st.builds("FILTER NOT EXISTS {{ {} }}".format, _triples),
)
_others = st.one_of(
    st.builds("OPTIONAL {{ {} . {} }}".format, _triples, _triples),
    st.builds("{{ {} }} UNION {{ {} }}".format, _triples, _triples),
    st.builds("MINUS {{ {} }}".format, _triples),
    st.builds("VALUES {} {{ <urn:a> <urn:b> UNDEF }}".format, _variables),
    st.builds("BIND(<urn:a> AS {})".format, _variables),
    st.builds("{{ SELECT {} {{ {} . {} }} }}".format, _variables, _triples, _triples),
)
_groups = st.lists(
    st.one_of(_triples.map("{} .".format), _triples.map("{} .".format), _filters, _others),
    min_size=1, max_size=5,
).map(" ".join)  # fmt: skip
_heads = st.sampled_from(
    ["SELECT *", "SELECT ?s ?t", "SELECT DISTINCT ?u", "SELECT (COUNT(*) AS ?n)",
     "SELECT (COUNT(DISTINCT *) AS ?n)"]
)  # fmt: skip
_unjoined = st.builds(
    "?s {} {} . {} ?t {} {} FILTER({} = {}) {}".format,
    _paths, st.sampled_from(("?u", "?u", *_VALUES)), st.just("") | _others,
    _paths, st.sampled_from(("?v", "?v", *_VALUES)),
    st.sampled_from(("?s", "?u")), st.sampled_from(("?t", "?v")), st.just("") | _filters,
)  # fmt: skip
_named = st.builds(
    "SELECT ?s ?n (COUNT(?v) AS ?c) {{ {} {} {} {} }} GROUP BY ?s ?n".format,
    _groups,
    st.sampled_from((f"?s {_LABEL} ?n .", f"OPTIONAL {{ ?s {_LABEL} ?n }}",
                     f"?s <urn:p> ?w ; {_LABEL} ?n", f"?s <urn:p> ?v . ?s {_LABEL} ?n .")),
    _groups,
    st.just("") | _filters,
)  # fmt: skip
_queries = st.builds("{} {{ {} }}".format, _heads, _groups | _unjoined) | _named
_graphs = st.lists(
    st.builds(
        "{} {} {} .".format, _nodes, st.sampled_from(_PROPERTIES), st.sampled_from(_VALUES)
    ),
    max_size=12,
).map("\n".join)  # fmt: skip


def solutions(store: ox.Store, query: str) -> Counter[str]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return Counter(str(sorted(zip(names, map(str, row), strict=True))) for row in found)


@settings(few, max_examples=400)
@given(_graphs, _queries)
def test_any_rewrite_of_any_query_on_any_graph(graph: str, query: str) -> None:
    store = ox.Store()
    store.load(graph.encode(), ox.RdfFormat.TURTLE)
    assume(is_query(query))  # BIND may not give a value to what has one
    for one in advise(query, NOWHERE):
        if one.sparql and not one.difference:
            assert solutions(store, one.sparql) == solutions(store, query), one.sparql
        elif one.sparql and one.code == "open-path" and "SELECT *" in query:
            solutions(store, one.sparql)


@settings(few, max_examples=300)
@given(mutated())
def test_advice_on_any_text_is_a_query_or_nothing(text: str) -> None:
    unknown_terms(text, NOWHERE)
    found = advise(text, Profile(triples=9, classes={}, properties={VOID.classPartition: 1}))
    rewritten = [one.sparql for one in found if one.sparql]
    if rewritten and is_query(text):
        assert all(is_query(one) for one in rewritten), rewritten


@few
@given(st.text(max_size=200))
def test_no_text_makes_the_adviser_fail(text: str) -> None:
    assert advise(text, NOWHERE) == []
    assert unknown_terms(text, NOWHERE) == []


def is_query(text: str) -> bool:
    try:
        ox.Store().query(text)
    except (SyntaxError, RuntimeError, OSError):
        return False
    return True
