"""What stands before and behind the braces of WHERE: the columns, and how rows are grouped, sorted
and cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.stores.reasons import AGGREGATES
from graph.stores.tokens import Token

_CLAUSES = frozenset(("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"))
_DEEPER = {"(": 1, "{": 1, ")": -1, "}": -1}


class Column(NamedTuple):
    """A column of SELECT: its name, and the tokens of ``(expression AS ?name)`` where it is one."""

    name: str
    expression: tuple[Token, ...] = ()


def columns(head: Sequence[Token]) -> list[Column] | None:
    """The columns in their order; None where SELECT is followed by *, DISTINCT or REDUCED."""
    found, depth, start = list[Column](), 0, 0
    for place, token in enumerate(head):
        if not depth and token.text != "(":
            if token.kind != "var":
                return None
            found.append(Column(token.text[1:]))
        elif not depth:
            start = place
        depth += _DEEPER.get(token.text, 0)
        if not depth and token.text == ")":
            found.append(Column(head[place - 1].text[1:], tuple(head[start : place + 1])))
    return found


def clauses(tail: Sequence[Token]) -> dict[str, tuple[Token, ...]]:
    """The tokens of each clause behind WHERE, by its first word in capitals, which they begin
    with."""
    found, depth, word = dict[str, list[Token]](), 0, ""
    for token in tail:
        name = token.text.upper()
        if not depth and token.kind == "word" and name in _CLAUSES:
            word = name
        found.setdefault(word, []).append(token)
        depth += _DEEPER.get(token.text, 0)
    return {word: tuple(some) for word, some in found.items()}


def text(sparql: str, part: Sequence[Token]) -> str:
    """Tokens as they stand in the query."""
    return sparql[part[0].offset : part[-1].end]


def has_aggregates(part: Sequence[Token]) -> bool:
    """Whether COUNT, SUM or the like stands among some tokens."""
    return any(token.text.upper() in AGGREGATES for token in part)
