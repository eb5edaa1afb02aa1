"""A parameter of a query: what the header says of it, and what its block in the query holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from queries.blocks import Block, Term, terms
from queries.errors import BadParameter, Mistake
from queries.header import PARAMETER_KEYS, Mapped
from queries.values import TYPES

MAX_VALUES = 100
"""How many values a parameter that takes many may be given."""

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query.

    `type` is one of `queries.values.TYPES`; `many` says that it takes several values; `choices` is
    the id of the query file that feeds its drop-down (columns value and label); `pattern` a regular
    expression that the whole of a code must match; `default` holds values as a person would type
    them, none where the block holds UNDEF.
    """

    name: str
    label: str
    type: str
    many: bool
    optional: bool
    choices: str | None
    pattern: str | None
    help: str
    default: tuple[str, ...]

    def inside(self, given: str | Sequence[str] | None) -> str:
        """What stands between the braces for the value or values given.

        Nothing (None, "" or an empty list) is UNDEF. Errors: `BadParameter`.
        """
        values = [given] if isinstance(given, str) else list(given or ())
        values = [value for value in values if value.strip()]
        if not values:
            if not self.optional:
                raise BadParameter(self.name, "a value is needed")
            return " UNDEF "
        most = MAX_VALUES if self.many else 1
        if len(values) > most:
            raise BadParameter(self.name, f"takes at most {most}, not {len(values)} values")
        return f" {' '.join(map(self._term, values))} "

    def _term(self, value: str) -> str:
        try:
            term = TYPES[self.type].term(value)
        except ValueError as error:
            raise BadParameter(self.name, str(error)) from error
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise BadParameter(self.name, f"not of the form {self.pattern}")
        return term


def declared(
    header: Mapped, found: Sequence[Block], prefixes: Mapping[str, str]
) -> tuple[Parameter, ...]:
    """The parameters of a file, each with its block or blocks. Errors: `Mistake`."""
    listed = Mapped(header.node("parameters"), "parameters", None) if "parameters" in header else ()
    for block in found:
        if block.name not in listed:
            raise Mistake(block.line, f"the header does not declare the parameter {block.name}")
    if isinstance(listed, Mapped):
        return tuple(_declared(listed, name, found, prefixes) for name in listed)
    return ()


def _declared(
    listed: Mapped, name: str, found: Sequence[Block], prefixes: Mapping[str, str]
) -> Parameter:
    line = listed.line_of(name)
    if not NAME.fullmatch(name):
        raise Mistake(line, f"{name!r} can't be the name of a parameter")
    own = [block for block in found if block.name == name]
    if not own:
        raise Mistake(line, f"the query has no block VALUES ${name} {{ … }}")
    for other in own[1:]:
        if other.words != own[0].words:
            raise Mistake(other.line, f"the blocks of ${name} do not all hold the same")
    parts = Mapped(listed.node(name), f"the parameter {name}", PARAMETER_KEYS)
    type_, many = _type(parts)
    defaults = terms(own[0], prefixes)
    parameter = Parameter(
        name=name,
        label=parts.text("label"),
        type=type_,
        many=many,
        optional=parts.flag("optional"),
        choices=parts.text("choices", "") or None,
        pattern=_pattern(parts, type_),
        help=parts.text("help", ""),
        default=tuple(term.value for term in defaults),
    )
    for problem in _problems(parameter, defaults):
        raise Mistake(own[0].line, f"the default of {name}: {problem}")
    return parameter


def _type(parts: Mapped) -> tuple[str, bool]:
    """(the name of the type, whether it is a list of that type)."""
    if "type" in parts and isinstance(parts.node("type"), yaml.SequenceNode):
        names = parts.texts("type")
        if len(names) == 1 and names[0] in TYPES:
            return names[0], True
        raise Mistake(parts.line_of("type"), f"a list has one type of {', '.join(TYPES)}")
    return parts.one_of("type", tuple(TYPES)), False


def _pattern(parts: Mapped, type_: str) -> str | None:
    pattern = parts.text("pattern", "")
    if bool(pattern) != (type_ == "code"):
        raise Mistake(parts.line, "a pattern goes with the type code, and only with it")
    try:
        re.compile(pattern)
    except re.error as error:
        raise Mistake(parts.line_of("pattern"), f"the pattern is broken: {error}") from error
    return pattern or None


def _problems(parameter: Parameter, defaults: Sequence[Term]) -> Iterator[str]:
    """What is wrong with a default: the person who gives nothing must get a query that runs."""
    wanted = TYPES[parameter.type].datatype
    for term in defaults:
        if term.datatype != wanted:
            yield f"{term.value} is not of the type {parameter.type}"
    if not defaults and not parameter.optional:
        yield "only an optional parameter holds UNDEF"
    elif defaults:
        try:
            parameter.inside(parameter.default)
        except BadParameter as error:
            yield error.reason
