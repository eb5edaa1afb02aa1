"""The constants of a query: what could become a parameter of a query file, found by tokens.

A constant becomes a variable, and a block ``VALUES $name { constant }`` goes into the group that it
stands in: the answer stays the same. A block ``VALUES ?name { … }`` becomes a parameter as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.stores.guard import prologue
from graph.stores.tokens import Token, tokens
from graph.vocabulary import CG
from queries.blocks import Block, terms
from queries.errors import Mistake
from queries.values import TYPES

_TERMS = ("iri", "pname", "string", "number")
_LOCAL = re.compile(r"[A-Za-z0-9_]+$")
_WORDS = {"iri": "iri", "string": "text", "integer": "number", "decimal": "number", "date": "date"}
_ONLY_NUMBERS = ("LIMIT", "OFFSET")


@dataclass(frozen=True)
class Place:
    """Where a constant stands: offsets, its line, and the groups of MINUS around it.

    `group` is where a block for it goes, None where it is in no group. A single value can be bound
    outside of EXISTS, in `outer`, where engines are quick; of several values EXISTS asks for any.
    """

    start: int
    end: int
    line: int
    group: int | None
    outer: int | None
    minus: tuple[int, ...]


@dataclass
class Constant:
    """A constant, as written, with all its places; or the blocks of a variable (`is_block`).

    `type` is the type that a parameter of it has, "" where a block leaves that open; `name` what it
    could be called; `problem` why it can't be a parameter, else "".
    """

    text: str
    type: str
    name: str
    problem: str
    is_block: bool = False
    is_property: bool = False
    is_parameter: bool = False
    """Whether it is a parameter already: a block of ``$name``."""
    is_many: bool = False
    """Whether it has several values, as a block may."""
    places: list[Place] = field(default_factory=list)


def constants(sparql: str) -> list[Constant]:
    """Every constant of a query once, in the order of their first places. Errors: `QueryError`."""
    reading = _Reading(list(tokens(sparql)), sparql)
    found: dict[tuple[str, bool], Constant] = {}
    for constant, place in reading.all():
        known = found.setdefault((constant.text, constant.is_block), constant)
        known.places.append(place)
        known.problem = known.problem or constant.problem
        known.is_property = known.is_property and constant.is_property
        if len({one.minus for one in known.places}) > 1:
            known.problem = "it stands inside MINUS and outside"
    _check_blocks(list(found.values()))
    _name(list(found.values()), {t.text[1:] for t in reading.found if t.kind == "var"})
    return list(found.values())


class _Reading:
    """A walk over the tokens, which knows the groups that are open."""

    def __init__(self, found: Sequence[Token], sparql: str) -> None:
        self.found, self._sparql = found, sparql
        self._start, self._prefixes = prologue(found)
        self._open: list[tuple[int, str]] = []  # where each group begins, and the word before it

    def all(self) -> Iterator[tuple[Constant, Place]]:
        """Each constant with each of its places."""
        at = self._start
        while at < len(self.found):
            token = self.found[at]
            if token.text == "{":
                self._open.append((token.end, self._word(at - 1)))
            elif token.text == "}" and self._open:
                self._open.pop()
            elif self._word(at) == "VALUES":
                at, block = self._values(at)
                if block:
                    yield block
            elif token.kind in _TERMS:
                first = at - self._has_sign(at)
                at, constant = self._constant(at)
                yield constant, self._place(self.found[first].offset, self.found[at].end)
            at += 1

    def _word(self, at: int) -> str:
        token = self.found[at]
        return token.text.upper() if token.kind == "word" else ""

    def _text(self, at: int) -> str:
        return self.found[at].text if 0 <= at < len(self.found) else ""

    def _place(self, start: int, end: int) -> Place:
        around = self._open[::-1]
        group = around[0][0] if around else None
        outer = next((at for at, word in around if word != "EXISTS"), group)
        minus = tuple(at for at, word in self._open if word == "MINUS")
        line = self._sparql.count("\n", 0, start) + 1
        return Place(start, end, line, group, outer, minus)

    def _values(self, at: int) -> tuple[int, tuple[Constant, Place] | None]:
        """Where the data of VALUES end; a constant where it is the block of one variable."""
        opening = next((n for n in range(at, len(self.found)) if self._text(n) == "{"), at)
        last = len(self.found) - 1
        closing = next((n for n in range(opening, last) if self._text(n) == "}"), last)
        variable = self.found[at + 1]
        if opening != at + 2 or variable.kind != "var":
            return closing, None
        name, inside = variable.text[1:], tuple(self.found[opening + 1 : closing])
        block = Block(name, variable.line, 0, 0, inside)
        type_, problem = self._type_of(block)
        text = f"VALUES ?{name} {{ {' '.join(block.words)} }}"
        constant = Constant(text, type_, name, problem, is_block=True)
        constant.is_parameter = variable.text[0] == "$"
        constant.is_many = not problem and len(terms(block, self._prefixes)) > 1
        return closing, (constant, self._place(variable.offset, variable.end))

    def _constant(self, at: int) -> tuple[int, Constant]:
        """The constant at a token, and its last token."""
        first, last = at - self._has_sign(at), at
        if self.found[at].kind == "string" and at + 1 < len(self.found):
            if self.found[at + 1].kind == "lang":
                last = at + 1
            elif self._text(at + 1) == "^^":
                last = min(at + 2, len(self.found) - 1)
        inside = tuple(self.found[first : last + 1])
        type_, problem = self._type_of(Block("name", self.found[at].line, 0, 0, inside))
        if self._word(at - 1) in _ONLY_NUMBERS:
            problem = "SPARQL takes only a number there"
        elif not self._open:
            problem = problem or "it stands outside of WHERE"
        text = self._sparql[self.found[first].offset : self.found[last].end]
        is_property = self._is_property(first, last)
        name = "property" if is_property else self._proposed(first, type_)
        return last, Constant(text, type_, name, problem, is_property=is_property)

    def _type_of(self, block: Block) -> tuple[str, str]:
        """(the type of a parameter with these values, "") or ("", why there is none)."""
        try:
            values = terms(block, self._prefixes)
        except Mistake as error:
            return "", error.reason.removeprefix(f"the block of ${block.name}: ")
        if any(term.value == CG.search for term in values):
            return "", "it asks the full-text index, which takes no variable"
        found = {term.datatype for term in values}
        known = [name for name, one in TYPES.items() if found == {one.datatype}]
        if known:
            return known[0], ""
        return "", "no type of a parameter holds it" if found else ""

    def _has_sign(self, at: int) -> bool:
        """Whether a number has a sign of its own: one that no operand stands before."""
        if self.found[at].kind != "number" or self._text(at - 1) not in ("+", "-"):
            return False
        before = self.found[at - 2]
        return before.kind == "op" and before.text not in (")", "]", "}")

    def _proposed(self, first: int, type_: str) -> str:
        """A name: that of the property before a constant, else what it is."""
        if self._text(first - 1) == "a":
            return "type"
        before = self.found[first - 1]
        if before.kind in ("iri", "pname") and (match := _LOCAL.search(before.text.rstrip(">"))):
            return match[0]
        return _WORDS.get(type_, "value")

    def _is_property(self, first: int, last: int) -> bool:
        """Whether an IRI stands where a property does: between two terms."""
        if self.found[first].kind not in ("iri", "pname") or self._text(first - 1) in ("{", "."):
            return False
        after = self.found[last + 1] if last + 1 < len(self.found) else None
        is_step = after and after.text in ("[", "(", "/", "|", "*", "+", "?", "^")
        return bool(after and (is_step or after.kind in (*_TERMS, "var", "bnode")))


def _check_blocks(found: Sequence[Constant]) -> None:
    """The blocks of a variable must all hold the same."""
    names = [constant.name for constant in found if constant.is_block]
    for constant in found:
        if constant.is_block and names.count(constant.name) > 1:
            constant.problem = f"the blocks of ?{constant.name} do not all hold the same"


def _name(found: Sequence[Constant], taken: set[str]) -> None:
    """Give each constant a name of its own that no variable has; a block keeps its variable's."""
    for constant in found:
        if constant.is_block:
            continue
        base = constant.name if constant.name[0].isalpha() else _WORDS.get(constant.type, "value")
        names = (base, *(f"{base}{number}" for number in range(2, len(taken) + 3)))
        constant.name = next(name for name in names if name not in taken)
        taken.add(constant.name)
