"""How many records come after each and before it, against walks through the whole graph."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import polars as pl
import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from graph.builds import Build
from graph.links.reach import counted, reach_lines
from graph.vocabulary import CG

_nodes = st.sampled_from([f"urn:{letter}" for letter in "abcdefgh"])


def walked(graph: nx.DiGraph[str]) -> dict[str, int]:
    """Of each node from which there is a step, how many nodes a walk of one step or more meets."""
    met = {
        node: {end for first in graph.successors(node) for end in nx.descendants(graph, first)}
        | set(graph.successors(node))
        for node in graph
    }
    return {node: len(ends) for node, ends in met.items() if ends}


@given(st.sets(st.tuples(_nodes, _nodes).filter(lambda pair: pair[0] != pair[1]), max_size=16))
def test_counts_are_those_of_a_walk(steps: set[tuple[str, str]]) -> None:
    graph = nx.DiGraph(sorted(steps))
    assert dict(counted(graph)) == walked(graph)


def test_more_records_than_are_looked_for_at_a_time() -> None:
    """A ladder of 40,000 records, whose last three run in a circle."""
    count = 40_000
    names = [f"urn:{number}" for number in range(count)]
    steps = [*pairwise(names), (names[-1], names[-3])]
    found = dict(counted(nx.DiGraph(steps)))
    assert found == {
        name: min(count - 1 - number, count) if number < count - 3 else 3
        for number, name in enumerate(names)
    }


def test_both_ends_of_a_ladder() -> None:
    steps = pl.DataFrame({"source": ["urn:a", "urn:b"], "target": ["urn:b", "urn:c"]})
    lines = [line.split()[:3] for line in reach_lines(steps)]
    assert sorted((s, p.rpartition("#")[2][:-1], o[1]) for s, p, o in lines) == [
        ("<urn:a>", "recordsAfter", "2"),
        ("<urn:b>", "recordsAfter", "1"),
        ("<urn:b>", "recordsBefore", "1"),
        ("<urn:c>", "recordsBefore", "2"),
    ]


def counts(store: ox.Store, query: str) -> dict[str, str]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {str(row["s"]): str(row["n"]) for row in found}


def test_a_build_counts_what_a_path_finds(sample: Build) -> None:
    store = ox.Store.read_only(str(sample.public))
    for property_, ends in ((CG.recordsAfter, "?s {} ?o"), (CG.recordsBefore, "?o {} ?s")):
        walk = ends.format(f"<{CG.nextStep}>+")
        expected = counts(store, f"SELECT ?s (COUNT(DISTINCT ?o) AS ?n) {{ {walk} }} GROUP BY ?s")
        assert counts(store, f"SELECT ?s ?n {{ ?s <{property_}> ?n }}") == expected
        assert len(expected) > 5
