"""Where a query is wrong. To see whether a keyword stands at a place, the engine looks as many
characters ahead as the keyword has, and tells how far it has looked: of ``{ ?s ?p } LIMIT 1`` it
names LIMIT, where a value is missing before the brace. With blanks behind every word it looks at
blanks, and the word before them is the one that does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable

_BLANKS = " " * 16
"""More than the longest keyword (ENCODE_FOR_URI) has letters."""
_PIECE = re.compile(
    r"(?P<gap>\s+)|(?P<bracket>(?<!\\)[{}()\[\],;])"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>|(?<!\S)#[^\n]*|.",
    re.S,
)
_ERROR = re.compile(r"error at (\d+):(\d+): (.*)", re.S)


def placed(sparql: str, told: str, ask: Callable[[str], object]) -> str:
    """What the engine told of a syntax error, with the place where it is; unchanged where it told
    none. `ask` gives the engine the query once more, which is as wrong as before and never runs."""
    if not _ERROR.match(told):
        return told
    pieces = _spread(sparql)
    text = "".join(piece for piece, _ in pieces)
    try:
        ask(text)
    except SyntaxError as error:
        if match := _ERROR.match(str(error)):
            at = _original(sparql, pieces, _offset(text, int(match[1]), int(match[2])))
            line, column = sparql.count("\n", 0, at) + 1, at - sparql.rfind("\n", 0, at)
            return f"error at {line}:{column}: {match[3]}"
    return told


def _spread(sparql: str) -> list[tuple[str, int]]:
    """The pieces of the query, blanks before each gap and around each bracket; each with its offset
    in the query, blanks with that of what comes next."""
    pieces = list[tuple[str, int]]()
    for match in _PIECE.finditer(sparql):
        if match.lastgroup:
            pieces.append((_BLANKS, match.start()))
        pieces.append((match[0], match.start()))
        if match.lastgroup == "bracket":
            pieces.append((_BLANKS, match.end()))
    return pieces


def _original(sparql: str, pieces: list[tuple[str, int]], offset: int) -> int:
    """The offset in the query of what has an offset in the pieces; of blanks, that of the last
    character before them, or the end where no other follows."""
    for piece, start in pieces:
        if offset < len(piece):
            is_end = not sparql[start:].strip()
            return start + offset if piece is not _BLANKS else start - (not is_end)
        offset -= len(piece)
    return len(sparql)


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1
