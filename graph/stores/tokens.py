"""A SPARQL tokenizer (https://www.w3.org/TR/sparql11-query/#sparqlGrammar, and 1.2's new signs).

Strings, IRIs, comments and prefixed names are whole tokens, so no keyword can hide in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph.stores.base import QueryError

_LETTER = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_MARK = r"\u00B7\u0300-\u036F\u203F-\u2040"
_NAME = rf"{_LETTER}_\-0-9{_MARK}"
_PLX = r"(?:%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_PREFIX = rf"(?:[{_LETTER}](?:[{_NAME}.]*[{_NAME}])?)?"
_LOCAL = rf"(?:[{_LETTER}_:0-9]|{_PLX})(?:(?:[{_NAME}.:]|{_PLX})*(?:[{_NAME}:]|{_PLX}))?"
_EXPONENT = r"[eE][+-]?[0-9]+"
_IRI_CHAR = r"[^<>\"{}|^`\\\x00-\x20]"

_KINDS = {
    "space": r"[\x20\t\r\n]+",
    "comment": r"#[^\r\n]*",
    "string": (
        r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
        r'|"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
        r"|'(?:[^'\\\n\r]|\\.)*'"
        r'|"(?:[^"\\\n\r]|\\.)*"'
    ),
    "iri": rf"<(?:{_IRI_CHAR}|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>",
    "bnode": rf"_:[{_LETTER}_0-9](?:[{_NAME}.]*[{_NAME}])?",
    "var": rf"[?$][{_LETTER}_0-9][{_LETTER}_0-9{_MARK}]*",
    "pname": rf"{_PREFIX}:(?:{_LOCAL})?",
    "lang": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
    "number": rf"(?:[0-9]+\.[0-9]*|\.?[0-9]+){_EXPONENT}|[0-9]*\.[0-9]+|[0-9]+",
    "word": r"[A-Za-z_][A-Za-z0-9_]*",
    "op": r"\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|<<|>>|\{\||\|\}|[{}()\[\].,;*/|^!?+\-=<>&~]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{text})" for kind, text in _KINDS.items()), re.S)


class Token(NamedTuple):
    """One token.

    `kind` is string, iri, bnode, var, pname, lang, number, word (a keyword or the name of a
    function) or op; `offset` counts characters from 0, `line` and `column` from 1.
    """

    kind: str
    text: str
    offset: int
    line: int
    column: int

    @property
    def end(self) -> int:
        """The offset after the token's last character."""
        return self.offset + len(self.text)


def tokens(sparql: str) -> Iterator[Token]:
    """The tokens of a query, without spaces and comments. Errors: `QueryError` 400 at the place
    where no token begins."""
    offset, line, line_start = 0, 1, 0
    while offset < len(sparql):
        match = _TOKEN.match(sparql, offset)
        if match is None:
            raise _unknown(sparql, offset, line, offset - line_start + 1)
        kind, text = str(match.lastgroup), match.group()
        if kind not in ("space", "comment"):
            yield Token(kind, text, offset, line, offset - line_start + 1)
        if breaks := text.count("\n"):
            line += breaks
            line_start = offset + text.rindex("\n") + 1
        offset = match.end()


def _unknown(sparql: str, offset: int, line: int, column: int) -> QueryError:
    char = sparql[offset]
    if char in "\"'":
        what = f"The string that begins here with {char} has no end."
    elif char == "\\":
        what = "A backslash can only stand inside a string or, before a sign, in a prefixed name."
    else:
        what = f"The character {char!r} can't stand here."
    return QueryError(400, "syntax", "The query has an error", what, line, column, char)
