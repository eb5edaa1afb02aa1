"""The tables of a text release that are loaded: their columns, keys, and what each row says.

Columns as in O*NET's data dictionary; the graph's shape is in docs/vocabulary.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from graph.iris import ONETONLINE, Names
from graph.triples import iri
from graph.vocabulary import CG, DCT, PROV, SKOS
from loaders.onet.expressions import (
    a,
    flag,
    integer,
    month,
    number,
    term,
    text,
    triple,
    under,
)  # fmt: skip
from loaders.onet.frame import Column
from loaders.onet.ratings import RATING_COLUMNS, RATING_KEY, rating_lines

SOC = "O*NET-SOC Code"
CODE = Column(SOC, r"\d\d-\d{4}\.\d\d")
ELEMENT = Column("Element ID", r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*")
DATE = Column("Date", r"(0[1-9]|1[0-2])/\d{4}", required=False)
SOURCE = Column("Domain Source", required=False)
YES_NO = r"[YN]"


@dataclass(frozen=True)
class Writing:
    """What rows are written with: our names, and the name of the source."""

    names: Names
    source: str

    @property
    def origin(self) -> pl.Expr:
        """The source's IRI as a term."""
        return pl.lit(iri(self.names.of("source", self.source)))

    def base(self, *path: str) -> str:
        """The start of IRIs that end with a cell."""
        return self.names.of(*path) + "/"


