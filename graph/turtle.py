"""Turtle for people to read: what belongs together stands together, under short names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from graph.vocabulary import RDF_TYPE

_Said = dict[ox.NamedNode, list[ox.Triple]]
"""The triples of one subject by predicate, both in their order."""
_WIDTH = 100
_BETWEEN = re.compile(r'("(?:[^"\\]|\\.)*"|<[^>]*>)| , ')
"""A term that may hold anything, or what stands between two values of a property."""


def readable(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> str:
    """Triples as Turtle: subjects in their order, each followed by those that it leads to, with its
    types first."""
    grouped: dict[ox.NamedNode, _Said] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            said = grouped.setdefault(triple.subject, {})
            said.setdefault(triple.predicate, []).append(triple)
    ordered = [triple for subject in _ordered(grouped) for triple in _types_first(grouped[subject])]
    text = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
    assert text is not None
    return _laid_out(text.decode())


def _ordered(grouped: Mapping[ox.NamedNode, _Said]) -> Iterator[ox.NamedNode]:
    """Every subject once, each followed by those that it leads to."""
    done: set[ox.NamedNode] = set()
    todo = [*reversed(list(grouped))]
    while todo:
        subject = todo.pop()
        if subject not in done:
            done.add(subject)
            yield subject
            said = [triple for triples in grouped[subject].values() for triple in triples]
            inner = [t.object for t in said if isinstance(t.object, ox.NamedNode)]
            todo += [node for node in reversed(inner) if node in grouped]


def _types_first(said: _Said) -> Iterator[ox.Triple]:
    for predicate in sorted(said, key=lambda predicate: predicate.value != RDF_TYPE):
        yield from said[predicate]


def _laid_out(text: str) -> str:
    """A blank line before each subject, long lists one value a line, and no prefix that nothing
    uses."""
    lines = text.split("\n")[:-1]  # what else ends a line may stand in a literal
    body = [line for line in lines if not line.startswith("@prefix ")]
    whole = "\n".join(body)
    used = [line for line in lines if line.startswith("@prefix ") and line.split()[1] in whole]
    spaced = [_broken(line) if line.startswith("\t") else f"\n{_broken(line)}" for line in body]
    return "\n".join([*sorted(used), *spaced]) + "\n"


def _broken(line: str) -> str:
    if len(line) <= _WIDTH:
        return line
    return _BETWEEN.sub(lambda match: match[1] or " ,\n\t\t", line)
