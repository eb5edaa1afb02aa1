"""A whole result as Parquet, made by columns: the engine writes terms, polars reads them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import IO

import polars as pl

from graph.stores.guard import inspect
from graph.stores.media import N_TRIPLES, TSV
from graph.vocabulary import XSD
from webapp.asking import ask
from webapp.console.files import about, empty
from webapp.console.results import NUMBERS

_INTEGER = r"^[+-]?[0-9]+$"
_FINITE = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_TRIPLE = r"^(?<subject>\S+) (?<predicate>\S+) (?<object>.*) \.$"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CHARACTERS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_COUNT = "?"
"""No variable has this name."""
_NOT_WHOLE = (XSD.decimal, XSD.double, XSD.float)


def parquet(sparql: str) -> IO[bytes]:
    """A result as Parquet: whole numbers, numbers and texts by column; IRIs are texts.

    Errors: `QueryError`.
    """
    with tempfile.TemporaryDirectory() as folder:
        terms, file = Path(folder, "terms"), Path(folder, "rows.parquet")
        frame = _read(sparql, terms)
        names = frame.collect_schema().names()
        found = frame.select(pl.len().alias(_COUNT), *map(_kind, names)).collect(engine="streaming")
        kinds = found.row(0, named=True)
        if not kinds[_COUNT]:
            raise empty()
        columns = frame.select(_column(name, kinds[name]) for name in names)
        columns.sink_parquet(file, metadata=about(sparql))
        return file.open("rb")  # stays readable after its name is gone


def _read(sparql: str, file: Path) -> pl.LazyFrame:
    """The result in a file, read as terms of RDF by column; null where a cell is unbound."""
    is_table = inspect(sparql).form == "SELECT"
    with (
        ask(sparql, TSV if is_table else N_TRIPLES, is_free=True) as answer,
        file.open("wb") as out,
    ):
        out.writelines(answer.chunks())
    if not is_table:
        triples = pl.scan_lines(file, name="triple")
        return triples.select(pl.col("triple").str.extract_groups(_TRIPLE)).unnest("triple")
    with file.open("rb") as lines:
        if not lines.readline().strip():  # a table of no columns
            raise empty()
    frame = pl.scan_csv(file, separator="\t", quote_char=None, infer_schema=False)
    return frame.rename(lambda name: name.removeprefix("?"))


def _body(name: str) -> pl.Expr:
    """The text of a literal, its escapes as they are; null for other terms."""
    return pl.col(name).str.extract(r'^"((?:[^"\\]|\\.)*)"', 1)


def _number(name: str) -> pl.Expr:
    """A numeric literal as it was written; null for all else, as for NaN."""
    datatype = pl.col(name).str.extract(r'"\^\^<([^>]*)>$', 1)
    written = pl.when(datatype.is_in(list(NUMBERS))).then(_body(name)).otherwise(pl.col(name))
    return pl.when(written.str.contains(_FINITE)).then(written)


def _integer(name: str) -> pl.Expr:
    """A whole number of 64 bits; null for all else."""
    datatype = pl.col(name).str.extract(r'"\^\^<([^>]*)>$', 1)
    number = _number(name)
    is_whole = number.str.contains(_INTEGER) & ~datatype.is_in(list(_NOT_WHOLE)).fill_null(False)
    return pl.when(is_whole).then(number.cast(pl.Int64(), strict=False))


def _kind(name: str) -> pl.Expr:
    """What holds every value of a column: integer, number or text."""
    filled = pl.col(name).count()
    is_some = filled > 0
    return (
        pl.when(is_some & (_integer(name).count() == filled))
        .then(pl.lit("integer"))
        .when(is_some & (_number(name).count() == filled))
        .then(pl.lit("number"))
        .otherwise(pl.lit("text"))
        .alias(name)
    )


def _column(name: str, kind: str) -> pl.Expr:
    if kind == "integer":
        return _integer(name)
    if kind == "number":
        return _number(name).cast(pl.Float64()).alias(name)
    term = pl.col(name)
    is_iri = term.str.starts_with("<") & ~term.str.starts_with("<<")
    return (
        pl.when(is_iri)
        .then(term.str.slice(1, term.str.len_chars() - 2))
        .when(term.str.starts_with('"'))
        .then(_body(name).map_batches(_unescaped, pl.String(), is_elementwise=True))
        .otherwise(term)
        .alias(name)
    )


def _unescaped(texts: pl.Series) -> pl.Series:
    """Texts without the escapes of TSV and N-Triples, which few have."""
    has = texts.str.contains("\\", literal=True).fill_null(False)
    if not has.any():
        return texts
    plain = [_ESCAPE.sub(_character, text) for text in texts.filter(has)]
    return texts.scatter(has.arg_true(), plain)


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CHARACTERS.get(escape[3], escape[3])