@dataclass(frozen=True)
class Table:
    """A table: `columns` that it must have, its unique `key`, the `lines` that each row makes,
    and the columns that must name an occupation of Occupation Data."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    lines: Callable[[pl.DataFrame, Writing], list[pl.Expr]]
    occupations: tuple[str, ...] = (SOC,)


def occupation(column: str = SOC) -> pl.Expr:
    """The IRI of an occupation by its code."""
    return under(ONETONLINE, column)


def _occupations(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    group = pl.concat_str(pl.lit(writing.base("soc")), pl.col(SOC).str.slice(0, 7))
    scheme = iri(writing.names.of("onet", "scheme", "occupations"))
    return [
        *a(occupation(), CG.Occupation, SKOS.Concept),
        triple(occupation(), SKOS.notation, text(SOC, None)),
        triple(occupation(), SKOS.prefLabel, text("Title")),
        triple(occupation(), DCT.description, text("Description")),
        triple(occupation(), SKOS.inScheme, pl.lit(scheme)),
        triple(occupation(), SKOS.broader, term(group)),
        triple(occupation(), PROV.wasDerivedFrom, writing.origin),
    ]


def _elements(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    element = under(writing.base("onet", "element"), "Element ID")
    parent = pl.col("Element ID").str.extract(r"^(.+)\.[^.]+$")
    return [
        *a(element, CG.Element, SKOS.Concept),
        triple(element, SKOS.notation, text("Element ID", None)),
        triple(element, SKOS.prefLabel, text("Element Name")),
        triple(element, DCT.description, text("Description")),
        triple(element, SKOS.broader,
               term(pl.concat_str(pl.lit(writing.base("onet", "element")), parent))),
        triple(element, PROV.wasDerivedFrom, writing.origin),
    ]  # fmt: skip


def _scales(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    scale = under(writing.base("onet", "scale"), "Scale ID")
    return [
        *a(scale, CG.Scale),
        triple(scale, SKOS.notation, text("Scale ID", None)),
        triple(scale, SKOS.prefLabel, text("Scale Name")),
        triple(scale, CG.minimum, number("Minimum")),
        triple(scale, CG.maximum, number("Maximum")),
    ]


def _zones(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    zone = under(writing.base("onet", "job-zone"), "Job Zone")
    return [
        *a(zone, CG.JobZone, SKOS.Concept),
        triple(zone, SKOS.notation, text("Job Zone", None)),
        triple(zone, SKOS.prefLabel, text("Name")),
        triple(zone, CG.experience, text("Experience")),
        triple(zone, CG.education, text("Education")),
        triple(zone, CG.jobTraining, text("Job Training")),
        triple(zone, CG.examples, text("Examples")),
        triple(zone, CG.svpRange, text("SVP Range", None)),
    ]


def _zone_of(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    zone = under(writing.base("onet", "job-zone"), "Job Zone")
    return [triple(occupation(), CG.jobZone, term(zone))]


def _related(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    other = occupation("Related O*NET-SOC Code")
    node = under(writing.base("onet", "related"), SOC, "Related O*NET-SOC Code")
    return [
        triple(occupation(), SKOS.related, term(other)),
        *a(node, CG.RelatedOccupation),
        triple(node, CG.relatedFrom, term(occupation())),
        triple(node, CG.relatedTo, term(other)),
        triple(node, CG.tier, text("Relatedness Tier", None)),
        triple(node, CG["rank"], integer("Index")),
    ]


def _titles(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    return [
        triple(occupation(), SKOS.altLabel, text("Alternate Title")),
        triple(occupation(), SKOS.altLabel, text("Short Title")),
    ]


def _tasks(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    task = under(writing.base("onet", "task"), "Task ID")
    return [
        triple(occupation(), CG.task, term(task)),
        *a(task, CG.Task),
        triple(task, SKOS.notation, text("Task ID", None)),
        triple(task, SKOS.prefLabel, text("Task")),
        triple(task, CG.statement, text("Task")),
        triple(task, CG.taskType, text("Task Type", None)),
        triple(task, CG.incumbentsResponding, integer("Incumbents Responding")),
        triple(task, CG.date, month("Date")),
    ]


def _technology(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    keys = {e: hashlib.sha256(e.encode()).hexdigest()[:8] for e in rows["Example"].unique()}
    hashed = pl.col("Example").replace_strict(keys, return_dtype=pl.String, default=None)
    node = pl.concat_str(
        pl.lit(writing.base("onet", "technology")), pl.col(SOC), pl.lit("/"), hashed
    )
    commodity = under(writing.base("onet", "unspsc"), "Commodity Code")
    return [
        *a(node, CG.TechnologySkill),
        triple(node, CG.ratedOccupation, term(occupation())),
        triple(node, SKOS.prefLabel, text("Example")),
        triple(node, CG.commodity, term(commodity)),
        triple(node, CG.hotTechnology, flag("Hot Technology")),
        triple(node, CG.inDemand, flag("In Demand")),
        *a(commodity, SKOS.Concept),
        triple(commodity, SKOS.notation, text("Commodity Code", None)),
        triple(commodity, SKOS.prefLabel, text("Commodity Title")),
    ]


def _ratings(kind: str) -> Table:
    def lines(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
        node = under(writing.base("onet", "rating"), SOC, "Element ID")
        element = under(writing.base("onet", "element"), "Element ID")
        return rating_lines(node, occupation(), element, CG[kind])

    return Table((CODE, ELEMENT, *RATING_COLUMNS), (SOC, *RATING_KEY), lines)


DECIMAL = r"-?\d+(\.\d+)?"
TABLES: dict[str, Table] = {
    "Occupation Data": Table((CODE, Column("Title"), Column("Description")), (SOC,), _occupations, ()),
    "Content Model Reference": Table(
        (ELEMENT, Column("Element Name"), Column("Description", required=False)),
        ("Element ID",), _elements, ()),
    "Scales Reference": Table(
        (Column("Scale ID", r"[A-Z]+"), Column("Scale Name"), Column("Minimum", DECIMAL),
         Column("Maximum", DECIMAL)), ("Scale ID",), _scales, ()),
    "Job Zone Reference": Table(
        (Column("Job Zone", r"\d"), Column("Name"),
         *(Column(n, required=False) for n in ("Experience", "Education", "Job Training", "Examples",
                                               "SVP Range"))), ("Job Zone",), _zones, ()),
    "Skills": _ratings("SkillRating"),
    "Knowledge": _ratings("KnowledgeRating"),
    "Abilities": _ratings("AbilityRating"),
    "Job Zones": Table((CODE, Column("Job Zone", r"\d")), (SOC,), _zone_of),
    "Related Occupations": Table(
        (CODE, Column("Related O*NET-SOC Code", CODE.pattern), Column("Relatedness Tier"),
         Column("Index", r"\d+")), (SOC, "Related O*NET-SOC Code"), _related,
        (SOC, "Related O*NET-SOC Code")),
    "Alternate Titles": Table(
        (CODE, Column("Alternate Title"), Column("Short Title", required=False)),
        (SOC, "Alternate Title"), _titles),
    "Task Statements": Table(
        (CODE, Column("Task ID", r"\d+"), Column("Task"), Column("Task Type", required=False),
         Column("Incumbents Responding", r"\d+", required=False), DATE), ("Task ID",), _tasks),
    "Technology Skills": Table(
        (CODE, Column("Example"), Column("Commodity Code", r"\d{8}"), Column("Commodity Title"),
         Column("Hot Technology", YES_NO, required=False), Column("In Demand", YES_NO, required=False)),
        (SOC, "Example"), _technology),
}  # fmt: skip
"""The tables by the stem of their file, in the order in which they are read."""
