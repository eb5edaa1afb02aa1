"""The one view of outcomes: every generation of figures as `cg:Outcome`, one node for each figure.

Three ways of publishing outcomes are in use: the aggregate data profile of a credential; data
profiles within the time frames of a data set; and observations of metrics at points of a data set.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain

import pyoxigraph as ox

from graph.iris import OF_REGISTRY, Names
from graph.sink import Note
from graph.triples import iri, literal
from graph.views import measures
from graph.views.figures import Facts, Outcome, figures
from graph.views.reading import pairs
from graph.views.surroundings import (
    DESCRIPTIONS,
    PROFILES,
    SUBJECTS,
    Said,
    Surroundings,
    about_source,
    nodes,
    texts,
    values,
)
from graph.vocabulary import CEASN, CETERMS, CG, QDATA, RDF_TYPE, SCHEMA, XSD

Found = Iterator[Outcome | Note]

_CURRENCIES = (SCHEMA.currency, CETERMS.currency)


def outcome_lines(store: ox.Store, names: Names) -> Iterator[list[str] | Note]:
    """The N-Triples lines of every outcome in a store, and a note on each figure that is none."""
    reader = _Reader(store)
    for found in chain(reader.aggregates(), reader.data_profiles(), reader.observations()):
        yield found if isinstance(found, Note) else list(found.lines(names))


class _Reader:
    def __init__(self, store: ox.Store) -> None:
        self.store, self.around = store, Surroundings(store)

    def aggregates(self) -> Found:
        """The first generation, from 2019."""
        for via in PROFILES:
            for _, node in pairs(self.store, via):
                if isinstance(node, ox.NamedNode):
                    yield from self.aggregate(node.value, via)

    def aggregate(self, node: str, via: str) -> Found:
        said = self.around.said(node)
        facts = [
            *self.around.owners(node),
            *about_source(said),
            *self.of_data_sets(said),
            *texts(said, CG.group, CETERMS.demographicInformation),
            *(
                (CG.monthsAfter, literal(v.value, XSD.integer))
                for v in values(said, CETERMS.postReceiptMonths)
                if v.value.isascii() and v.value.isdigit()
            ),
        ]
        wording = texts(said, CG.wording, CETERMS.description)
        own = [*facts, *wording]
        money = [*own, *_currency(said)]
        yield from _outcome(node, via, "aggregateData", said, measures.AGGREGATE_EARNINGS, money)
        yield from _outcome(node, via, "aggregateData", said, measures.AGGREGATE_COUNTS, own)
        yield from self.values(
            node, said, CETERMS.jobsObtained, "aggregateData", measures.JOBS, facts
        )

    def of_data_sets(self, said: Said) -> Facts:
        """The data sets that an aggregate data profile rests on; their time, where it is one."""
        found: list[tuple[str, str]] = []
        for data_set in nodes(said, QDATA.relevantDataSet):
            found += self.around.data_set(data_set)
            found += self.around.only_time(data_set)
        return found

    def values(
        self, node: str, said: Said, via: str, generation: str, table: dict[str, str], facts: Facts
    ) -> Found:
        """The quantitative values and amounts of money under one property of a profile."""
        for inner in nodes(said, via):
            own = self.around.said(inner)
            wording = texts(own, CG.wording, *DESCRIPTIONS)
            more = [*facts, *wording, *_currency(own)]
            yield from _outcome(inner, via, generation, own, table, more)
        bare: Said = {SCHEMA.value: [*values(said, via)]}  # a number, no object that holds it
        yield from _outcome(node, via, generation, bare, table, facts)

    def data_profiles(self) -> Found:
        """The second generation, from 2020."""
        for frame, profile in pairs(self.store, QDATA.dataAttributes):
            if not isinstance(profile, ox.NamedNode):
                continue
            said = self.around.said(profile.value)
            facts = list(self.around.time_frame(frame))
            for data_set in self.around.data_sets(frame, QDATA.dataSetTimePeriod):
                facts += [*self.around.data_set(data_set), *self.around.subjects(data_set)]
            facts += texts(said, CG.group, CETERMS.description)
            for via, table in measures.DATA_PROFILE.items():
                if via in said:
                    yield from self.values(profile.value, said, via, "dataProfile", table, facts)

    def observations(self) -> Found:
        """The third generation, from 2024."""
        for node, metric in pairs(self.store, QDATA.isObservationOf):
            if isinstance(metric, ox.NamedNode):
                yield from self.observation(node, metric.value)

    def observation(self, node: str, metric: str) -> Found:
        said, of_metric = self.around.said(node), self.around.metric(metric)
        categories = [
            category
            for named in nodes(of_metric, QDATA.metricType)
            for category in self.around.objects(named, CETERMS.targetNode) or [named]
        ]
        facts = [(CG.metric, iri(metric)), *self.at_points(node, said), *_currency(said)]
        facts += texts(said, CG.wording, CEASN.comment, *DESCRIPTIONS) or texts(
            of_metric, CG.wording, CETERMS.name
        )
        table = measures.of_metric(categories)
        yield from _outcome(node, QDATA.isObservationOf, "observation", said, table, facts)

    def at_points(self, node: str, said: Said) -> Facts:
        """What an observation is about, when, and for which group: its points decide, and where
        they say nothing, its data set."""
        about: list[tuple[str, str]] = []
        time: list[tuple[str, str]] = []
        rest = list(texts(said, CG.group, QDATA.atPoint))
        for point in nodes(said, QDATA.atPoint):
            kinds = self.around.objects(point, RDF_TYPE)
            if QDATA.DataSetTimeFrame in kinds:
                time += self.around.time_frame(point)
            elif SUBJECTS.intersection(kinds) or self.is_elsewhere(point, kinds):
                about.append((CG.about, iri(point)))
            else:
                rest.append((CG.group, iri(point)))
        for data_set in self.around.data_sets(node, QDATA.hasObservation):
            rest += self.around.data_set(data_set)
            about = about or list(self.around.subjects(data_set))
            time = time or list(self.around.only_time(data_set))
        return [*about, *time, *rest]

    def is_elsewhere(self, point: str, kinds: Collection[str]) -> bool:
        """Whether a point is a resource of the Registry of which nothing is known here."""
        return bool(re.match(OF_REGISTRY, point)) and not kinds and not self.around.said(point)


def _currency(said: Said) -> Facts:
    return texts(said, CG.currency, *_CURRENCIES)


def _outcome(
    node: str, via: str, generation: str, said: Said, table: dict[str, str], facts: Facts
) -> Found:
    found, notes = figures(node, said, table)
    yield from notes
    if found:
        yield Outcome(node, via, generation, found, facts)
