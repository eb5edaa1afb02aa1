"""Taking parts out of a group, so that what is left is still a group."""

from __future__ import annotations

from collections.abc import Collection

from graph.stores.tokens import tokens
from queries.reading.parts import Edit, Span, Statement, Triple

_BEGINS = ("{", "}", ".", "")
"""Behind these no full stop is needed, and none may stand behind the first and the third."""


def without(sparql: str, part: Span) -> Edit:
    """The edit that takes a statement or a nested group away, with the full stop that is then one
    too many; or puts one where it is missing."""
    before, behind = "", None
    for token in tokens(sparql):
        if token.offset < part.start:
            before = token.text
        elif token.offset >= part.end:
            behind = token
            break
    stop = behind if behind and behind.text == "." else None
    if before in _BEGINS:
        return Edit(part.start, stop.end if stop else part.end, "")
    return Edit(part.start, part.end, "" if stop else ".")


def without_triples(sparql: str, statement: Statement, gone: Collection[Triple]) -> Edit | None:
    """The edit that takes some of a statement's triples away; None where the others can't be
    written by themselves, as in square brackets."""
    left = [triple for triple in statement.triples if triple not in gone]
    if not left:
        return without(sparql, statement.span)
    if "[" in statement.span.text or any(t.subject.text.startswith("(") for t in left):
        return None
    text = " . ".join(written(triple, sparql) for triple in left)
    return Edit(statement.span.start, statement.span.end, text)


def written(triple: Triple, sparql: str) -> str:
    """A triple as it is written, by itself."""
    parts = (triple.subject, triple.path, triple.object)
    return " ".join(sparql[part.start : part.end] for part in parts)
