"""The surveys behind the ratings: who answered, and which question asked for what."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import a, integer, month, number, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.table import (
    CODE,
    DATE,
    DECIMAL,
    DIGEST,
    ELEMENT,
    SCALE,
    SOC,
    Table,
    Writing,
    by_name,
    occupation,
    with_digest,
)


def _figures(writing: Writing) -> list[pl.Expr]:
    figure = writing.iri("survey-figure", SOC, DIGEST)
    return [
        *a(figure, CG.SurveyFigure),
        triple(figure, CG.surveyedOccupation, term(occupation())),
        triple(figure, CG.surveyItem, text("Item")),
        triple(figure, CG.surveyResponse, text("Response")),
        triple(figure, CG.sampleSize, integer("N")),
        triple(figure, CG.percentage, number("Percent")),
        triple(figure, CG.date, month("Date")),
    ]


def _questions(writing: Writing) -> list[pl.Expr]:
    question = writing.iri("survey-question", "Element ID", "Scale ID")
    return [
        *a(question, CG.SurveyQuestion),
        triple(question, CG.element, term(writing.element())),
        triple(question, CG.scale, term(writing.iri("scale", "Scale ID"))),
        triple(question, SKOS.notation, text("Survey Item Number", None)),
    ]


TABLES = by_name(
    Table(
        "Occupation Level Metadata",
        (
            CODE,
            Column("Item"),
            Column("Response", required=False),
            Column("N", "[0-9]+", required=False),
            Column("Percent", DECIMAL, required=False),
            DATE,
        ),
        key=(SOC, "Item", "Response"),
        lines=_figures,
        prepare=with_digest("Item", "Response"),
    ),
    Table(
        "Survey Booklet Locations",
        (ELEMENT, Column("Survey Item Number"), SCALE),
        key=("Element ID", "Survey Item Number", "Scale ID"),
        lines=_questions,
    ),
)
