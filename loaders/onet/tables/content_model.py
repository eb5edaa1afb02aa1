"""The Content Model's elements, the scales they are rated on, and what points of a scale mean."""

from __future__ import annotations

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, DCT, PROV, SCHEMA, SKOS
from loaders.onet.checks import SCALES
from loaders.onet.expressions import a, integer, number, term, text, triple, under
from loaders.onet.frame import Column
from loaders.onet.table import (
    CATEGORY,
    DECIMAL,
    ELEMENT,
    ELEMENT_PATTERN,
    ELEMENTS,
    SCALE,
    Table,
    Writing,
    by_name,
    declared,
    scheme,
)

CLASSES = {
    "element": CG.Element,
    "iwa": CG.IntermediateWorkActivity,
    "dwa": CG.DetailedWorkActivity,
}
"""What stands in the Content Model, by the name that its IRIs have."""
INTERMEDIATE_ID = r"^4\.A\.\d+\.[a-z]\.\d+\.[a-z]+$"
DETAILED_ID = INTERMEDIATE_ID.removesuffix("$") + r"\.\d+$"
"""The ids that work activities have from release 30.3, below elements such as ``4.A.1.a.1``."""
DESCRIPTION = Column("Category Description")


def element_or_activity(writing: Writing, element_id: pl.Expr) -> pl.Expr:
    """The IRI of an element; from release 30.3 detailed and intermediate work activities are
    elements too, and keep the names that they have as activities."""
    return under(writing.base("onet"), _kind(element_id), element_id)


def _kind(element_id: pl.Expr) -> pl.Expr:
    intermediate = pl.when(element_id.str.contains(INTERMEDIATE_ID)).then(pl.lit("iwa"))
    detailed = intermediate.when(element_id.str.contains(DETAILED_ID)).then(pl.lit("dwa"))
    return detailed.otherwise(pl.lit("element"))


def _elements(writing: Writing) -> list[pl.Expr]:
    element_id = pl.col("Element ID")
    element = element_or_activity(writing, element_id)
    parent = element_or_activity(writing, element_id.str.extract(r"^(.+)\.[^.]+$"))
    model = scheme(writing, "content-model")
    return [
        *declared(model, "O*NET Content Model"),
        *a(element, SKOS.Concept),
        *(
            line
            for kind, of_kind in CLASSES.items()
            for line in a(pl.when(_kind(element_id) == kind).then(element), of_kind)
        ),
        triple(element, SKOS.notation, text("Element ID", None)),
        triple(element, SKOS.prefLabel, text("Element Name")),
        triple(element, DCT.description, text("Description")),
        triple(element, SKOS.inScheme, pl.lit(iri(model))),
        triple(element, SKOS.broader, term(parent)),
        triple(element, PROV.wasDerivedFrom, writing.origin),
    ]


def _scales(writing: Writing) -> list[pl.Expr]:
    scale = writing.iri("scale", "Scale ID")
    return [
        *a(scale, CG.Scale),
        triple(scale, SKOS.notation, text("Scale ID", None)),
        triple(scale, SKOS.prefLabel, text("Scale Name")),
        triple(scale, CG.minimum, number("Minimum")),
        triple(scale, CG.maximum, number("Maximum")),
    ]


def _anchors(writing: Writing) -> list[pl.Expr]:
    anchor = writing.iri("anchor", "Element ID", "Scale ID", "Anchor Value")
    return [
        *a(anchor, CG.ScaleAnchor),
        triple(anchor, CG.element, term(writing.element())),
        triple(anchor, CG.scale, term(writing.iri("scale", "Scale ID"))),
        triple(anchor, CG.anchorValue, number("Anchor Value")),
        triple(anchor, DCT.description, text("Anchor Description")),
    ]


def _categories(writing: Writing) -> list[pl.Expr]:
    category = writing.iri("category", "Element ID", "Scale ID", "Category")
    return [
        *_category(category, writing),
        triple(category, CG.element, term(writing.element())),
    ]


def _task_categories(writing: Writing) -> list[pl.Expr]:
    return _category(writing.iri("category", "Scale ID", "Category"), writing)


def _category(category: pl.Expr, writing: Writing) -> list[pl.Expr]:
    return [
        *a(category, CG.Category, SKOS.Concept),
        triple(category, CG.scale, term(writing.iri("scale", "Scale ID"))),
        triple(category, SCHEMA.position, integer("Category")),
        triple(category, SKOS.prefLabel, text("Category Description")),
    ]


def _categories_of(name: str) -> Table:
    columns = (ELEMENT, SCALE, CATEGORY, DESCRIPTION)
    return Table(name, columns, key=("Element ID", "Scale ID", "Category"), lines=_categories)


TABLES = by_name(
    Table(
        ELEMENTS,
        (
            Column("Element ID", ELEMENT_PATTERN),
            Column("Element Name"),
            Column("Description", required=False),
        ),
        key=("Element ID",),
        lines=_elements,
    ),
    Table(
        SCALES,
        (
            Column("Scale ID", "[A-Z]+"),
            Column("Scale Name"),
            Column("Minimum", DECIMAL),
            Column("Maximum", DECIMAL),
        ),
        key=("Scale ID",),
        lines=_scales,
    ),
    Table(
        "Level Scale Anchors",
        (ELEMENT, SCALE, Column("Anchor Value", DECIMAL), Column("Anchor Description")),
        key=("Element ID", "Scale ID", "Anchor Value"),
        lines=_anchors,
    ),
    _categories_of("Education, Training, and Experience Categories"),
    _categories_of("Education Categories"),
    _categories_of("Training and Experience Categories"),
    _categories_of("Work Context Categories"),
    Table(
        "Task Categories",
        (SCALE, CATEGORY, DESCRIPTION),
        key=("Scale ID", "Category"),
        lines=_task_categories,
    ),
)
