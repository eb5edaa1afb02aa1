"""A function that a query calls and the engine does not have, or calls with other arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph.stores.base import QueryError
from graph.stores.guard import prologue
from graph.stores.tokens import Token, tokens
from graph.vocabulary import XSD

_UNKNOWN = re.compile(r"The custom function <([^>]*)> is not supported")
_ARGUMENTS = re.compile(
    r"The custom function <([^>]*)> requires between (\d+) and (\d+) arguments, "
    r"but (\d+) were given"
)
_CASTS = (
    "Casts are xsd:string, xsd:boolean, xsd:integer, xsd:decimal, xsd:double, xsd:float, xsd:date "
    "and xsd:dateTime, among others."
)
_PLAIN = "SPARQL's own functions have plain names, as in UCASE(?name)."


def function_error(sparql: str, text: str) -> QueryError | None:
    """A 400 with the place of the call, if that is what the engine's error `text` is about."""
    if match := _UNKNOWN.search(text):
        what = f"is not known here. {_CASTS if match[1].startswith(XSD.iri) else _PLAIN}"
    elif match := _ARGUMENTS.search(text):
        _, least, most, given = match.groups()
        wanted = least if least == most else f"{least} to {most}"
        what = f"can't be given {given} arguments; it takes {wanted}."
    else:
        return None
    title, detail = "The query has an error", f"The function <{match[1]}> {what}"
    token = _called(list(tokens(sparql)), match[1])
    place = (token.line, token.column, token.text) if token else ()
    return QueryError(400, "function", title, detail, *place)


def _called(found: Sequence[Token], iri: str) -> Token | None:
    """The first call of a function."""
    prefixes = prologue(found)[1]
    calls = (token for token, behind in pairwise(found) if behind.text == "(")
    return next((token for token in calls if _name(token, prefixes) == iri), None)


def _name(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix, "") + local.replace("\\", "")
    return token.text[1:-1] if token.kind == "iri" else ""
