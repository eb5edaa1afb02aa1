"""JSON values into literal terms, and what had to be mended on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from graph.triples import is_language, literal
from graph.vocabulary import RDF, XSD
from loaders.json_text import NumberText, listed

Complain = Callable[[str, str, Any], None]
"""Called with (code, reason, value) when a value was mended or could not be used."""

_LEXICAL = {
    XSD.decimal: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    XSD.float: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"),
    XSD.integer: re.compile(r"[+-]?\d+"),
    XSD.boolean: re.compile(r"true|false|0|1"),
    XSD.date: re.compile(r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(Z|[+-]\d\d:\d\d)?"),
    XSD.dateTime: re.compile(
        r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
        r"T([01]\d|2[0-4]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
    ),
    XSD.language: re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
}
_NEEDS_TAG = {RDF.langString, RDF.dirLangString}
_KNOWN_TAGS = {"english": "en", "english_us": "en-us", "spanish": "es", "french": "fr"}


def language_tag(tag: str) -> str | None:
    """A language tag in lower case, mended where the intention is plain; None where it isn't."""
    text = _KNOWN_TAGS.get(tag.strip().lower(), tag.strip().lower())
    text = re.sub(r"[_:\s]+", "-", text)
    return text if is_language(text) else None


def typed(value: Any, datatype: str, complain: Complain) -> str:
    """A scalar under a key with a datatype. An ill-typed value is kept as published, and told."""
    text = lexical(value)
    pattern = _LEXICAL.get(datatype)
    if pattern and not pattern.fullmatch(text):
        name = datatype.rpartition("#")[2]
        complain("ill-typed-value", f"not a valid xsd:{name}", value)
    return literal(text, datatype)


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
        return literal(str(int(number)), XSD.integer) if whole else literal(str(value), XSD.double)
    return literal(str(value))


def lexical(value: Any) -> str:
    """A JSON scalar as text: numbers as written, booleans in JSON's spelling."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def is_language_map(value: dict[str, Any]) -> bool:
    """Whether an object looks like ``{"en-US": "…"}``: short keys without prefix, text values."""
    return bool(value) and all(
        len(key) <= 12 and language_tag(key) is not None and isinstance(text, str | list)
        for key, text in value.items()
    )


def language_map(value: dict[str, Any], complain: Complain) -> Iterator[str]:
    """The literals of a language map; values may be lists; odd tags are mended and told."""
    for tag, texts in value.items():
        known = language_tag(tag) if tag not in ("", "@none") else None
        if known is None and tag != "@none":
            complain("bad-language-tag", f"{tag!r} is no language tag; kept without one", tag)
        elif known and known != tag.lower():
            complain("bad-language-tag", f"{tag!r} read as {known!r}", tag)
        for text in listed(texts):
            if text is None:
                continue
            if isinstance(text, dict | list):
                complain("not-a-string", "an object inside a language map", text)
                continue
            if not isinstance(text, str) or isinstance(text, NumberText):
                complain("not-a-string", "a number inside a language map, kept as text", text)
            yield literal(lexical(text), language=known)


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
        known = language_tag(tag)
        if known != tag.lower():
            complain("bad-language-tag", f"{tag!r} read as {known!r}", tag)
        return literal(lexical(inner), language=known)
    return plain(inner)
