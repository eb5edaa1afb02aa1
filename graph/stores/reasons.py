"""What the engine finds wrong with a SELECT as a whole, in our words and at the token that it is
about: the engine itself points behind its last brace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import dropwhile, pairwise, takewhile
from typing import NamedTuple

from graph.stores.tokens import Token

AGGREGATES = frozenset(("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"))
_BEHIND_GROUP = frozenset(("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"))


class Reason(NamedTuple):
    """What is wrong, and with which token."""

    detail: str
    token: Token


class _Select(NamedTuple):
    """The tokens of a SELECT: what it selects, the rest up to its end, and what it groups by."""

    head: Sequence[Token]
    body: Sequence[Token]
    groups: Sequence[Token]


def reason(text: str, before: Sequence[Token]) -> Reason | None:
    """The reason in the engine's `text`, whose place is behind the tokens `before`."""
    tell = next((tell for words, tell in _REASONS.items() if words in text), None)
    return tell(_select(before)) if tell else None


def _select(before: Sequence[Token]) -> _Select:
    """The SELECT of a query; of one inside of another the engine gives no reasons."""
    start = next((n for n, token in enumerate(before) if token.text.upper() == "SELECT"), 0)
    inside = before[start:]
    brace = next((n for n, token in enumerate(inside) if token.text == "{"), len(inside))
    behind = dropwhile(lambda token: token.text.upper() != "GROUP", _outside_braces(inside))
    groups = takewhile(lambda token: token.text.upper() not in _BEHIND_GROUP, behind)
    return _Select(inside[:brace], inside[brace:], list(groups))


def _outside_braces(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if not depth and token.text != "}":
            yield token


def _plain_variables(tokens: Sequence[Token]) -> Iterator[Token]:
    """The variables that stand outside of brackets."""
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "var" and not depth:
            yield token


def _named(tokens: Sequence[Token]) -> list[Token]:
    """The variables behind AS."""
    return [token for mark, token in pairwise(tokens) if mark.text.upper() == "AS"]


def _ungrouped(select: _Select) -> Reason:
    selected = list(_plain_variables(select.head))
    grouped = {token.text for token in (*_plain_variables(select.groups), *_named(select.groups))}
    wrong = next((token for token in selected if token.text not in grouped), select.head[0])
    names = " ".join(dict.fromkeys(token.text for token in selected))
    if select.groups:
        told = f"{wrong.text} is not grouped: what is selected must stand in GROUP BY: {names}."
        return Reason(told, wrong)
    told = f"{wrong.text} stands beside an aggregate: add GROUP BY {names} behind the last brace."
    return Reason(told, wrong)


def _expression(select: _Select) -> Reason:
    detail = "What is computed here uses a variable that is neither grouped nor in an aggregate."
    return Reason(detail, select.head[0])


def _overriding(select: _Select) -> Reason:
    used = {token.text for token in select.body if token.kind == "var"}
    wrong = next((t for t in _named(select.head) if t.text in used), select.head[0])
    return Reason("The query uses this name already; choose another behind AS.", wrong)


def _twice(select: _Select) -> Reason:
    seen = set[str]()
    for token in sorted((*_plain_variables(select.head), *_named(select.head)), key=_offset):
        if token.text in seen:
            return Reason(f"{token.text} is selected twice.", token)
        seen.add(token.text)
    return Reason("A variable is selected twice.", select.head[0])


def _offset(token: Token) -> int:
    return token.offset


def _star(select: _Select) -> Reason:
    wrong = next((token for token in select.head if token.text == "*"), select.head[0])
    return Reason(
        "Where there are groups or aggregates, name what is selected instead of *.", wrong
    )


_REASONS: dict[str, Callable[[_Select], Reason]] = {
    "The SELECT contains a variable that is unbound": _ungrouped,
    "The SELECT contains an expression with a variable that is unbound": _expression,
    "The SELECT overrides an existing variable using an expression": _overriding,
    "Duplicated variable name in SELECT": _twice,
    "SELECT * is not authorized with GROUP BY": _star,
}
