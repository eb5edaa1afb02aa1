"""One figure as a `cg:Outcome`: its number, and all that is needed to compare it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from graph.iris import Names
from graph.sink import Note
from graph.triples import decimal, iri, line, literal
from graph.views.measures import RATES
from graph.vocabulary import CG, PROV, RDF_TYPE, RDFS

Facts = Sequence[tuple[str, str]]
"""Properties of an outcome, as IRIs, and their values as N-Triples terms."""

_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")


@dataclass(frozen=True)
class Outcome:
    """The figures that one published node states, by measure, and what they are figures of.

    `via` is the published property that led to the node; `generation` one of ``aggregateData``,
    ``dataProfile`` and ``observation``.
    """

    node: str
    via: str
    generation: str
    figures: Mapping[str, Decimal]
    facts: Facts

    def lines(self, names: Names) -> Iterator[str]:
        """The outcome as N-Triples lines."""
        key = f"{self.node}\0{self.via}\0{sorted(self.figures.items())}"
        me = names.of("outcome", hashlib.sha256(key.encode()).hexdigest()[:24])
        yield line(me, RDF_TYPE, iri(CG.Outcome))
        yield line(me, RDFS.label, literal(self.label, language="en"))
        for measure, number in self.figures.items():
            yield line(me, CG.measure, iri(measure))
            yield line(me, measure, decimal(number))
        for predicate, term in dict.fromkeys(self.facts):
            yield line(me, predicate, term)
        yield line(me, CG.generation, iri(CG[self.generation]))
        yield line(me, CG.via, iri(self.via))
        yield line(me, PROV.wasDerivedFrom, iri(self.node))

    @property
    def label(self) -> str:
        """``median earnings 71400``, of the first figure."""
        measure, number = next(iter(self.figures.items()))
        return f"{_words(measure)} {number:f}"


def _words(measure: str) -> str:
    return _WORDS.sub(" ", measure.removeprefix(CG.iri)).lower()


def figures(
    node: str, said: Mapping[str, list[ox.NamedNode | ox.Literal]], measures: Mapping[str, str]
) -> tuple[dict[str, Decimal], list[Note]]:
    """The numbers that a node states, by measure; and a note on each value that is none.

    Of several statistics with one measure the first in `measures` wins. Several values of one
    statistic can't be told apart: none is taken.
    """
    found: dict[str, Decimal] = {}
    notes: list[Note] = []
    for statistic, measure in measures.items():
        read = {value: _read(value, measure) for value in said.get(statistic, ())}
        numbers = {number for number, _ in read.values() if number is not None}
        if len(numbers) > 1:
            reason = "one of several figures for one thing: no outcome was made of them"
            read = dict.fromkeys(read, (None, reason))
        elif numbers:
            found.setdefault(measure, numbers.pop())
        notes += [
            Note("unclear-figure", reason, node, statistic, value.value)
            for value, (_, reason) in read.items()
            if reason
        ]
    return found, notes


def _read(value: ox.NamedNode | ox.Literal, measure: str) -> tuple[Decimal | None, str]:
    """The number, if it can be one of this measure; and what is odd about it, if anything."""
    text = value.value.strip()
    if isinstance(value, ox.NamedNode) or not _NUMBER.fullmatch(text):
        return None, "not a number: no outcome was made of it"
    number = Decimal(text)
    if measure in RATES and not 0 <= number <= 100:
        return None, "a rate is from 0 to 100 percent: no outcome was made of it"
    if measure in RATES and 0 < number < 1:
        return number, "a rate below 1: a share where a percentage belongs? Kept as published"
    return number, ""
