"""A result as a table for people: names instead of IRIs, links where there is something to see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox
from flask import url_for

from graph.vocabulary import RDF, XSD, shorten
from webapp.asking import Row, Rows, Term, labels

_NUMBERS = frozenset((XSD.integer, XSD.decimal, XSD.double, XSD.float))
_TEXTS = frozenset((XSD.string, RDF["langString"]))
_LINK = re.compile(r"(https?://|mailto:)[^\s<>\"]+", re.I)
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Cell:
    """What a page shows for one term. `page` is its page here, `link` where it leads outside;
    both None where there is nothing that is safe to follow. `datatype` is that of a literal, where
    it says more than that it is text."""

    text: str
    kind: str  # iri, number, text
    page: str | None = None
    link: str | None = None
    iri: str | None = None
    language: str | None = None
    datatype: str | None = None

    @property
    def places(self) -> int:
        """How many digits a number has after its point."""
        return len(self.text.partition(".")[2]) if self.kind == "number" else 0


@dataclass(frozen=True)
class Sheet:
    """A table for a page: headings, and rows of cells; None where a cell is empty."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    first: int
    more: bool
    names: tuple[str, ...] = ()
    """The columns by the names that the query gives them."""

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The headings, and whether all that stands below one is numbers."""
        below = zip(*self.rows, strict=True)
        numbers = [all(c is None or c.kind == "number" for c in cells) for cells in below]
        return list(zip(self.headings, numbers, strict=True))

    @property
    def places(self) -> list[int]:
        """The most digits after the point in each column: points stand below each other."""
        below = zip(*self.rows, strict=True)
        return [max((c.places for c in cells if c), default=0) for cells in below]

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1


def sheet(result: Rows, pages: Mapping[str, Callable[[str], str]] | None = None) -> Sheet:
    """A result for a page. ``?x`` and ``?xLabel`` become one column; other IRIs get their label.

    `pages` gives columns whose IRIs have a better page than the resource's.
    """
    columns = [c for c in result.columns if not _is_label_of_another(c, result.columns)]
    own = {c: f"{c}Label" for c in columns if f"{c}Label" in result.columns}
    unnamed = {
        term.value
        for row in result.rows
        for column, term in row.items()
        if isinstance(term, ox.NamedNode) and own.get(column) not in row
    }
    known = labels(unnamed)
    rows = tuple(
        tuple(_led(_cell_of(row, c, own.get(c), known), (pages or {}).get(c)) for c in columns)
        for row in result.rows
    )
    return Sheet(tuple(map(heading, columns)), rows, result.first, result.more, tuple(columns))


def _led(found: Cell | None, page: Callable[[str], str] | None) -> Cell | None:
    if found is None or found.iri is None or page is None:
        return found
    return replace(found, page=page(found.iri))


def cells(terms: Iterable[Term]) -> list[Cell]:
    """Terms as cells, IRIs with their labels."""
    found = list(terms)
    known = labels(term.value for term in found if isinstance(term, ox.NamedNode))
    return [cell(term, known) for term in found]


def cell(term: Term, known: Mapping[str, str]) -> Cell:
    """One term as a cell; `known` holds labels by IRI."""
    if isinstance(term, ox.NamedNode):
        name = known.get(term.value) or shorten(term.value)
        return Cell(name, "iri", page_of(term.value), outside(term.value), term.value)
    if isinstance(term, ox.Literal):
        kind = "number" if term.datatype.value in _NUMBERS else "text"
        link = outside(term.value) if _LINK.fullmatch(term.value) else None
        datatype = None if term.datatype.value in _TEXTS else shorten(term.datatype.value)
        return Cell(term.value, kind, None, link, None, term.language, datatype)
    return Cell(str(term), "text")


def heading(column: str) -> str:
    """``ownerLabel`` → ``Owner label``."""
    words = _WORDS.sub(" ", column).replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def page_of(iri: str) -> str:
    """The address of a resource's page."""
    return url_for("resource.show", iri=iri)


def outside(iri: str) -> str | None:
    """An IRI that may become a link: http, https and mailto; nothing else ever does."""
    return iri if _LINK.fullmatch(iri) else None


def _is_label_of_another(column: str, columns: tuple[str, ...]) -> bool:
    return column.endswith("Label") and column.removesuffix("Label") in columns


def _cell_of(row: Row, column: str, label: str | None, known: Mapping[str, str]) -> Cell | None:
    term = row.get(column)
    if term is None:
        named = row.get(label or "")
        return None if named is None else cell(named, {})
    if label and isinstance(term, ox.NamedNode) and isinstance(named := row.get(label), ox.Literal):
        return cell(term, {term.value: named.value})
    return cell(term, known)
