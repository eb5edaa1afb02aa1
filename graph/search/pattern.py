"""The pattern ``?s cg:search "words"`` in a query: asked of the index, and replaced by its hits.

What is written is plain SPARQL, so every client can send it. Before the engine sees the query, the
pattern is taken out and ``VALUES ?s { … }`` put at the beginning of its group. Whatever is removed
leaves blanks, so that errors keep their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from graph.search.searching import MOST, Hit
from graph.stores.base import QueryError
from graph.stores.guard import prologue
from graph.stores.tokens import Token, tokens
from graph.vocabulary import CG

SEARCH = CG.search
_MOST = 8
"""Searches in one query: they take their time before it waits for its turn."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
"""What the escapes of a string stand for, where it is not the sign itself."""
_STARTS = frozenset(("{", ".", "}", ",", "=", "!="))
_ENDS = frozenset((".", ";", ",", "}", ")", "]"))

Find = Callable[[str, int], list[Hit]]


class Rewritten(NamedTuple):
    """A query as it was written, and as the engine gets it."""

    written: str
    text: str


class _Pattern(NamedTuple):
    """One search: its variables, what is wanted, and which tokens it is (from, to)."""

    variables: tuple[str, ...]
    words: str
    limit: int
    first: int
    last: int
    group: int


def rewrite(sparql: str, find: Find) -> Rewritten:
    """The query with its searches answered. Errors: `QueryError` 400 where one is no search."""
    if "search" not in sparql:
        return Rewritten(sparql, sparql)
    found = list(tokens(sparql))
    start, prefixes = prologue(found)
    places = [
        place
        for place in range(start, len(found))
        if _iri(found[place], prefixes) == SEARCH and _is_predicate(found, place)
    ]
    _check_template(found, start, places)
    patterns = [_pattern(found, place) for place in places]
    if len(patterns) > _MOST:
        raise _wrong(found[places[_MOST]], f"A query can have {_MOST} searches.")
    pieces = list(sparql)
    for pattern in patterns:
        for place in range(found[pattern.first].offset, found[pattern.last].end):
            pieces[place] = "\n" if pieces[place] == "\n" else " "
    for pattern in patterns:
        brace = found[pattern.group]
        pieces[brace.offset] += _values(pattern, find(pattern.words, pattern.limit))
    return Rewritten(sparql, "".join(pieces))


def _iri(token: Token, prefixes: dict[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix, "") + local
    return None


def _check_template(found: Sequence[Token], start: int, places: Sequence[int]) -> None:
    """What CONSTRUCT makes is no place to search in, nor is its short form, which has only that."""
    words = [token.text.upper() for token in found[start : start + 2]]
    if words == ["CONSTRUCT", "WHERE"]:
        end = len(found)
    elif words == ["CONSTRUCT", "{"]:
        end = next((n for n in range(start, len(found)) if found[n].text == "}"), len(found))
    else:
        return
    for place in places:
        if place < end:
            detail = "A search stands in WHERE, not in what is made: CONSTRUCT { … } WHERE { … }."
            raise _wrong(found[place], detail)


def _is_predicate(found: Sequence[Token], place: int) -> bool:
    """A subject begins a triple, an object ends one, and what is compared or listed is in none."""
    after = found[place + 1].text if place + 1 < len(found) else "."
    if found[place - 1].text in _STARTS or after in _ENDS:
        return False
    return not _is_listed(found, place)


def _is_listed(found: Sequence[Token], place: int) -> bool:
    """Whether a place is among the values of VALUES."""
    before = _group(found, place) - 1
    if found[before].text == ")":
        while before and found[before].text != "(":
            before -= 1
    return found[before - 1].text.upper() == "VALUES"


def _pattern(found: Sequence[Token], place: int) -> _Pattern:
    words, limit, last = _wanted(found, place)
    if last + 1 < len(found) and (found[last + 1].kind == "lang" or found[last + 1].text == "^^"):
        raise _wrong(found[last + 1], "The words are a plain string: take this away.")
    if last + 1 < len(found) and found[last + 1].text == ",":
        raise _wrong(found[last + 1], "Write each search as a triple of its own.")
    first, variables = _subject(found, place)
    following = found[last + 1].text if last + 1 < len(found) else ""
    is_inner = found[place - 1].text == ";"
    if following == ";" and not is_inner:
        if found[place - 1].text == ")":
            raise _wrong(found[last + 1], "Begin a new triple behind it, with a full stop between.")
        first, last = place, last + 1  # the subject stays, for what follows
    elif following == "." and not is_inner:
        last += 1
    return _Pattern(variables, words, limit, first, last, _group(found, place))


def _wanted(found: Sequence[Token], place: int) -> tuple[str, int, int]:
    """The words, the number of hits, and the last token of the object."""
    after = found[place + 1 : place + 5]
    kinds = [token.kind for token in after]
    texts = [token.text for token in after]
    if kinds[:1] == ["string"]:
        return _unquoted(after[0]), MOST, place + 1
    if texts[:1] == ["("] and kinds[1:2] == ["string"]:
        if texts[2:3] == [")"]:
            return _unquoted(after[1]), MOST, place + 3
        if texts[3:4] == [")"] and texts[2].isdecimal():
            return _unquoted(after[1]), min(int(texts[2][:9]), MOST), place + 4
    raise _wrong(found[place], 'Write ?s cg:search "words" or ?s cg:search ("words" 20).')


def _subject(found: Sequence[Token], place: int) -> tuple[int, tuple[str, ...]]:
    """The first token that goes, and the variables for the resource and its score."""
    before = found[place - 1]
    if before.kind == "var":
        return place - 1, (before.text,)
    if before.text == ")":
        inside = [token for token in found[max(0, place - 4) : place - 1] if token.kind == "var"]
        opening = place - 2 - len(inside)
        if len(inside) in (1, 2) and found[opening].text == "(":
            return opening, tuple(token.text for token in inside)
    if before.text == ";":
        subject = _subject_of_list(found, place - 1)
        if subject.kind == "var":
            return place - 1, (subject.text,)
    raise _wrong(found[place], "Its subject must be a variable, or (?s ?score).")


def _subject_of_list(found: Sequence[Token], place: int) -> Token:
    """The subject of the triples that are written with ; up to a place."""
    depth = 0
    for index in range(place - 1, -1, -1):
        text = found[index].text
        depth += (text in (")", "]", "}")) - (text in ("(", "[", "{"))
        if (depth == 0 and text == ".") or depth < 0:
            return found[index + 1]
    return found[0]


def _group(found: Sequence[Token], place: int) -> int:
    """The index of the brace that opens the group around a place."""
    depth = 0
    for index in range(place, -1, -1):
        depth += (found[index].text == "}") - (found[index].text == "{")
        if depth < 0:
            return index
    raise _wrong(found[place], "It stands inside of braces.")


def _values(pattern: _Pattern, hits: Sequence[Hit]) -> str:
    has_score = len(pattern.variables) > 1
    rows = [f"(<{hit.iri}> {hit.score:.4f})" if has_score else f"(<{hit.iri}>)" for hit in hits]
    return f" VALUES ({' '.join(pattern.variables)}) {{ {' '.join(rows)} }} "


def _unquoted(token: Token) -> str:
    text = token.text
    quotes = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    return _ESCAPE.sub(_character, text[quotes:-quotes])


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    return chr(int(digits, 16)) if digits else _ESCAPED.get(escape[3], escape[3])


def _wrong(token: Token, detail: str) -> QueryError:
    title = "This is no search"
    return QueryError(400, "search", title, detail, token.line, token.column, token.text)
