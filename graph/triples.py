"""N-Triples text: terms in, one line out. Every loader writes through these few functions."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring

import pyoxigraph as ox

from graph.vocabulary import XSD

_SURROGATE = re.compile(r"[\ud800-\udfff]")


def iri(value: str) -> str:
    """A valid absolute IRI (see `graph.iris.absolute`) as an N-Triples term."""
    return f"<{value}>"


def quoted(value: str) -> str:
    """A text as an N-Triples literal without datatype. Lone surrogates become U+FFFD.

    JSON's escapes are all among those of N-Triples, and Python has them in C.
    """
    if not value.isascii():
        value = _SURROGATE.sub("\ufffd", value)
    return encode_basestring(value)


def literal(value: str, datatype: str | None = None, language: str | None = None) -> str:
    """A literal term. Lone surrogates become U+FFFD; `datatype` and `language` must be valid."""
    text = quoted(value)
    if language:
        return f"{text}@{language}"
    if datatype and datatype != XSD.string:
        return f"{text}^^<{datatype}>"
    return text


def decimal(value: Decimal) -> str:
    """An xsd:decimal term, as Turtle writes it: ``14.0``."""
    text = f"{value:f}"
    return literal(text if "." in text else f"{text}.0", XSD.decimal)


def boolean(value: bool) -> str:
    """An xsd:boolean term."""
    return literal("true" if value else "false", XSD.boolean)


@lru_cache(maxsize=1 << 12)
def is_language(tag: str) -> bool:
    """Whether a language tag is well-formed by BCP 47, as the engine checks it."""
    try:
        ox.Literal("", language=tag)
    except ValueError:
        return False
    return True


def line(subject: str, predicate: str, term: str) -> str:
    """One N-Triples line: `subject` and `predicate` as IRIs, `term` as a finished term."""
    return f"<{subject}> <{predicate}> {term} .\n"
