"""What stands before every engine: only queries, of bearable shape, that name no other dataset.

The sandbox is what makes the embedded store safe; the guard keeps the obvious from reaching it,
says why in plain words, and is the first line before a remote engine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from graph.stores.base import QueryError
from graph.stores.shape import Shape, measure
from graph.stores.tokens import Token, tokens
from graph.vocabulary import PREFIXES

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
)
MAX_BYTES = 20 * 1024

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# `?a<?b)SERVICE?x#>` is one IRI to most tokenizers, but a comparison and a SERVICE to an engine
# that reads signs by context.
_HIDDEN_SERVICE = re.compile(r"\).*service", re.I)
_PLAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_OPERANDS = frozenset(("var", "number", "string", "lang", "pname", "iri", "bnode", "word"))


@dataclass(frozen=True)
class Inspected:
    """A query that may go to the engine. `prefixes` are those it declares; `cacheable` is False
    when asking twice may give two answers (NOW, RAND, fresh blank nodes and the like)."""

    form: str
    cacheable: bool
    prefixes: dict[str, str]
    shape: Shape


@lru_cache(maxsize=256)
def inspect(sparql: str) -> Inspected:
    """Look at a query before an engine does. Errors: `QueryError` 400, or 413 when too long."""
    _check_text(sparql)
    found = list(tokens(sparql))
    start, prefixes = prologue(found)
    form = _form(found, start)
    body = found[start + 1 :]
    for before, token in zip(found[start:], body, strict=False):
        _check_token(token, before, prefixes)
    _check_dataset(body)
    shape = measure(form, body)
    return Inspected(form, not shape.changes, prefixes, shape)


def prologue(found: Sequence[Token]) -> tuple[int, dict[str, str]]:
    """Where the query proper begins (an index of `found`), and the prefixes declared before."""
    index, prefixes = 0, {}
    while index < len(found):
        word = found[index].text.upper() if found[index].kind == "word" else ""
        kinds = [token.kind for token in found[index + 1 : index + 3]]
        if word == "PREFIX" and kinds == ["pname", "iri"] and found[index + 1].text[-1] == ":":
            prefixes[found[index + 1].text[:-1]] = found[index + 2].text[1:-1]
            index += 3
        elif (word, kinds[:1]) in (("BASE", ["iri"]), ("VERSION", ["string"])):
            index += 2
        else:
            break
    return index, prefixes


def _check_text(sparql: str) -> None:
    try:
        size = len(sparql.encode())
    except UnicodeEncodeError as error:
        raise refused("text", "The query holds half of a character (a lone surrogate).") from error
    if size > MAX_BYTES:
        detail = f"The query has {size:,} bytes; at most {MAX_BYTES:,} are taken."
        raise QueryError(413, "too-long", "The query is too long", detail)
    if "\0" in sparql:
        raise refused("text", "The query holds a NUL character.")


def _form(found: Sequence[Token], start: int) -> str:
    if start == len(found):
        detail = "The query ends before it asks anything: SELECT, ASK, CONSTRUCT or DESCRIBE."
        raise QueryError(400, "syntax", "The query has an error", detail)
    token = found[start]
    word = token.text.upper() if token.kind == "word" else ""
    if word in UPDATES:
        raise refused("update", "Updates are not accepted here; the data can only be read.", token)
    if word in FORMS:
        return word
    detail = f"Expected SELECT, ASK, CONSTRUCT or DESCRIBE instead of {token.text[:60]}"
    if word in ("PREFIX", "BASE"):
        detail = "Expected PREFIX name: <iri> or BASE <iri>"
    title = "The query has an error"
    raise QueryError(400, "syntax", title, detail + ".", token.line, token.column, token.text)


def _check_token(token: Token, before: Token, prefixes: dict[str, str]) -> None:
    if token.kind == "pname":
        _check_prefix(token, prefixes)
    elif token.kind == "word" and "SERVICE" in token.text.upper():
        raise refused("service", "SERVICE is not allowed: queries stay within this graph.", token)
    elif token.kind == "iri" and before.kind in _OPERANDS and _may_hide_service(token.text):
        raise refused("ambiguous", "Put a space after < where it means 'less than'.", token)
    for escape in _ESCAPE.finditer(token.text) if "\\" in token.text else ():
        # An engine may resolve escapes before it looks for the end of the string.
        code = int(escape[1] or escape[2], 16)
        if token.kind != "string" or code > 0x10FFFF or chr(code) in "\"'\\\n\r":
            raise refused("escape", f"Write the character itself instead of {escape[0]}.", token)


def _may_hide_service(text: str) -> bool:
    """No expression begins like an IRI with a scheme and an authority."""
    return bool(_HIDDEN_SERVICE.search(text)) and not _PLAIN_IRI.match(text)


def _check_prefix(token: Token, prefixes: dict[str, str]) -> None:
    prefix = token.text.partition(":")[0]
    # Engines that don't ask for a space after a keyword read `SERVICE:x` as `SERVICE :x`.
    if "service" in prefix.lower():
        raise refused("service", "A prefix here can't have 'service' in its name.", token)
    if prefix not in prefixes:
        detail = f"The prefix {prefix}: is not declared; {_declaring(prefix, prefixes)}"
        title = "The query has an error"
        raise QueryError(400, "prefix", title, detail, token.line, token.column, token.text)


def _declaring(prefix: str, declared: dict[str, str]) -> str:
    """What mends a prefix that is not declared: its line, or the one that was probably meant."""
    near = get_close_matches(prefix, {**PREFIXES, **declared}, 1)
    if prefix in PREFIXES or not near:
        return f"begin the query with PREFIX {prefix}: <{PREFIXES.get(prefix, '…')}>."
    if near[0] in declared:
        return f"is {near[0]}: meant?"
    return (
        f"is {near[0]}: meant? Then begin the query with PREFIX {near[0]}: <{PREFIXES[near[0]]}>."
    )


def _check_dataset(body: Sequence[Token]) -> None:
    for token in body:
        if token.text == "{":
            return
        if token.kind in ("word", "pname") and token.text.upper().startswith("FROM"):
            detail = "FROM is not allowed: everything is in the default graph, so leave it out."
            raise refused("from", detail, token)


def refused(code: str, detail: str, token: Token | None = None) -> QueryError:
    """A 400 that names the place of `token`."""
    place = (token.line, token.column, token.text) if token else ()
    return QueryError(400, code, "The query is not accepted", detail, *place)
