"""Every `cg:` term that the graph uses is described, in the vocabulary and in the documentation."""

from __future__ import annotations

import json

import pyoxigraph as ox

from graph.builds import Build
from graph.vocabulary import CG, RDFS
from scripts import vocabulary_table


def described() -> set[str]:
    store = ox.Store()
    store.load(vocabulary_table.VOCABULARY.read_bytes(), ox.RdfFormat.TURTLE)
    quads = store.quads_for_pattern(None, ox.NamedNode(RDFS.comment), None)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def test_terms_that_are_used_are_described(sample: Build) -> None:
    profile = json.loads((sample.folder / "profile.json").read_text("utf-8"))
    used = {*profile["classes"], *profile["properties"]}
    assert {term for term in used if term.startswith(str(CG))} <= described()


def test_the_methods_of_links_are_described() -> None:
    assert {CG[name] for name in ("declared", "code", "roll-up", "retired-code")} <= described()


def test_the_table_in_the_documentation_is_current() -> None:
    assert vocabulary_table.PAGE.read_text("utf-8") == vocabulary_table.page()
