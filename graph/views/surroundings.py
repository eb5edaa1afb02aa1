"""What a figure is a figure of: its subject, its time, its data set, in the words of its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import pyoxigraph as ox

from graph.triples import iri, literal
from graph.views.figures import Facts
from graph.vocabulary import CEASN, CETERMS, CG, DCT, QDATA, RDF_TYPE, SCHEMA, XSD

Said = dict[str, list[ox.NamedNode | ox.Literal]]
"""All that is said of a node, by property."""

PROFILES = {
    CETERMS.aggregateData: CETERMS.AggregateDataProfile,
    CETERMS.earnings: CETERMS.EarningsProfile,
    CETERMS.employmentOutcome: CETERMS.EmploymentOutcomeProfile,
    CETERMS.holders: CETERMS.HoldersProfile,
}
"""The properties that lead from a credential or program to a profile of its outcomes, and the
profiles' classes."""

SUBJECTS = {
    CETERMS.Credential,
    CETERMS.LearningOpportunityProfile,
    CETERMS.AssessmentProfile,
    CETERMS.Pathway,
    CETERMS.ScheduledOffering,
}
"""What an observation at a point is about; any other point (a cohort, a place) narrows it."""

DESCRIPTIONS = (SCHEMA.description, CETERMS.description)
_STARTS = (CETERMS.startDate, QDATA.startDate)
_ENDS = (CETERMS.endDate, QDATA.endDate)
_PUBLISHERS = (CETERMS.publisher, CEASN.publisher, DCT.publisher)
_DATES = (
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), XSD.date),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)
_CACHED = 1 << 12
MANY = 100
"""A figure about more records than this is a figure about none of them: `cg:about` is left out."""


class Surroundings:
    """Reads what surrounds figures from a store; what many figures share is read once."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.data_set = lru_cache(_CACHED)(self._data_set)
        self.subjects = lru_cache(_CACHED)(self._subjects)
        self.time_frame = lru_cache(_CACHED)(self._time_frame)
        self.objects = lru_cache(_CACHED)(self._objects)
        self.metric = lru_cache(_CACHED)(self.said)

    def said(self, node: str) -> Said:
        """All that is said of a node."""
        found: Said = {}
        for quad in self.store.quads_for_pattern(ox.NamedNode(node), None, None):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                found.setdefault(quad.predicate.value, []).append(quad.object)
        return found

    def _objects(self, node: str, predicate: str) -> list[str]:
        """The IRIs among the values of one property of a node."""
        pattern = (ox.NamedNode(node), ox.NamedNode(predicate), None)
        found = self.store.quads_for_pattern(*pattern)
        return [quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)]

    def sources(self, node: str, predicate: str) -> Iterator[str]:
        """The subjects that lead to a node by a property."""
        pattern = (None, ox.NamedNode(predicate), ox.NamedNode(node))
        for quad in self.store.quads_for_pattern(*pattern):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value

    def _data_set(self, node: str) -> Facts:
        """The data set, who provides and publishes it, where it is, and since when it holds."""
        said = self.said(node)
        return [
            (CG.dataSet, iri(node)),
            *((CG.dataProvider, iri(o)) for o in nodes(said, QDATA.dataProvider)),
            *((CG.publisher, iri(o)) for o in nodes(said, *_PUBLISHERS)),
            *about_source(said),
        ]

    def _subjects(self, data_set: str) -> Facts:
        """What a data set is about, whichever side says so."""
        said = self.said(data_set)
        named = [
            *nodes(said, QDATA.relevantDataSetFor, SCHEMA.about),
            *self.sources(data_set, QDATA.relevantDataSet),
        ]
        found = list(dict.fromkeys(fact for one in named for fact in self.owners(one)))
        return found if len(found) <= MANY else []

    def owners(self, node: str) -> Facts:
        """The records whose profile a node is; the node itself where it is no profile."""
        found = [owner for predicate in PROFILES for owner in self.sources(node, predicate)]
        if not found and set(PROFILES.values()).intersection(self.objects(node, RDF_TYPE)):
            return []
        return [(CG.about, iri(owner)) for owner in found or [node]]

    def data_sets(self, node: str, predicate: str) -> list[str]:
        """The data sets that lead to a node; a bound, because each figure repeats them all."""
        return list(islice(self.sources(node, predicate), MANY))

    def only_time(self, data_set: str) -> Facts:
        """The time of a data set that has only one; of several none can be said to be meant."""
        frames = self.objects(data_set, QDATA.dataSetTemporalCoverage) or self.objects(
            data_set, QDATA.dataSetTimePeriod
        )
        return self.time_frame(frames[0]) if len(frames) == 1 else []

    def _time_frame(self, node: str) -> Facts:
        """Start, end, interval, and the words in which a time frame is described."""
        said = self.said(node)
        return [
            *((CG.periodStart, date(v)) for v in values(said, *_STARTS)),
            *((CG.periodEnd, date(v)) for v in values(said, *_ENDS)),
            *((CG.timeInterval, str(v)) for v in values(said, QDATA.timeInterval)),
            *((CG.period, str(v)) for v in values(said, CETERMS.name, CETERMS.description)),
        ]


def nodes(said: Said, *predicates: str) -> Iterator[str]:
    """The IRIs among the values of some properties."""
    for predicate in predicates:
        yield from (o.value for o in said.get(predicate, ()) if isinstance(o, ox.NamedNode))


def values(said: Said, *predicates: str) -> Iterator[ox.Literal]:
    """The literals among the values of some properties."""
    for predicate in predicates:
        yield from (o for o in said.get(predicate, ()) if isinstance(o, ox.Literal))


def texts(said: Said, predicate: str, *under: str) -> Facts:
    """Texts as published, under one of our properties."""
    return [(predicate, str(value)) for value in values(said, *under) if value.value.strip()]


def about_source(said: Said) -> Facts:
    """Where the figures of a profile or data set come from, and since when they hold."""
    return [
        *((CG.source, iri(o)) for o in nodes(said, CETERMS.source)),
        *((CG.asOf, date(v)) for v in values(said, CETERMS.dateEffective)),
    ]


def date(value: ox.Literal) -> str:
    """A day, month or year as a typed term; any other text as it is."""
    text = value.value.strip()
    for pattern, datatype in _DATES:
        if pattern.fullmatch(text):
            return literal(text, datatype)
    return literal(text)
