"""Blocks of N-Triples text as columns: the terms of each statement, and numbers that stand for it.

Numbers are compared, joined and kept in a fraction of the time and room that terms take.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from graph.statements import text
from graph.statements.validity import refuse_invalid, refuse_invalid_iris, refuse_invalid_tags
from graph.triples import iri
from graph.vocabulary import RDF, RDF_TYPE, XSD

IRI = "IRI"
"""The kind of an object that is no literal."""
IS_IRI, IS_STRING, IS_LANG_STRING = range(3)
"""The numbers of the kinds of objects that have no datatype written."""
_KINDS = tuple(map(iri, (IRI, XSD.string, RDF.langString)))
_FRACTION = r'("[+-]?[0-9]*\.[0-9]*?)0+("\^\^<http://www\.w3\.org/2001/XMLSchema#[a-z]+>)$'
_POINT = r'\.("\^\^<[^>]+>)$'
_AT_ONCE = 2
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Odd factors that keep apart the numbers of which a statement's is made."""


class Columns:
    """Makes columns of text. Properties, classes and kinds of objects are numbered as they turn up,
    those of one `Columns` alike."""

    def __init__(self) -> None:
        self._categories = pl.Categories.random()
        self._numbered = pl.Categorical(self._categories)
        # Numbers live as long as a column of them does.
        self._first = pl.Series(_KINDS, dtype=self._numbered)
        self._valid = len(_KINDS)  # of all that are numbered
        self.is_type = pl.col("property") == self.number(RDF_TYPE)
        self._fractional = self.numbers([XSD.decimal, XSD.float, XSD.double])

    def numbers(self, names: Collection[str]) -> pl.Series:
        """The numbers of some IRIs."""
        return self._as_numbers(pl.Series([iri(name) for name in names], dtype=pl.String))

    def names(self) -> list[str]:
        """The properties, classes and kinds of objects, each at the place that is its number."""
        return [str(name)[1:-1] for name in self._categories]

    def number(self, name: str) -> int:
        """The number of an IRI."""
        return int(self.numbers([name])[0])

    def name(self, number: int) -> str:
        """The property, class or kind of objects that has a number."""
        return str(self._categories[number])[1:-1]

    def frames(self, blocks: Iterable[bytes]) -> Iterator[pl.DataFrame]:
        """The columns of blocks of text, see `frame`; two are worked on at a time."""
        waiting: deque[Future[pl.DataFrame]] = deque()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for block in blocks:
                waiting.append(pool.submit(self.frame, block))
                if len(waiting) > _AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        terms = list(map(str, self._categories))
        refuse_invalid(terms[self._valid :])
        self._valid = len(terms)

    def frame(self, block: bytes) -> pl.DataFrame:
        """Of each line the terms `subject`, `predicate` and `object`, as they are written, and the
        numbers `about` (of the subject), `property`, `kind` (of the object; of ``rdf:type`` the
        class), `value` (of the object) and `line` (of the whole).

        `value` and `line` are the same of objects, and of statements, that the engine takes for the
        same: it compares numbers by their value, so "4.0" and "4.00" are one. `about` and `value`
        are hashes, and the same where a resource is what is spoken of and where it is led to.
        """
        term = pl.col("object")
        is_literal, is_typed = term.str.starts_with('"'), term.str.ends_with(">")
        kind = pl.when(term.str.ends_with('"')).then(IS_STRING).otherwise(IS_LANG_STRING)
        found = text.terms(block).with_columns(
            about=pl.col("subject").hash(),
            kind=pl.when(is_literal).then(kind).otherwise(IS_IRI).cast(pl.UInt32),
            value=term.hash(),
            is_typed=is_literal & is_typed,
        )
        found = found.with_columns(self._as_numbers(found["predicate"]).alias("property"))
        objects, types = found["object"], found.select(self.is_type.arg_true()).to_series()
        typed = found["is_typed"].arg_true()
        datatypes = self._as_numbers(_datatype(objects.gather(typed)))
        fractions = typed.filter(datatypes.is_in(self._fractional.implode()))
        short = _without_zeros(objects.gather(fractions))
        found = (
            found.drop("is_typed")
            .with_columns(
                found["kind"]
                .scatter(typed, datatypes)
                .scatter(types, self._as_numbers(objects.gather(types))),
                found["value"].scatter(fractions, short.hash()),
            )
            .with_columns(line=_mixed("about", "property", "value"))
        )
        _refuse_invalid(found)
        return found

    def _as_numbers(self, terms: pl.Series) -> pl.Series:
        return terms.cast(self._numbered).to_physical()


def _refuse_invalid(found: pl.DataFrame) -> None:
    """What is numbered is looked at where it turns up."""
    about, kind = found["about"], found["kind"]
    refuse_invalid_iris(found["subject"].filter(about.ne_missing(about.shift())))
    refuse_invalid_iris(found["object"].filter(kind == IS_IRI))
    refuse_invalid_tags(found["object"].filter(kind == IS_LANG_STRING))


def _mixed(*columns: str) -> pl.Expr:
    return pl.sum_horizontal(
        pl.col(name).cast(pl.UInt64) * pl.lit(factor, pl.UInt64)
        for name, factor in zip(columns, _MIX, strict=True)
    )


def _datatype(literals: pl.Series) -> pl.Series:
    return literals.str.extract(r'"\^\^(<[^>]*>)$')


def _without_zeros(numbers: pl.Series) -> pl.Series:
    return numbers.str.replace(_FRACTION, "$1$2").str.replace(_POINT, "$1")
