"""Industries: the North American Industry Classification System, of 2022 and 2017.

Source: U.S. Census Bureau, https://www.census.gov/naics/.
"""

from __future__ import annotations

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import a, literal_of, term, text, triple, under
from loaders.onet.frame import Column
from loaders.onet.table import Table, Writing, by_name, declared

EDITIONS = ("2022", "2017")
CODE, TITLE = "NAICS code", "NAICS title"
SECTORS = {"31": "31-33", "32": "31-33", "33": "31-33"}
SECTORS |= {"44": "44-45", "45": "44-45", "48": "48-49", "49": "48-49"}
"""The first two digits of a code, and the sector of several numbers that they are in."""


def _industries(edition: str) -> Table:
    """The codes of one edition. An older one names only what a newer one no longer has."""
    newer = [other for other in EDITIONS if other > edition]

    def lines(writing: Writing) -> list[pl.Expr]:
        told = [writing.known[_name(e)][CODE] for e in newer if _name(e) in writing.known]
        codes = pl.concat(told) if told else pl.Series(CODE, [], pl.String)
        return _lines(writing, pl.when(~pl.col(CODE).is_in(codes.implode())).then(pl.col(CODE)))

    return Table(
        _name(edition),
        (
            Column(CODE, r"[0-9]{2,6}|[0-9]{2}-[0-9]{2}", also=_headings(edition, "Code")),
            Column(TITLE, also=_headings(edition, "Title")),
        ),
        key=(CODE,),
        lines=lines,
        not_loaded=frozenset({"Seq. No.", "Change Indicator", "Description"}),
    )


def _name(edition: str) -> str:
    return f"NAICS {edition} codes"


def _headings(edition: str, what: str) -> tuple[str, ...]:
    return (f"{edition} NAICS US {what}", f"{edition} NAICS {what}")


def _lines(writing: Writing, code: pl.Expr) -> list[pl.Expr]:
    start = writing.base("naics")
    industry = under(start, code)
    above = code.str.head(-1)
    sector = pl.when(above.str.len_chars() == 2).then(above.replace(SECTORS)).otherwise(above)
    above_it = pl.when(above.str.len_chars() > 1, ~code.str.contains("-")).then(sector)
    # The agency marks titles that Canada and Mexico share with a raised T, which sticks to them.
    title = pl.col(TITLE).str.replace(r"([a-z)])T$", "$1")
    return [
        *declared(writing.names.of("naics"), "North American Industry Classification System"),
        *a(industry, CG.Industry, SKOS.Concept),
        triple(industry, SKOS.notation, text(CODE, None)),
        triple(industry, SKOS.prefLabel, literal_of(title, "en")),
        triple(industry, SKOS.broader, term(under(start, above_it))),
        triple(industry, SKOS.inScheme, pl.lit(iri(writing.names.of("naics")))),
    ]


TABLES = by_name(*map(_industries, EDITIONS))
