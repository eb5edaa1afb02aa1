"""Tasks of occupations: statements, ratings, and tasks that are new or have changed."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG, PROV, SKOS
from loaders.onet.expressions import a, integer, month, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.rating import (
    CATEGORY_OF_PERCENTAGE,
    CATEGORY_RULE,
    measure_lines,
    rating_lines,
    share_lines,
    value_columns,
)
from loaders.onet.table import (
    CODE,
    DATE,
    DIGEST,
    SOC,
    SOURCE,
    Table,
    Writing,
    by_name,
    occupation,
    with_digest,
)

STATEMENTS = "Task Statements"
TASK_ID = Column("Task ID", "[0-9]+", refers_to=STATEMENTS)


def _tasks(writing: Writing) -> list[pl.Expr]:
    task = writing.iri("task", "Task ID")
    return [
        triple(occupation(), CG.task, term(task)),
        *a(task, CG.Task),
        triple(task, SKOS.notation, text("Task ID", None)),
        *_said(task, writing),
        triple(task, CG.taskType, text("Task Type", None)),
        triple(task, CG.incumbentsResponding, integer("Incumbents Responding")),
    ]


def _emerging(writing: Writing) -> list[pl.Expr]:
    task = writing.iri("emerging-task", SOC, DIGEST)
    return [
        triple(occupation(), CG.emergingTask, term(task)),
        *a(task, CG.EmergingTask),
        *_said(task, writing),
        triple(task, CG.emergingTaskCategory, text("Category", None)),
        triple(task, PROV.wasRevisionOf, term(writing.iri("task", "Original Task ID"))),
    ]


def _said(task: pl.Expr, writing: Writing) -> list[pl.Expr]:
    return [
        triple(task, SKOS.prefLabel, text("Task")),
        triple(task, CG.statement, text("Task")),
        triple(task, CG.date, month("Date")),
        triple(task, CG.domainSource, text("Domain Source", None)),
        triple(task, PROV.wasDerivedFrom, writing.origin),
    ]


def _ratings(writing: Writing) -> list[pl.Expr]:
    node = writing.iri("task-rating", "Task ID")
    return [
        *rating_lines(node, CG.TaskRating, CG.ratedTask, writing.iri("task", "Task ID")),
        *measure_lines(node, "IM", "RT"),
        *share_lines(writing, node, "Scale ID", "Category"),
    ]


TABLES = by_name(
    Table(
        STATEMENTS,
        (
            CODE,
            Column("Task ID", "[0-9]+"),
            Column("Task"),
            Column("Task Type", required=False),
            Column("Incumbents Responding", "[0-9]+", required=False),
            DATE,
            SOURCE,
        ),
        key=("Task ID",),
        lines=_tasks,
    ),
    Table(
        "Emerging Tasks",
        (
            CODE,
            Column("Task"),
            Column("Category"),
            Column("Original Task ID", "[0-9]+", required=False, refers_to=STATEMENTS),
            DATE,
            SOURCE,
        ),
        key=(SOC, "Task"),
        lines=_emerging,
        prepare=with_digest("Task"),
        not_loaded=frozenset({"Original Task"}),
    ),
    Table(
        "Task Ratings",
        (
            CODE,
            TASK_ID,
            *value_columns("IM", "RT", "FT", absent=("Not Relevant",)),
            CATEGORY_OF_PERCENTAGE,
        ),
        key=("Task ID", "Scale ID", "Category"),
        lines=_ratings,
        rejected=(CATEGORY_RULE,),
    ),
)
