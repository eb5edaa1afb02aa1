"""Laying a query out anew: only the blanks between its tokens change, never a token or a comment.

Each statement gets a line, each open brace two blanks; what follows ``;`` stands two blanks deeper.
A group that was written in one line stays in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.stores import QueryError
from graph.stores.tokens import Token, tokens

_CLAUSES = (
    *("PREFIX", "BASE", "SELECT", "CONSTRUCT", "ASK", "DESCRIBE"),
    *("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"),
    *("OPTIONAL", "FILTER", "BIND", "VALUES", "MINUS", "GRAPH"),
)
"""Words that begin a line, outside brackets."""
_AS_WRITTEN = frozenset(("(", "[", "]", "/", "|", "^", "*", "+", "-", "?", "!", "^^", "<", ">"))
"""Signs beside which a blank may mean something: there the writer's stays."""
_LONGEST = 100
"""Characters of a line up to which a group stays in it."""


def formatted(sparql: str) -> str:
    """The query in our layout; as it is where an error hides its tokens."""
    try:
        found = list(tokens(sparql))
    except QueryError:
        return sparql
    text = _Layout(sparql, found).text()
    return text if essence(text) == essence(sparql) else sparql


def essence(sparql: str) -> list[str]:
    """The tokens and comments of a query, however it is laid out. Errors: `QueryError`."""
    pieces, end = [], 0
    for token in tokens(sparql):
        pieces += [comment for _, comment in _comments(sparql[end : token.offset])]
        pieces.append(token.text)
        end = token.end
    return pieces + [comment for _, comment in _comments(sparql[end:])]


def _comments(gap: str) -> Iterator[tuple[bool, str]]:
    """The comments between two tokens, and whether each stands in a line of its own."""
    for number, line in enumerate(gap.splitlines()):
        if text := line.strip():
            yield number > 0, text


class _Layout:
    """A query on its way into lines. `groups` holds for each open brace how it is laid out:
    ``block``, ``line`` (as it was written) or ``values`` (its rows stay as they are)."""

    def __init__(self, sparql: str, found: Sequence[Token]) -> None:
        self._sparql, self._found = sparql, found
        self._closing = _closing(found)
        self._lines: list[str] = []
        self._line = ""
        self._groups: list[str] = []
        self._brackets = 0
        self._is_continued = False

    def text(self) -> str:
        """The whole query, laid out."""
        for number, token in enumerate(self._found):
            before = self._found[number - 1] if number else None
            gap = self._sparql[before.end if before else 0 : token.offset]
            self._put_comments(gap, is_first=before is None)
            if token.text == "}" and self._groups:
                self._is_continued = False
                if self._groups.pop() != "line":
                    self._end_line()
            elif before and self._breaks(before, token, gap):
                self._end_line()
            self._put(token.text, before is not None and _has_blank(before, token, gap))
            self._open(number)
        rest = self._sparql[self._found[-1].end if self._found else 0 :]
        self._put_comments(rest, is_first=not self._found)
        self._end_line()
        return "\n".join(self._lines) + "\n" if self._lines else self._sparql

    def _put(self, text: str, blank: bool) -> None:
        if not self._line:
            deep = sum(group != "line" for group in self._groups) + self._is_continued
            self._line = "  " * deep + text
        else:
            self._line += " " * blank + text

    def _end_line(self) -> None:
        if self._line:
            self._lines.append(self._line)
        self._line = ""

    def _put_comments(self, gap: str, is_first: bool) -> None:
        found = list(_comments(gap))
        for is_own, comment in found:
            if is_own:
                self._end_line()
            self._put(comment, blank=True)
            self._end_line()
        if not is_first and gap.count("\n") > 1 + len(found):
            self._end_line()
            if self._lines and self._lines[-1]:
                self._lines.append("")  # a blank line between paragraphs stays

    def _open(self, number: int) -> None:
        token = self._found[number]
        if token.text == "{":
            self._groups.append(self._kind_of_group(number))
        elif token.text in ("(", "["):
            self._brackets += 1
        elif token.text in (")", "]"):
            self._brackets = max(0, self._brackets - 1)

    def _kind_of_group(self, number: int) -> str:
        opening, closing = self._found[number], self._closing.get(number)
        if self._brackets or "line" in self._groups:
            return "line"
        was_line = closing and closing.line == opening.line
        if closing and was_line and len(self._line) + closing.end - opening.end <= _LONGEST:
            return "line"
        words = [token.text.upper() for token in self._found[max(0, number - 8) : number]]
        if words and ("VALUES" in words[-2:-1] or (words[-1] == ")" and "VALUES" in words)):
            return "values"
        return "block"

    def _breaks(self, before: Token, token: Token, gap: str) -> bool:
        """Whether a line ends between two tokens."""
        group = self._groups[-1] if self._groups else "block"
        if group == "line" or self._brackets:
            return False
        if group == "values":
            return "\n" in gap or before.text == "{"
        if before.text == "{":
            return True
        if before.text == "}":
            return token.text.upper() not in (".", "UNION")
        is_clause = token.kind == "word" and token.text.upper() in _CLAUSES
        ends = before.kind == "op" and before.text in (".", ";")
        if is_clause or ends:
            self._is_continued = ends and before.text == ";"
        return ends or (is_clause and before.text.upper() not in ("{", "UNION"))


def _closing(found: Sequence[Token]) -> dict[int, Token]:
    """The brace that ends each group, by the number of the token that begins it."""
    opened, pairs = [], {}
    for number, token in enumerate(found):
        if token.text == "{":
            opened.append(number)
        elif token.text == "}" and opened:
            pairs[opened.pop()] = token
    return pairs


def _has_blank(before: Token, token: Token, gap: str) -> bool:
    """Whether a blank stands between two tokens of one line."""
    if token.text in (")", ",") or before.text == "(":
        return False
    if token.kind == "lang" or before.text in _AS_WRITTEN or token.text in _AS_WRITTEN:
        return bool(gap)
    return True
