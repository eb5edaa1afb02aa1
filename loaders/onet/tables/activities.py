"""Detailed and intermediate work activities: what tasks of many occupations have in common."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, PROV, SKOS
from loaders.onet.expressions import a, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.table import (
    CODE,
    ELEMENT,
    ELEMENT_PATTERN,
    ELEMENTS,
    Table,
    Writing,
    by_name,
    scheme,
)
from loaders.onet.tables.tasks import TASK_ID

INTERMEDIATE, DETAILED = "IWA Reference", "DWA Reference"
FROM_30_3 = {INTERMEDIATE: "GWAs to IWAs", DETAILED: "GWAs to IWAs to DWAs"}
"""The tables that took the place of these; their ids are elements of the Content Model too."""


def _intermediate(writing: Writing) -> list[pl.Expr]:
    kind = CG.IntermediateWorkActivity
    return _activity(writing, kind, "IWA", writing.element())


def _detailed(writing: Writing) -> list[pl.Expr]:
    return _activity(writing, CG.DetailedWorkActivity, "DWA", writing.iri("iwa", "IWA ID"))


def _activity(writing: Writing, kind: str, name: str, above: pl.Expr) -> list[pl.Expr]:
    """What an activity is, unless the Content Model has told it."""
    told = writing.known.get(ELEMENTS, pl.DataFrame({"": []}, {"": pl.String})).to_series()
    activity = writing.iri(name.lower(), f"{name} ID")
    untold = pl.when(~pl.col(f"{name} ID").is_in(told.implode())).then(activity)
    return [
        *a(untold, kind, SKOS.Concept),
        triple(untold, SKOS.notation, text(f"{name} ID", None)),
        triple(untold, SKOS.prefLabel, text(f"{name} Title")),
        triple(untold, SKOS.broader, term(above)),
        triple(untold, SKOS.inScheme, pl.lit(iri(scheme(writing, "content-model")))),
        triple(untold, PROV.wasDerivedFrom, writing.origin),
    ]


def _of_tasks(writing: Writing) -> list[pl.Expr]:
    task, activity = writing.iri("task", "Task ID"), writing.iri("dwa", "DWA ID")
    return [triple(task, CG.detailedWorkActivity, term(activity))]


def _id(name: str, refers_to: str | None = None) -> Column:
    newer = FROM_30_3.get(refers_to or "")
    return Column(
        f"{name} ID",
        ELEMENT_PATTERN,
        refers_to=refers_to,
        or_to=(newer,) if newer else (),
        also=(f"{name} Element ID",),
    )


def _title(name: str) -> Column:
    return Column(f"{name} Title", also=(f"{name} Element Name",))


def _intermediate_table(name: str) -> Table:
    generalized = replace(ELEMENT, also=("GWA Element ID",))
    columns = (_id("IWA"), generalized, _title("IWA"))
    return Table(name, columns, key=("IWA ID",), lines=_intermediate)


def _detailed_table(name: str) -> Table:
    passed_over = frozenset({"Element ID", "GWA Element ID"})
    columns = (_id("DWA"), _id("IWA", INTERMEDIATE), _title("DWA"))
    return Table(name, columns, key=("DWA ID",), lines=_detailed, not_loaded=passed_over)


TABLES = by_name(
    _intermediate_table(INTERMEDIATE),
    _intermediate_table(FROM_30_3[INTERMEDIATE]),
    _detailed_table(DETAILED),
    _detailed_table(FROM_30_3[DETAILED]),
    Table(
        "Tasks to DWAs",
        (CODE, TASK_ID, _id("DWA", DETAILED)),
        key=("Task ID", "DWA ID"),
        lines=_of_tasks,
        not_loaded=frozenset({"Date", "Domain Source"}),
    ),
)
