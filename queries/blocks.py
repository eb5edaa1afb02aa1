"""The places of parameters in a query: the blocks ``VALUES $name { … }``, found by tokens.

Only what stands between the braces is ever replaced, so a value can't change the rest of a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.stores.tokens import Token, tokens
from graph.vocabulary import XSD
from queries.errors import Mistake
from queries.values import IRI

_ESCAPED = re.compile(r"\\(.)", re.S)
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Term:
    """A term of a default: its `datatype` (`IRI` where it is no literal) and its plain `value`."""

    datatype: str
    value: str


@dataclass(frozen=True)
class Block:
    """``VALUES $name { inside }`` at `line`; `start` and `end` are offsets of what is inside."""

    name: str
    line: int
    start: int
    end: int
    inside: tuple[Token, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What is inside, less spaces and comments."""
        return tuple(token.text for token in self.inside)

    @property
    def is_undefined(self) -> bool:
        """Whether it holds ``UNDEF`` alone."""
        return [word.upper() for word in self.words] == ["UNDEF"]


def blocks(sparql: str) -> Iterator[Block]:
    """The blocks of a query in their order. Errors: `Mistake` where one is not of this form."""
    found = list(tokens(sparql))
    for index, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "VALUES":
            continue
        variables = _variables(found, index + 1)
        if any(variable.text.startswith("$") for variable in variables):
            yield _block(found, index, variables)


def _variables(found: Sequence[Token], start: int) -> list[Token]:
    variables = []
    for token in found[start:]:
        if token.kind == "var":
            variables.append(token)
        elif token.text != "(":
            break
    return variables


def _block(found: Sequence[Token], index: int, variables: Sequence[Token]) -> Block:
    values, name = found[index], variables[0].text[1:]
    opening = found[index + 2 : index + 3]
    if len(variables) > 1 or not opening or opening[0].text != "{":
        raise Mistake(values.line, f"a parameter stands alone in its block: VALUES ${name} {{ … }}")
    inside: list[Token] = []
    for token in found[index + 3 :]:
        if token.text == "}":
            return Block(name, values.line, opening[0].end, token.offset, tuple(inside))
        inside.append(token)
    raise Mistake(values.line, f"the block of ${name} has no end")


def terms(block: Block, prefixes: Mapping[str, str]) -> list[Term]:
    """The terms in a block; none where it holds ``UNDEF``. Errors: `Mistake`."""
    if block.is_undefined:
        return []
    rest, found = list(block.inside), []
    while rest:
        try:
            found.append(_next_term(rest, prefixes))
        except (IndexError, KeyError) as error:
            raise Mistake(block.line, f"the block of ${block.name} holds a broken term") from error
        except ValueError as error:
            raise Mistake(block.line, f"the block of ${block.name}: {error}") from error
    return found


def _next_term(rest: list[Token], prefixes: Mapping[str, str]) -> Term:
    """Take the tokens of one term off the front of `rest`."""
    token = rest.pop(0)
    if token.kind in ("iri", "pname"):
        return Term(IRI, _iri(token, prefixes))
    if token.kind == "string":
        if rest and rest[0].kind == "lang":
            raise ValueError("a default has no language tag")
        if rest and rest[0].text == "^^":
            del rest[0]
            return Term(_iri(rest.pop(0), prefixes), _string(token))
        return Term(XSD.string, _string(token))
    sign = token.text if token.text in ("+", "-") else ""
    number = rest.pop(0) if sign else token
    if number.kind != "number":
        raise ValueError(f"{number.text} is neither an IRI, a string nor a number")
    return Term(_number_type(number.text), sign.replace("+", "") + number.text)


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + _ESCAPED.sub(r"\1", local)


def _string(token: Token) -> str:
    quotes = 3 if token.text[:3] in ('"""', "'''") else 1
    plain = token.text[quotes:-quotes]
    return _ESCAPED.sub(lambda match: _CHARACTERS.get(match[1], match[1]), plain)


def _number_type(text: str) -> str:
    if "e" in text.lower():
        return XSD.double
    return XSD.decimal if "." in text else XSD.integer
