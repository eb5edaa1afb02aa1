"""What outcomes are made of, taken from all statements of a build into a small store of its own.

Figures are scattered over records that refer to each other, so they are read by walking from node
to node. The statements that such walks meet are a small share of a whole graph.
"""

from __future__ import annotations

import polars as pl
import pyoxigraph as ox

from graph.statements import Statements, text
from graph.views import measures, surroundings
from graph.vocabulary import CEASN, CETERMS, DCT, QDATA, SCHEMA, SKOS

_WALKED = (
    *surroundings.PROFILES,
    *measures.DATA_PROFILE,
    CETERMS.jobsObtained,
    QDATA.atPoint,
    QDATA.dataAttributes,
    QDATA.dataSetTemporalCoverage,
    QDATA.dataSetTimePeriod,
    QDATA.hasObservation,
    QDATA.isObservationOf,
    QDATA.metricType,
    QDATA.relevantDataSet,
    QDATA.relevantDataSetFor,
)
"""Properties that lead to figures: all their statements are taken."""
_SAID = (
    *measures.STATISTICS,
    CEASN.comment,
    CEASN.publisher,
    CETERMS.currency,
    CETERMS.dateEffective,
    CETERMS.demographicInformation,
    CETERMS.description,
    CETERMS.endDate,
    CETERMS.name,
    CETERMS.postReceiptMonths,
    CETERMS.publisher,
    CETERMS.source,
    CETERMS.startDate,
    CETERMS.targetNode,
    DCT.publisher,
    QDATA.dataProvider,
    QDATA.endDate,
    QDATA.startDate,
    QDATA.timeInterval,
    SCHEMA.about,
    SCHEMA.currency,
    SCHEMA.description,
    SKOS.prefLabel,
)
"""Properties of the nodes that those statements are about, or lead to."""
_KINDS = (
    *surroundings.PROFILES.values(),
    *surroundings.SUBJECTS,
    QDATA.DataSetTimeFrame,
)
_PART = 200_000
"""Statements that are loaded at once."""
READS = frozenset((*_WALKED, *_SAID, *_KINDS))
"""The properties and classes whose statements are taken."""


def gathered(statements: Statements) -> ox.Store:
    """A store in memory of all statements that outcomes need."""
    store = ox.Store()
    walked = statements.of(*_WALKED)
    _load(store, walked)
    nodes = pl.concat([walked["subject"], _targets(walked)]).unique()
    said = statements.of(*_SAID, about=nodes)
    _load(store, said)
    known = pl.concat([nodes, _targets(said)]).unique()
    for kind in _KINDS:
        _load(store, statements.instances(kind, about=known))
    return store


def _load(store: ox.Store, found: pl.DataFrame) -> None:
    for part in found.iter_slices(_PART):
        lines = part.select(text.line("subject", pl.col("predicate"), "object"))["line"]
        store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)


def _targets(statements: pl.DataFrame) -> pl.Series:
    term = pl.col("object")
    return statements.filter(text.is_iri(term)).select(text.bare(term))["object"]
