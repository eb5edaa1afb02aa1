"""JSON values into literal terms, and what had to be mended on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from graph.triples import is_language, literal, quoted
from graph.vocabulary import RDF, XSD
from loaders.ctdl.terms import term
from loaders.json_text import NumberText, listed

Complain = Callable[[str, str, Any], None]
"""Called with (code, reason, value) when a value was mended or could not be used."""

_LEXICAL = {
    XSD.decimal: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    XSD.float: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.boolean: re.compile(r"true|false|0|1"),
    XSD.date: re.compile(
        r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(Z|[+-][0-9][0-9]:[0-9][0-9])?"
    ),
    XSD.dateTime: re.compile(
        r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9][0-9]:[0-9][0-9])?"
    ),
    XSD.language: re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
}
_MAX_EXPONENT = 100
_NEEDS_TAG = {RDF.langString, RDF.dirLangString}
_KNOWN_TAGS = {
    "english": "en", "english_us": "en-us", "spanish": "es", "french": "fr",
    "eng": "en", "spa": "es", "fra": "fr", "fre": "fr",
}  # fmt: skip
"""Names of languages, and codes of three letters for those that BCP 47 gives two."""


class Tag(NamedTuple):
    """What a published language tag was read as: what it adds to a literal (``@en-us``, or nothing
    where no tag can be made of it), and the reason to tell, if any."""

    suffix: str
    trouble: str = ""


@lru_cache(maxsize=1 << 12)
def read_tag(tag: str) -> Tag:
    """A language tag in lower case, mended where the intention is plain."""
    if tag == "@none":
        return Tag("")
    known = _well_formed(tag)
    if known is None:
        return Tag("", f"{tag!r} is no language tag; kept without one")
    return Tag(f"@{known}", "" if known == tag.lower() else f"{tag!r} read as {known!r}")


def _well_formed(tag: str) -> str | None:
    text = tag.strip().lower()
    text = re.sub(r"[_:\s]+", "-", _KNOWN_TAGS.get(text, text))
    return text if text and is_language(text) else None


def typed(value: Any, datatype: str, complain: Complain) -> str:
    """A scalar under a key with a datatype. An ill-typed value is kept as published, and told."""
    text = _in_digits(value, datatype) if isinstance(value, NumberText) else lexical(value)
    if not is_valid(text, datatype):
        name = datatype.rpartition("#")[2]
        complain("ill-typed-value", f"not a valid xsd:{name}", value)
    return literal(text, datatype)


def _in_digits(value: NumberText, datatype: str) -> str:
    """A JSON number as its datatype writes it: ``1.5e3`` is no xsd:decimal, and 1500 is."""
    if datatype not in (XSD.decimal, XSD.integer):
        return str(value)
    number = Decimal(value)
    if abs(number.adjusted()) > _MAX_EXPONENT:  # 1e999999 would fill the memory
        return str(value)
    whole = datatype == XSD.integer and number == number.to_integral_value()
    return f"{int(number)}" if whole else f"{number:f}"


@lru_cache(maxsize=1 << 14)
def is_valid(text: str, datatype: str) -> bool:
    """Whether a text is in the lexical space of a datatype; of those we don't know, it is."""
    pattern = _LEXICAL.get(datatype)
    if pattern is None or not pattern.fullmatch(text):
        return pattern is None
    return datatype not in (XSD.date, XSD.dateTime) or _is_day(text)


def _is_day(text: str) -> bool:
    """Whether the day that a date or time begins with was one; those of other millennia pass."""
    try:
        return text[4:5] != "-" or bool(date.fromisoformat(text[:10]))
    except ValueError:
        return text[:4] == "0000"


def plain(value: Any) -> str:
    """A scalar under a key without coercion: JSON's own type decides."""
    if isinstance(value, bool):
        return literal(lexical(value), XSD.boolean)
    if isinstance(value, int):
        return literal(lexical(value), XSD.integer)
    if isinstance(value, NumberText | float):  # a JSON-LD processor gives floats
        # JSON-LD: a number without a fraction is an integer, however it is written.
        number = float(value)
        whole = number.is_integer() and abs(number) < 1e21
        if whole:
            return literal(str(int(number)), XSD.integer)
        return literal(str(value).replace("inf", "INF"), XSD.double)  # what 1e400 is as a float
    return quoted(str(value))


def lexical(value: Any) -> str:
    """A JSON scalar as text: numbers as written, booleans in JSON's spelling."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def is_language_map(value: dict[str, Any]) -> bool:
    """Whether an object looks like ``{"en-US": "…"}``: short keys, no terms, text values."""
    if "@type" in value or "@id" in value:  # nearly every object: settled at once
        return False
    return bool(value) and all(
        len(key) <= 12 and isinstance(text, str | list) and read_tag(key).suffix and not term(key)
        for key, text in value.items()
    )


def language_map(value: dict[str, Any], complain: Complain) -> list[str]:
    """The literals of a language map; values may be lists; odd tags are mended and told."""
    found = []
    for tag, texts in value.items():
        suffix, trouble = read_tag(tag)
        if trouble:
            complain("bad-language-tag", trouble, tag)
        for text in listed(texts):
            if type(text) is str:
                found.append(quoted(text) + suffix)
            elif isinstance(text, dict | list):
                complain("not-a-string", "an object inside a language map", text)
            elif text is not None:
                complain("not-a-string", "a number inside a language map, kept as text", text)
                found.append(quoted(lexical(text)) + suffix)
    return found


def value_object(
    value: dict[str, Any], datatype_of: Callable[[str], str | None], complain: Complain
) -> str | None:
    """A JSON-LD value object: ``{"@value": …, "@type" or "@language": …}``; None for null."""
    inner, kind, tag = value["@value"], value.get("@type"), value.get("@language")
    if inner is None or isinstance(inner, dict | list):
        return None
    datatype = datatype_of(kind) if isinstance(kind, str) else None
    if datatype and datatype not in _NEEDS_TAG:
        return typed(inner, datatype, complain)
    if isinstance(tag, str):
        suffix, trouble = read_tag(tag)
        if trouble:
            complain("bad-language-tag", trouble, tag)
        return quoted(lexical(inner)) + suffix
    return plain(inner)
