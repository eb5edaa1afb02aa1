"""Detailed and intermediate work activities: what tasks of many occupations have in common."""

from __future__ import annotations

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, PROV, SKOS
from loaders.onet.expressions import a, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.table import CODE, ELEMENT, ELEMENT_PATTERN, Table, Writing, by_name, scheme
from loaders.onet.tables.tasks import TASK_ID

INTERMEDIATE, DETAILED = "IWA Reference", "DWA Reference"


def _intermediate(writing: Writing) -> list[pl.Expr]:
    kind = CG.IntermediateWorkActivity
    return _activity(writing, kind, "IWA", writing.element())


def _detailed(writing: Writing) -> list[pl.Expr]:
    return _activity(writing, CG.DetailedWorkActivity, "DWA", writing.iri("iwa", "IWA ID"))


def _activity(writing: Writing, kind: str, name: str, above: pl.Expr) -> list[pl.Expr]:
    activity = writing.iri(name.lower(), f"{name} ID")
    return [
        *a(activity, kind, SKOS.Concept),
        triple(activity, SKOS.notation, text(f"{name} ID", None)),
        triple(activity, SKOS.prefLabel, text(f"{name} Title")),
        triple(activity, SKOS.broader, term(above)),
        triple(activity, SKOS.inScheme, pl.lit(iri(scheme(writing, "content-model")))),
        triple(activity, PROV.wasDerivedFrom, writing.origin),
    ]


def _of_tasks(writing: Writing) -> list[pl.Expr]:
    task, activity = writing.iri("task", "Task ID"), writing.iri("dwa", "DWA ID")
    return [triple(task, CG.detailedWorkActivity, term(activity))]


TABLES = by_name(
    Table(
        INTERMEDIATE,
        (Column("IWA ID", ELEMENT_PATTERN), ELEMENT, Column("IWA Title")),
        key=("IWA ID",),
        lines=_intermediate,
    ),
    Table(
        DETAILED,
        (
            Column("DWA ID", ELEMENT_PATTERN),
            Column("IWA ID", ELEMENT_PATTERN, refers_to=INTERMEDIATE),
            Column("DWA Title"),
        ),
        key=("DWA ID",),
        lines=_detailed,
        not_loaded=frozenset({"Element ID"}),
    ),
    Table(
        "Tasks to DWAs",
        (CODE, TASK_ID, Column("DWA ID", ELEMENT_PATTERN, refers_to=DETAILED)),
        key=("Task ID", "DWA ID"),
        lines=_of_tasks,
        not_loaded=frozenset({"Date", "Domain Source"}),
    ),
)
