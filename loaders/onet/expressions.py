"""Polars expressions that write N-Triples: a column of terms in, a column of lines out.

A line whose subject or term is null is null, so a missing cell says nothing.
"""

from __future__ import annotations

import polars as pl

from graph.triples import iri
from graph.vocabulary import RDF_TYPE, XSD


def under(base: str, *columns: str) -> pl.Expr:
    """IRIs: ``base`` and the columns, with slashes between them."""
    return pl.concat_str(pl.lit(base), pl.concat_str(*map(pl.col, columns), separator="/"))


def term(iris: pl.Expr) -> pl.Expr:
    """IRIs as terms."""
    return pl.concat_str(pl.lit("<"), iris, pl.lit(">"))


def text(column: str, language: str | None = "en") -> pl.Expr:
    """Cells as literals; English unless told."""
    escaped = (
        pl.col(column)
        .str.replace_all("\\", "\\\\", literal=True)
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


def integer(column: str) -> pl.Expr:
    """Cells as xsd:integer."""
    return typed(pl.col(column), XSD.integer)


def flag(column: str) -> pl.Expr:
    """``Y`` and ``N`` as xsd:boolean; a null stays unknown."""
    known = pl.when(pl.col(column) == "Y").then(pl.lit("true"))
    return typed(known.when(pl.col(column) == "N").then(pl.lit("false")), XSD.boolean)


def month(column: str) -> pl.Expr:
    """``08/2023`` as xsd:gYearMonth."""
    parts = pl.col(column).str.split("/")
    return typed(pl.concat_str(parts.list.get(1), pl.lit("-"), parts.list.get(0)), XSD.gYearMonth)


def triple(subject: pl.Expr, predicate: str, object_: pl.Expr) -> pl.Expr:
    """Lines of N-Triples."""
    return pl.concat_str(pl.lit("<"), subject, pl.lit(f"> <{predicate}> "), object_, pl.lit(" .\n"))


def a(subject: pl.Expr, *classes: str) -> list[pl.Expr]:
    """Lines that give every subject its classes."""
    return [triple(subject, RDF_TYPE, pl.lit(iri(name))) for name in classes]


def lines(rows: pl.DataFrame, wanted: list[pl.Expr]) -> tuple[bytes, int]:
    """The lines of all rows as one block, and how many they are."""
    if rows.is_empty():
        return b"", 0
    found = rows.select(e.alias(str(n)) for n, e in enumerate(wanted))
    columns = [column.drop_nulls().unique(maintain_order=True) for column in found]
    return "".join(t for c in columns for t in c.to_list()).encode(), sum(map(len, columns))
