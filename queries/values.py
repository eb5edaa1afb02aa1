"""The types of parameters: what a person may type, and the one SPARQL term that it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from graph.iris import BadIri, canonical, occupation
from graph.triples import iri, literal
from graph.vocabulary import XSD

IRI = "iri"
"""Stands for a datatype where the term is no literal."""

MAX_LENGTH = 2000
"""The longest value, in characters; a whole query has at most 20 KiB."""

_SCHEMES = ("http:", "https:", "urn:", "did:", "mailto:")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f]')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Some engines resolve such escapes before they read the string, even after another backslash.
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")
_OCCUPATION = re.compile(r"[0-9]{2}-[0-9]{4}\.[0-9]{2}")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class ValueType:
    """A type of parameter.

    `datatype` is that of the default's terms in the file (`IRI`, or the IRI of a datatype); `read`
    checks a value and gives it in its canonical spelling (errors: ValueError with the reason);
    `write` makes that a SPARQL term.
    """

    datatype: str
    read: Callable[[str], str]
    write: Callable[[str], str]

    def term(self, value: str) -> str:
        """The SPARQL term of a value as typed. Errors: ValueError with the reason."""
        if len(value) > MAX_LENGTH:
            raise ValueError(f"longer than {MAX_LENGTH} characters")
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise ValueError("holds half of a character (a lone surrogate)")
        return self.write(self.read(value))


def _read_iri(value: str) -> str:
    text = value.strip()
    if _OCCUPATION.fullmatch(text):
        return occupation(text)
    if found := _NOT_IN_IRI.search(text):
        raise ValueError(f"the character {found.group()!r} can't stand in an IRI")
    try:
        name = canonical(text)
    except BadIri as error:
        raise ValueError("not a whole IRI; it must begin with http:// or https://") from error
    if not name.lower().startswith(_SCHEMES):
        raise ValueError("an IRI must begin with http://, https://, urn:, did: or mailto:")
    return name


def _read_string(value: str) -> str:
    if found := _CONTROL.search(value):
        raise ValueError(f"the control character {found.group()!r} can't be asked for")
    if found := _ESCAPE.search(value):
        raise ValueError(f"write the character itself instead of {found.group()}")
    return value


def _read_integer(value: str) -> str:
    if not _INTEGER.fullmatch(text := value.strip()):
        raise ValueError("not a whole number of at most 18 digits")
    return str(int(text))


def _read_decimal(value: str) -> str:
    if not _DECIMAL.fullmatch(text := value.strip()):
        raise ValueError("not a decimal number such as 3 or 2.75")
    return text.removeprefix("+") if "." in text else f"{text.removeprefix('+')}.0"


def _read_date(value: str) -> str:
    text = value.strip()
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError("not a date in the form 2026-01-31") from error


TYPES: dict[str, ValueType] = {
    "iri": ValueType(IRI, _read_iri, iri),
    "string": ValueType(XSD.string, _read_string, literal),
    "integer": ValueType(XSD.integer, _read_integer, str),
    "decimal": ValueType(XSD.decimal, _read_decimal, str),
    "date": ValueType(XSD.date, _read_date, lambda text: literal(text, XSD.date)),
    "code": ValueType(XSD.string, _read_string, literal),
}
"""The types that a header may name."""
