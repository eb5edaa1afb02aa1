"""Whether IRIs and language tags are valid. The engine is told not to look at them, since it would
look at those of every statement, in an eighth of its time; here each is looked at about once."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import pyoxigraph as ox

from graph.errors import KnownError

_PART = r"(?:[A-Za-z0-9._~/:@!$&'()*+,;=?-]|%[0-9A-Fa-f]{2})*"
_PLAIN_IRI = rf"^<https?://[A-Za-z0-9.-]+/{_PART}(?:#{_PART})?>$"
"""Nearly all IRIs look like this, and are valid."""
_TAG = r'"(@[^"]*)$'
_END = 12
"""The last characters of a literal: nearly every language tag is in them."""
_SHOWN = 200
"""Characters of a term that an error shows."""


def refuse_invalid_iris(terms: pl.Series) -> None:
    """Errors: `KnownError`."""
    refuse_invalid(terms.filter(~terms.str.contains(_PLAIN_IRI)).unique())


def refuse_invalid_tags(terms: pl.Series) -> None:
    """Look at literals with a language. Errors: `KnownError`."""
    tags = terms.str.tail(_END).str.extract(_TAG)
    refuse_invalid(f'""{tag}' for tag in tags.unique().drop_nulls())
    refuse_invalid(terms.filter(tags.is_null()))


def refuse_invalid(terms: Iterable[str]) -> None:
    """Ask the engine of each. Errors: `KnownError`."""
    for term in terms:
        try:
            list(ox.parse(f"<urn:s> <urn:p> {term} .", ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            shown = f"{term[:_SHOWN]}: {error}"
            raise KnownError(f"a step wrote what is no N-Triples: {shown}") from error
