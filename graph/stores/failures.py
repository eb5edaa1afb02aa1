"""Why a query got no whole answer, in our words: from the engine's error, or a worker's last words.

Of a syntax error the engine reports ``error at 1:20: expected one of "a", "b", [_]``, where the
place is as far as its parser got: at the token that does not fit, or right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from graph.stores.base import Limits, QueryError
from graph.stores.functions import function_error
from graph.stores.hints import hint
from graph.stores.reasons import reason
from graph.stores.tokens import Token, tokens

_TITLE = "The query has an error"
_RARE = ('"{|"', '"~"')
_MOST_NAMED = 6
"""What could stand in a place is told where it is no longer a list than this."""
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.S)


def failure(sparql: str, reply: dict[str, Any], last_words: str, limits: Limits) -> QueryError:
    """Why a query has no whole answer, from the worker's reply or its last words."""
    code, detail = reply.get("error", "died"), str(reply.get("detail", ""))
    if code == "timeout":
        detail = f"It was stopped after {limits.seconds:g} s; ask for less, or add a LIMIT."
        return QueryError(504, "timeout", "The query took too long", detail)
    if code == "too-large":
        detail = f"The result has more than {limits.bytes:,} bytes; add a LIMIT."
        return QueryError(413, "too-large", "The result is too large", detail)
    if code == "busy":
        return QueryError(503, "busy", "The server is busy", "Try again in a moment.")
    if code == "syntax":
        return _syntax_error(sparql, detail)
    if code == "engine":
        gave_up = QueryError(500, "engine", "The engine gave up", detail)
        return function_error(sparql, detail) or gave_up
    if "total order" in last_words:
        detail = (
            "The values to sort are of kinds that the engine can't put into one order, like texts, "
            "numbers and dates; sort by their text: ORDER BY STR(?value)."
        )
        return QueryError(400, "unsortable", "The result can't be sorted like this", detail)
    if code == "memory" or "alloc" in last_words:
        detail = f"It needs more than {limits.memory >> 20:,} MiB; ask for less, or sort less."
        return QueryError(507, "memory", "The query needs too much memory", detail)
    return QueryError(500, "died", "The engine stopped", last_words.strip()[-200:] or "No reason.")


def _syntax_error(sparql: str, text: str) -> QueryError:
    """A 400 with the place of the token that does not fit."""
    if not (match := _PLACE.match(text)):
        return QueryError(400, "syntax", _TITLE, text)
    line, column, expected = int(match[1]), int(match[2]), _expected(match[3])
    found = list(tokens(sparql))
    before = [t for t in found if (t.line, t.column) < (line, column)]
    if wrong := reason(match[3], before):
        return _at(wrong.token, wrong.detail)
    if told := [name for name in expected if name.startswith("The ")]:
        return QueryError(400, "syntax", _TITLE, f"{told[0]}.", line, column)
    token = _token_at(found, line, column)
    if token is None:
        what, place = "The query ends too soon.", (line, column)
    else:
        what, place = f"{token.text[:60]} can't stand here.", (token.line, token.column)
    wanted = f"Expected {' or '.join(expected)}." if 0 < len(expected) <= _MOST_NAMED else ""
    detail = " ".join(filter(None, (what, hint(found, token), wanted)))
    return _at(token, detail) if token else QueryError(400, "syntax", _TITLE, detail, *place)


def _at(token: Token, detail: str) -> QueryError:
    return QueryError(400, "syntax", _TITLE, detail, token.line, token.column, token.text)


def _expected(text: str) -> list[str]:
    """What the engine names of what could stand there: signs, and reasons of its own."""
    wanted = text.removeprefix("expected one of ").removeprefix("expected ")
    names = re.split(r", (?=\S)", wanted)
    return [name for name in names if name not in _RARE and name.startswith(('"', "The "))]


def _token_at(found: Sequence[Token], line: int, column: int) -> Token | None:
    """The last token that begins at a place or before it; None where the query ends with a bracket
    still open, or behind a keyword that asks for more."""
    before = [t for t in found if (t.line, t.column) <= (line, column)]
    signs = [token.text for token in found if token.kind == "op"]
    is_open = signs.count("{") > signs.count("}")
    if not before:
        return None
    is_last, end = before[-1] is found[-1], before[-1].column + len(before[-1].text)
    is_behind_keyword = before[-1].kind == "word" and (line, column) >= (before[-1].line, end)
    if is_last and (is_open or is_behind_keyword):
        return None
    return before[-1]
