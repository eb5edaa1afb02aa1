"""The parts of a query as they are written: spans of tokens, triples, filters, groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.stores.tokens import Token


class Edit(NamedTuple):
    """`text` goes in the place of what stands from `start` to `end`, offsets of characters."""

    start: int
    end: int
    text: str


def edited(sparql: str, edits: Iterable[Edit]) -> str:
    """A query with these edits, none of which overlap; at one place the first given comes first."""
    pieces, at = [], 0
    for start, end, text in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [sparql[at:start], text]
        at = end
    return "".join([*pieces, sparql[at:]])


@dataclass(frozen=True)
class Span:
    """Tokens side by side; at least one."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """The offset of the first character."""
        return self.tokens[0].offset

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.tokens[-1].end

    @property
    def text(self) -> str:
        """The tokens with a space between them."""
        return " ".join(token.text for token in self.tokens)

    @property
    def variable(self) -> str:
        """The name of the variable that this is, without ? or $; else ""."""
        (first, *more) = self.tokens
        return first.text[1:] if first.kind == "var" and not more else ""

    @property
    def variables(self) -> set[str]:
        """The names of all variables in it."""
        return {token.text[1:] for token in self.tokens if token.kind == "var"}

    @property
    def is_constant(self) -> bool:
        """Whether it is an IRI, a literal or a number."""
        return self.tokens[0].kind in ("iri", "pname", "string", "number")


@dataclass(frozen=True)
class Triple:
    """One triple pattern. `path` is its property, or a property path; `[` stands for the node of a
    list in square brackets."""

    subject: Span
    path: Span
    object: Span

    @property
    def variables(self) -> set[str]:
        """The names of all variables in it."""
        return self.subject.variables | self.path.variables | self.object.variables


@dataclass(frozen=True)
class Statement:
    """Triples that are written as one, with ; and , between them: `span` without the full stop."""

    span: Span
    triples: tuple[Triple, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it is one triple of three terms."""
        return len(self.triples) == 1 and "[" not in self.span.text and "(" not in self.span.text


@dataclass(frozen=True)
class Filter:
    """`span` from FILTER on; `condition` without that word; `inside` the group of EXISTS."""

    span: Span
    condition: Span
    inside: Group | None = None

    @property
    def parts(self) -> list[Span]:
        """What has to hold, each by itself: the condition, cut where && joins its parts."""
        tokens = self.condition.tokens
        while _is_bracketed(tokens):
            tokens = tokens[1:-1]
        found, depth, start = list[Span](), 0, 0
        for place, token in enumerate(tokens):
            depth += (token.text in "({") - (token.text in ")}")
            if not depth and token.text == "||":
                return [Span(tokens)]
            if not depth and token.text == "&&":
                found.append(Span(tokens[start:place]))
                start = place + 1
        return [*found, Span(tokens[start:])]

    def without(self, part: Span, sparql: str) -> Edit:
        """The edit that takes one of its `parts` away, or all of it where there is no other."""
        others = [sparql[one.start : one.end] for one in self.parts if one != part]
        text = f"FILTER({' && '.join(others)})" if others else ""
        return Edit(self.span.start, self.span.end, text)


def _is_bracketed(tokens: tuple[Token, ...]) -> bool:
    """Whether the first bracket closes with the last token, and something is inside."""
    depth = 0
    for token in tokens[:-1]:
        depth += (token.text == "(") - (token.text == ")")
        if not depth:
            return False
    return len(tokens) > 2 and depth == 1 and tokens[-1].text == ")"


@dataclass(frozen=True)
class Nested:
    """A group in a group. `word` is OPTIONAL, MINUS, GRAPH, UNION (for each side of one), SELECT,
    BIND, VALUES or "" (a group by itself); `span` is all of it."""

    word: str
    span: Span
    group: Group | None = None


@dataclass
class Group:
    """What stands in a pair of braces. `start` and `end` are the offsets of the braces' insides;
    `head` and `tail` are what stands before and behind the braces of a SELECT inside it."""

    start: int
    end: int
    statements: list[Statement] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    nested: list[Nested] = field(default_factory=list)
    head: tuple[Token, ...] = ()
    tail: tuple[Token, ...] = ()

    @property
    def triples(self) -> list[Triple]:
        """The triples that stand in it directly."""
        return [triple for statement in self.statements for triple in statement.triples]

    def is_no_literal(self, name: str) -> bool:
        """Whether a variable is a subject or a property, which no literal can be; a path may begin
        at one, as ``^p`` and ``p*`` do."""
        plain = [triple for triple in self.triples if len(triple.path.tokens) == 1]
        return any(name in (triple.subject.variable, triple.path.variable) for triple in plain)

    def has_bind(self, name: str) -> bool:
        """Whether BIND gives a variable its value here; nothing may give it one before."""
        binds = (nested.span.tokens for nested in self.nested if nested.word == "BIND")
        return any(tokens[-2].text[1:] == name for tokens in binds)

    def all(self) -> Iterator[Group]:
        """This group and every group inside it."""
        yield self
        inner = [nested.group for nested in self.nested] + [one.inside for one in self.filters]
        for group in inner:
            if group:
                yield from group.all()
