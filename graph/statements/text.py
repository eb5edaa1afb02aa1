"""N-Triples text: blocks of lines, and the terms in them.

Only text that credgraph wrote is read here: one statement a line, one space between terms, as
`graph.triples.line` and the engine write it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

BLOCK = 8 << 20
"""Bytes of text that are read at a time: about 50,000 statements. Larger blocks take a quarter more
time a statement, since their memory is asked for anew each time."""


def blocks(path: Path, start: int = 0) -> Iterator[bytes]:
    """The text of a file from byte `start`, in blocks of whole lines."""
    with path.open("rb") as file:
        while True:
            file.seek(start + BLOCK)
            file.readline()
            end = file.tell()
            file.seek(start)
            if not (block := file.read(end - start)):
                return
            yield block
            start = end


def lines(block: bytes) -> pl.Series:
    """The lines of a block, without their ends."""
    schema = {"line": pl.String}
    read = pl.read_csv(block, has_header=False, separator="\x01", quote_char=None, schema=schema)
    return read["line"]


def terms(block: bytes) -> pl.DataFrame:
    """Of each line its `subject`, `predicate` and `object`, as they are written. Lines without
    three are left to the engine, which refuses them."""
    names = ["subject", "predicate", "object"]
    split = pl.col("line").str.splitn(" ", 3).struct.rename_fields(names).alias("terms")
    return (
        lines(block)
        .to_frame()
        .select(split)
        .unnest("terms")
        .with_columns(pl.col("object").str.head(-2))
        .drop_nulls()
    )


def without(block: bytes, lines_out: pl.Series) -> bytes:
    """A block without some of its lines, given by their numbers from 0, in order."""
    sizes = lines(block).str.len_bytes() + 1
    ends, view = sizes.cum_sum(), memoryview(block)
    pieces, start = [], 0
    for end, size in zip(ends.gather(lines_out), sizes.gather(lines_out), strict=True):
        pieces.append(view[start : end - size])
        start = end
    return b"".join([*pieces, view[start:]])


def _with(series: pl.Series, places: pl.Series, values: pl.Series) -> pl.Series:
    """A series with other values at some places. (`scatter` alone would change the series.)"""
    return series.clone().scatter(places, values)


def bare(term: pl.Expr) -> pl.Expr:
    """``<http://…>`` without its brackets."""
    return term.str.strip_prefix("<").str.strip_suffix(">")


def local_name(iri: pl.Expr) -> pl.Expr:
    """What stands last in an IRI: ``https://purl.org/ctdl/terms/name`` → ``name``."""
    return iri.str.extract(r"([^/#]*)$")


def is_iri(term: pl.Expr) -> pl.Expr:
    """Whether a term is an IRI."""
    return term.str.starts_with("<")


def is_text(term: pl.Expr) -> pl.Expr:
    """Whether a term is a string, with or without a language."""
    return term.str.starts_with('"') & ~term.str.ends_with(">")


def language(term: pl.Expr) -> pl.Expr:
    """The language tag of a literal, or null."""
    return term.str.extract(r'"@([A-Za-z0-9-]+)$')


def value(term: pl.Expr) -> pl.Expr:
    """An IRI without brackets; the lexical form of a literal."""
    lexical = term.str.extract(r'(?s)^"(.*)"').map_batches(_unescaped, return_dtype=pl.String)
    # What is neither, a blank node, stays as it is.
    return pl.when(is_iri(term)).then(bare(term)).otherwise(pl.coalesce(lexical, term))


def _unescaped(texts: pl.Series) -> pl.Series:
    """With N-Triples' escapes resolved, in the few texts that have any."""
    escaped = texts.str.contains("\\", literal=True).fill_null(value=False)
    places = escaped.arg_true()
    return _with(
        texts, places, pl.Series([_resolved(t) for t in texts.gather(places)], dtype=pl.String)
    )


def _resolved(text: str) -> str:
    """N-Triples' escapes are among Python's."""
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


def line(subject: str, predicate: str | pl.Expr, term: str | pl.Expr) -> pl.Expr:
    """N-Triples `line`s, from a column of IRIs, a property or a column of them, and terms."""
    said = pl.lit(predicate) if isinstance(predicate, str) else predicate
    return pl.format("<{}> <{}> {} .\n", subject, said, term).alias("line")
