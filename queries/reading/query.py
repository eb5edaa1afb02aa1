"""A query, read from its tokens down to its triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.stores.guard import FORMS, prologue
from graph.stores.tokens import Token, tokens
from queries.reading.clauses import has_aggregates
from queries.reading.parts import Filter, Group, Nested, Span
from queries.reading.terms import Cursor, Unread, statement

__all__ = ["Reading", "Unread", "read"]


@dataclass(frozen=True)
class Reading:
    """A query: its `form`, and the offset `start` of that word; `head`, what stands between it and
    the braces of WHERE, without the word WHERE; the `group` in them; `tail`, what stands behind."""

    sparql: str
    prefixes: dict[str, str]
    start: int
    form: str
    head: tuple[Token, ...]
    group: Group
    tail: tuple[Token, ...]

    @property
    def groups(self) -> Iterator[Group]:
        """Every group of the query, the outermost first."""
        return self.group.all()

    @property
    def takes_all(self) -> bool:
        """Whether some SELECT or DESCRIBE takes every variable, by *, so that a new one would
        change its answer; COUNT(DISTINCT *) does so too."""
        return any(
            token.text == "*" and (place == 0 or around[place - 1].text.upper() in _BEFORE_ALL)
            for around in self._around
            for place, token in enumerate(around)
        )

    @property
    def aggregates(self) -> bool:
        """Whether it counts, sums or the like."""
        return any(has_aggregates(part) for part in self._around)

    @property
    def _around(self) -> Iterator[tuple[Token, ...]]:
        """What stands before and behind the braces of the query and of each SELECT in it."""
        yield from (self.head, self.tail)
        for group in self.groups:
            yield from (group.head, group.tail)

    def iri(self, token: Token) -> str:
        """The IRI that a token stands for; "" where it is none, or is not written out."""
        if token.kind == "iri":
            return token.text[1:-1]
        if token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            return self.prefixes[prefix] + local if prefix in self.prefixes else ""
        return ""

    def fresh(self, name: str) -> str:
        """A name like this that no variable of the query has."""
        names = (name, *(f"{name}{number}" for number in range(2, len(self.sparql))))
        return next(n for n in names if f"?{n}" not in self.sparql and f"${n}" not in self.sparql)

    def outside(self, start: int, end: int) -> set[str]:
        """The names of the variables that stand before or behind a stretch of the text."""
        found = tokens(self.sparql)
        return {t.text[1:] for t in found if t.kind == "var" and not start <= t.offset < end}

    def variables(self, start: int, end: int) -> set[str]:
        """The names of the variables that stand in a stretch of the text."""
        found = tokens(self.sparql)
        return {t.text[1:] for t in found if t.kind == "var" and start <= t.offset < end}

    def times(self, name: str, start: int, end: int) -> int:
        """How often a variable stands in a stretch of the text."""
        found = (t for t in tokens(self.sparql) if t.kind == "var" and t.text[1:] == name)
        return sum(start <= token.offset < end for token in found)


_BEFORE_ALL = ("DISTINCT", "REDUCED")
_STARTS = ("SELECT", "OPTIONAL", "MINUS", "GRAPH", "BIND", "VALUES", "FILTER")


def read(sparql: str) -> Reading:
    """A query as its parts. Errors: `Unread`; `graph.stores.QueryError` where it has no tokens."""
    found = list(tokens(sparql))
    start, prefixes = prologue(found)
    cursor = Cursor(found)
    cursor.at = start
    first = cursor.step()
    form = first.text.upper()
    if form not in FORMS:
        raise Unread(f"{form} is no form of a query")
    head = _head(cursor, form)
    group = _group(cursor)
    return Reading(sparql, prefixes, first.offset, form, head, group, tuple(found[cursor.at :]))


def _head(cursor: Cursor, form: str) -> tuple[Token, ...]:
    start = cursor.at
    if form == "CONSTRUCT" and cursor.text == "{":
        cursor.balanced()
    while cursor.text not in ("{", ""):
        cursor.step()
    return tuple(t for t in cursor.tokens[start : cursor.at] if t.text.upper() != "WHERE")


def _group(cursor: Cursor) -> Group:
    cursor.expect("{")
    found = Group(cursor.tokens[cursor.at - 1].end, 0)
    if cursor.word == "SELECT":
        found.nested.append(_select(cursor))
    while cursor.text != "}":
        _element(cursor, found)
    found.end = cursor.step().offset
    return found


def _select(cursor: Cursor) -> Nested:
    """A SELECT inside a group, up to the brace that ends the group."""
    start = cursor.at
    cursor.step()
    head = _head(cursor, "SELECT")
    group = _group(cursor)
    behind = cursor.at
    while cursor.text not in ("}", ""):
        cursor.balanced() if cursor.text in ("(", "{") else cursor.step()
    group.head, group.tail = head, tuple(cursor.tokens[behind : cursor.at])
    return Nested("SELECT", cursor.since(start), group)


def _element(cursor: Cursor, into: Group) -> None:
    """One thing that stands in a group."""
    if cursor.text == ".":
        cursor.step()
    elif cursor.text == "{":
        _sides(cursor, into)
    elif cursor.word not in _STARTS:
        into.statements.append(statement(cursor))
    elif cursor.word == "FILTER":
        into.filters.append(_filter(cursor))
    else:
        into.nested.append(_nested(cursor))


def _sides(cursor: Cursor, into: Group) -> None:
    """A group, or several with UNION between them."""
    start = cursor.at
    sides = [_group(cursor)]
    while cursor.word == "UNION":
        cursor.step()
        sides.append(_group(cursor))
    word = "UNION" if len(sides) > 1 else ""
    into.nested += [Nested(word, cursor.since(start), side) for side in sides]


def _nested(cursor: Cursor) -> Nested:
    start, word = cursor.at, cursor.word
    cursor.step()
    if word in ("OPTIONAL", "MINUS"):
        group = _group(cursor)
        return Nested(word, cursor.since(start), group)
    if word == "GRAPH":
        cursor.step()
        group = _group(cursor)
        return Nested(word, cursor.since(start), group)
    if word == "VALUES":
        cursor.balanced() if cursor.text == "(" else cursor.step()
    _bracket(cursor, "{" if word == "VALUES" else "(")
    return Nested(word, cursor.since(start))


def _filter(cursor: Cursor) -> Filter:
    start = cursor.at
    cursor.step()
    condition, inside = cursor.at, None
    if cursor.word == "NOT":
        cursor.step()
    if cursor.word == "EXISTS":
        cursor.step()
        inside = _group(cursor)
    else:
        if cursor.text != "(":
            cursor.step()  # the name of a function
        _bracket(cursor, "(")
    return Filter(cursor.since(start), cursor.since(condition), inside)


def _bracket(cursor: Cursor, opening: str) -> Span:
    if cursor.text != opening:
        raise Unread(f"no {opening} before {cursor.text}")
    return cursor.balanced()
