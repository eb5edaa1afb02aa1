"""N-Triples text as columns: blocks of lines in, frames of terms out.

Only text that credgraph wrote is read here: one statement a line, one space between terms, as
`graph.triples.line` and the engine write it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import polars as pl

from graph.vocabulary import RDF, RDF_TYPE, XSD

BLOCK = 8 << 20
"""Bytes of text that are read at a time: about 50,000 statements. Larger blocks take a quarter more
time a statement, since their memory is asked for anew each time."""

_AT_ONCE = 2
IRI = "IRI"
"""The kind of an object that is no literal."""
_FRACTION = r'("[+-]?[0-9]*\.[0-9]*?)0+("\^\^<http://www\.w3\.org/2001/XMLSchema#[a-z]+>)$'
_POINT = r'\.("\^\^<[^>]+>)$'


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


def frame(block: bytes) -> pl.DataFrame:
    """Of each line its `subject` and `predicate` (IRIs), its `object` (an N-Triples term), the
    `kind` of the object (of ``rdf:type`` the class), and the hashes `line` and `value`: the same
    for statements, and for objects, that the engine takes for the same.

    It compares numbers by their value, so "4.0" and "4.00" are one.
    """
    names = ["subject", "predicate", "object"]
    read = lines(block)
    terms = pl.col("line").str.splitn(" ", 3).struct.rename_fields(names).alias("terms")
    split = read.to_frame().select(terms).unnest("terms")
    split = split.with_columns(
        bare(pl.col("subject")), bare(pl.col("predicate")), pl.col("object").str.head(-2)
    )
    kind = kinds(split["object"])
    places, short = _fractions(split["object"], kind)
    spelt = split[places].select(line("subject", pl.col("predicate"), pl.lit(short)).str.head(-1))
    return split.with_columns(
        kind=pl.when(predicate=RDF_TYPE).then(bare(pl.col("object"))).otherwise(kind),
        line=_with(read, places, spelt["line"]).hash(),
        value=_with(split["object"], places, short).hash(),
    )


def frames(blocks: Iterable[bytes]) -> Iterator[pl.DataFrame]:
    """The frames of blocks of text; two are worked on at a time."""
    waiting: deque[Future[pl.DataFrame]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for block in blocks:
            waiting.append(pool.submit(frame, block))
            if len(waiting) > _AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _fractions(objects: pl.Series, kind: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Which objects are numbers that end with needless zeros, and what they are without."""
    numbers = kind.is_in([XSD.decimal, XSD.float, XSD.double]).arg_true()
    places = numbers.filter(objects.gather(numbers).str.contains(_FRACTION))
    return places, objects.gather(places).str.replace(_FRACTION, "$1$2").str.replace(_POINT, "$1")


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


def kinds(terms: pl.Series) -> pl.Series:
    """For each term ``IRI``, or the datatype of the literal."""
    is_literal, is_bare = terms.str.starts_with('"'), terms.str.ends_with('"')
    term = pl.when(is_bare).then(pl.lit(XSD.string)).otherwise(pl.lit(RDF.langString))
    found = pl.select(pl.when(is_literal).then(term).otherwise(pl.lit(IRI)).alias("kind"))["kind"]
    # The expression is slow, so it reads only what has a datatype.
    typed = (is_literal & terms.str.ends_with(">")).arg_true()
    return _with(found, typed, terms.gather(typed).str.extract(r'"\^\^<([^>]*)>$'))


def is_text(term: pl.Expr) -> pl.Expr:
    """Whether a term is a string, with or without a language."""
    return term.str.starts_with('"') & ~term.str.ends_with(">")


def language(term: pl.Expr) -> pl.Expr:
    """The language tag of a literal, or null."""
    return term.str.extract(r'"@([A-Za-z0-9-]+)$')


def value(term: pl.Expr) -> pl.Expr:
    """An IRI without brackets; the lexical form of a literal."""
    lexical = term.str.extract(r'(?s)^"(.*)"').map_batches(_unescaped, return_dtype=pl.String)
    # What is no term at all stays as it is: the engine will refuse it and say where.
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
