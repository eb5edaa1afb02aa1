"""What a table of a text release is to the loader, and the columns that many tables share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from graph.iris import ONETONLINE, Names
from graph.triples import iri, literal
from graph.vocabulary import RDF_TYPE, SKOS
from loaders.onet.expressions import triple, under
from loaders.onet.frame import Column

OCCUPATIONS, ELEMENTS = "Occupation Data", "Content Model Reference"
DECIMAL = r"-?[0-9]+(\.[0-9]+)?"
YES_NO = "[YN]"
CODE_PATTERN = r"[0-9]{2}-[0-9]{4}\.[0-9]{2}"
ELEMENT_PATTERN = r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*"

SOC = "O*NET-SOC Code"
CODE = Column(SOC, CODE_PATTERN, refers_to=OCCUPATIONS)
ELEMENT = Column("Element ID", ELEMENT_PATTERN, refers_to=ELEMENTS)
SCALE = Column("Scale ID", "[A-Z]+", refers_to="Scales Reference")
CATEGORY = Column("Category", "[0-9]+")
DATE = Column("Date", r"(0[1-9]|1[0-2])/[0-9]{4}", required=False)
SOURCE = Column("Domain Source", required=False)

DIGEST = "Digest"
"""The column that `with_digest` adds."""

RANK_SCALES = ("DR", "DS", "IH", "VH")
"""The scales that rank; 0 on them means that there is no rank."""

REPEATED = frozenset(
    {"Title", "Element Name", "Scale Name", "Task", "DWA Title", "IWA Title"}
    | {f"{kind} Element Name" for kind in ("GWA", "IWA", "DWA")}
)
"""Columns that repeat a name from a reference table; they are not read, and not reported."""


@dataclass(frozen=True)
class Writing:
    """What rows are written with: our names, the name of the source, and the rows loaded so far of
    the tables with a key of one column, or that are `kept`."""

    names: Names
    source: str
    known: dict[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def origin(self) -> pl.Expr:
        """The source's IRI as a term."""
        return pl.lit(iri(self.names.of("source", self.source)))

    def base(self, *path: str) -> str:
        """The start of IRIs that end with a cell."""
        return self.names.of(*path) + "/"

    def iri(self, kind: str, *parts: str | pl.Expr) -> pl.Expr:
        """IRIs of things in O*NET: ``<base>onet/<kind>/`` and the parts (see `under`)."""
        return under(self.base("onet", kind), *parts)

    def element(self, column: str = "Element ID") -> pl.Expr:
        """IRIs of elements of the Content Model."""
        return self.iri("element", column)


@dataclass(frozen=True)
class Rule:
    """Rows that can't be used: those for which `applies` is true, with the reason and the column
    whose cell shows it."""

    column: str
    applies: pl.Expr
    code: str
    reason: str


Lines = Callable[[Writing], list[pl.Expr]]
Prepare = Callable[[pl.DataFrame], pl.DataFrame]
Renamed = Callable[[pl.DataFrame, Mapping[str, pl.DataFrame]], pl.DataFrame]
Further = Callable[[pl.DataFrame, Writing], Iterator[tuple[pl.DataFrame, list[pl.Expr]]]]


def as_it_is(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, unchanged."""
    return rows


def under_the_same_names(rows: pl.DataFrame, known: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The rows, unchanged, whatever is known."""
    return rows


@dataclass(frozen=True)
class Table:
    """A table of a release, or a crosswalk.

    `name` is the stem of its file, or what reports call it; `key` identifies a row; `lines` says
    what a row becomes. Rows under a `rejected` rule can't be used; those under `left_out` rightly
    say nothing. `derived` adds columns that are checked like the others (`derived_columns`).
    `renamed` gives what has an old name the one that the tables read before know it by.
    `prepare` brings good rows into the shape that `lines` needs; `further` says what takes rows of
    another shape. Of several files with a table the first is read, or where it may be in `many`
    all, of the newest edition (`edition` tells it by a file's name). Columns in `not_loaded` are
    known and passed over; docs/onet.md says why. The rows of a table that is
    `kept` are known to the tables after it, though its key is more than a column.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    lines: Lines
    rejected: tuple[Rule, ...] = ()
    left_out: Rule | None = None
    derived: Prepare = as_it_is
    derived_columns: tuple[Column, ...] = ()
    renamed: Renamed = under_the_same_names
    prepare: Prepare = as_it_is
    further: Further | None = None
    many: bool = False
    edition: Callable[[str], str] | None = None
    not_loaded: frozenset[str] = frozenset()
    kept: bool = False


def by_name(*tables: Table) -> Mapping[str, Table]:
    """The tables by their names, in this order."""
    return {table.name: table for table in tables}


def with_digest(*columns: str) -> Prepare:
    """Adds `DIGEST`: 16 hex digits for the cells of `columns`, for rows that have no identifier of
    their own. SHA-256, worked out once for each distinct value; a null counts as a value.
    """
    cells = pl.concat_str(*(pl.col(c).fill_null("") for c in columns), separator="\x1f")

    def prepare(rows: pl.DataFrame) -> pl.DataFrame:
        distinct = rows.select(cells.unique()).to_series().to_list()
        found = [hashlib.sha256(cell.encode()).hexdigest()[:16] for cell in distinct]
        digest = cells.replace_strict(distinct, found, return_dtype=pl.String)
        return rows.with_columns(digest.alias(DIGEST))

    return prepare


def occupation(column: str = SOC) -> pl.Expr:
    """The IRI of an occupation by its code."""
    return under(ONETONLINE, column)


def scheme(writing: Writing, name: str) -> str:
    """The IRI of one of the release's concept schemes."""
    return writing.names.of("onet", "scheme", name)


def declared(scheme_iri: str, title: str) -> list[pl.Expr]:
    """Lines that say what a concept scheme is."""
    return [
        triple(pl.lit(scheme_iri), RDF_TYPE, pl.lit(iri(SKOS.ConceptScheme))),
        triple(pl.lit(scheme_iri), SKOS.prefLabel, pl.lit(literal(title, language="en"))),
    ]
