"""Polars expressions that write N-Triples: a column of terms in, a column of lines out.

A line whose subject or term is null is null, so a missing cell says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from graph.triples import iri
from graph.vocabulary import RDF_TYPE, XSD

AT_ONCE = 4
"""How many expressions are worked out side by side: a bound on memory, enough for all cores."""


def under(base: str, *parts: str | pl.Expr) -> pl.Expr:
    """IRIs: ``base`` and the parts (names of columns, or expressions) with slashes between them."""
    return pl.concat_str(pl.lit(base), pl.concat_str(*parts, separator="/"))


def term(iris: pl.Expr) -> pl.Expr:
    """IRIs as terms."""
    return pl.concat_str(pl.lit("<"), iris, pl.lit(">"))


def text(column: str, language: str | None = "en") -> pl.Expr:
    """Cells as literals; English unless told."""
    return literal_of(pl.col(column), language)


def literal_of(texts: pl.Expr, language: str | None = None) -> pl.Expr:
    """Texts as literals. Control characters become spaces."""
    escaped = (
        texts.str.replace_all("\\", "\\\\", literal=True)
        .str.replace_all('"', '\\"', literal=True)
        .str.replace_all(r"[\x00-\x1f\x7f]", " ")
    )
    end = f'"@{language}' if language else '"'
    return pl.concat_str(pl.lit('"'), escaped, pl.lit(end))


def typed(values: pl.Expr, datatype: str) -> pl.Expr:
    """Lexical forms, checked before, as typed literals."""
    return pl.concat_str(pl.lit('"'), values, pl.lit(f'"^^<{datatype}>'))


def number(column: str) -> pl.Expr:
    """Cells as xsd:decimal."""
    return typed(pl.col(column), XSD.decimal)


def whole(column: str) -> pl.Expr:
    """Whole numbers without a point: ``7``, also where a release spells it ``7.00``."""
    return pl.col(column).str.replace(r"\.0*$", "")


def integer(column: str) -> pl.Expr:
    """Cells that are whole numbers as xsd:integer."""
    return typed(whole(column), XSD.integer)


def flag(column: str) -> pl.Expr:
    """``Y`` and ``N`` as xsd:boolean; a null stays unknown."""
    known = pl.when(pl.col(column) == "Y").then(pl.lit("true"))
    return typed(known.when(pl.col(column) == "N").then(pl.lit("false")), XSD.boolean)


def boolean(values: pl.Expr) -> pl.Expr:
    """Truth values as xsd:boolean."""
    return typed(values.cast(pl.String), XSD.boolean)


def year_month(column: str) -> pl.Expr:
    """``08/2023`` → ``2023-08``."""
    cell = pl.col(column).str
    return pl.concat_str(cell.slice(3), pl.lit("-"), cell.slice(0, 2))


def month(column: str) -> pl.Expr:
    """Cells like ``08/2023`` as xsd:gYearMonth."""
    return typed(year_month(column), XSD.gYearMonth)


def triple(subject: pl.Expr, predicate: str, object_: pl.Expr) -> pl.Expr:
    """Lines of N-Triples."""
    return pl.concat_str(pl.lit("<"), subject, pl.lit(f"> <{predicate}> "), object_, pl.lit(" .\n"))


def a(subject: pl.Expr, *classes: str) -> list[pl.Expr]:
    """Lines that give every subject its classes."""
    return [triple(subject, RDF_TYPE, pl.lit(iri(name))) for name in classes]


def blocks(rows: pl.DataFrame, wanted: Sequence[pl.Expr]) -> Iterator[tuple[bytes, int]]:
    """For each expression the lines of all rows, each line once, and how many they are."""
    for start in range(0, len(wanted), AT_ONCE):
        some = enumerate(wanted[start : start + AT_ONCE])
        for column in rows.select(e.alias(str(n)) for n, e in some):
            lines = column.drop_nulls().unique(maintain_order=True)
            yield str(lines.str.join("").item()).encode(), len(lines)
