"""Triples, with the lists that are written with ``;`` ``,`` and ``[ ]``, and property paths."""

from __future__ import annotations

from graph.stores.tokens import Token
from queries.reading.parts import Span, Statement, Triple

_TERMS = frozenset(("var", "iri", "pname", "bnode", "string", "number"))
_CLOSES = {"(": ")", "[": "]", "{": "}", "<<": ">>", "<<(": ")>>"}
_TRUTH = frozenset(("TRUE", "FALSE"))


class Unread(ValueError):
    """A query, or a part of one, that is written in a way that is not read here."""


class Cursor:
    """A place among the tokens of a query."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0

    @property
    def text(self) -> str:
        """The token here, as it is written; "" behind the last."""
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    @property
    def kind(self) -> str:
        """The kind of the token here; "" behind the last."""
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    @property
    def word(self) -> str:
        """The keyword here, in capitals; "" where none is."""
        return self.text.upper() if self.kind == "word" and self.text != "a" else ""

    def since(self, start: int) -> Span:
        """The tokens from an index up to here. Errors: `Unread` where there are none."""
        if start >= self.at:
            raise Unread(f"nothing before {self.text}")
        return Span(tuple(self.tokens[start : self.at]))

    def step(self) -> Token:
        """The token here; the cursor goes on. Errors: `Unread` at the end."""
        if self.at >= len(self.tokens):
            raise Unread("the query ends too soon")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        """Pass this sign. Errors: `Unread`."""
        if self.step().text != text:
            raise Unread(f"no {text} before {self.text}")

    def balanced(self) -> Span:
        """What stands in brackets that open here, with them. Errors: `Unread`."""
        start, open_ = self.at, [_CLOSES[self.step().text]]
        while open_:
            text = self.step().text
            if text in _CLOSES:
                open_.append(_CLOSES[text])
            elif text == open_[-1]:
                open_.pop()
        return self.since(start)


def statement(cursor: Cursor) -> Statement:
    """The triples that begin here, up to their full stop or what follows. Errors: `Unread`."""
    start, triples = cursor.at, list[Triple]()
    is_node = cursor.text == "["
    subject = _term(cursor, triples)
    if not (is_node and cursor.text in (".", "}", "")):
        _properties(cursor, subject, triples)
    return Statement(cursor.since(start), tuple(triples))


def _properties(cursor: Cursor, subject: Span, triples: list[Triple]) -> None:
    while True:
        path = _path(cursor)
        triples.append(Triple(subject, path, _term(cursor, triples)))
        while cursor.text == ",":
            cursor.step()
            triples.append(Triple(subject, path, _term(cursor, triples)))
        if cursor.text != ";":
            return
        while cursor.text == ";":
            cursor.step()
        if cursor.text in (".", "}", "]", "") or cursor.word:
            return


def _term(cursor: Cursor, triples: list[Triple]) -> Span:
    """A term; of a node in square brackets the bracket, and its triples are added."""
    start = cursor.at
    if cursor.text == "[":
        node = Span((cursor.step(),))
        if cursor.text != "]":
            _properties(cursor, node, triples)
        cursor.expect("]")
        return node
    if cursor.text in ("(", "<<", "<<("):
        return cursor.balanced()
    if cursor.text in ("+", "-"):
        cursor.step()
    token = cursor.step()
    if token.kind not in _TERMS and token.text.upper() not in _TRUTH:
        raise Unread(f"{token.text} is no term")
    if token.kind == "string" and cursor.kind == "lang":
        cursor.step()
    elif token.kind == "string" and cursor.text == "^^":
        cursor.step()
        cursor.step()
    return cursor.since(start)


def _path(cursor: Cursor) -> Span:
    start = cursor.at
    if cursor.kind == "var":
        cursor.step()
        return cursor.since(start)
    while True:
        while cursor.text in ("^", "!"):
            cursor.step()
        if cursor.text == "(":
            cursor.balanced()
        elif cursor.kind in ("iri", "pname") or cursor.text == "a":
            cursor.step()
        else:
            raise Unread(f"{cursor.text} is no property")
        if cursor.text in ("*", "+", "?"):
            cursor.step()
        if cursor.text not in ("/", "|"):
            return cursor.since(start)
        cursor.step()
