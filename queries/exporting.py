"""Writing a query file out of a query that somebody wrote, some of its constants as parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import yaml

from graph.stores.tokens import Token, tokens
from queries import header
from queries.constants import Constant, constants
from queries.errors import BadParameter
from queries.parameter import NAME
from queries.query import Query

_BLANKS = re.compile(r"[ \t]*")


@dataclass(frozen=True)
class Choice:
    """How a constant becomes a parameter. `many`: it takes several values."""

    name: str
    label: str
    type: str
    many: bool = False


def without_header(sparql: str) -> str:
    """A query without the header of the query file that it was copied from."""
    return header.split(sparql)[1]


def export(
    sparql: str,
    title: str,
    summary: str,
    chosen: Mapping[int, Choice],
    columns: Sequence[str] = (),
) -> Query:
    """The query file of a query. `chosen` goes by the number of a constant in `constants(sparql)`;
    `columns` are those of a ``SELECT *``, which must not get the parameters beside them.

    Errors: `BadParameter` for a name; `BadQueryFile`; `QueryError` for what is no query.
    """
    found = constants(sparql)
    _check_names(sparql, found, chosen)
    edits = _columns_instead_of_star(sparql, columns) if chosen else []
    for number, constant in enumerate(found):
        edits += _edits(sparql, constant, chosen.get(number))
    body = _edited(sparql, edits)
    about: dict[str, object] = {
        name: " ".join(text.split()) for name, text in (("title", title), ("summary", summary))
    }
    if chosen:
        about["parameters"] = {
            one.name: _declared(one, found[number]) for number, one in sorted(chosen.items())
        }
    return Query.parse("exported", _header(about) + body.rstrip("\n") + "\n")


def _check_names(sparql: str, found: Sequence[Constant], chosen: Mapping[int, Choice]) -> None:
    names = {token.text[1:] for token in tokens(sparql) if token.kind == "var"}
    for number, choice in chosen.items():
        if not NAME.fullmatch(choice.name):
            raise BadParameter(choice.name, "a name has letters, digits and _, a letter first")
        if found[number].is_block:
            if choice.name != found[number].name:
                raise BadParameter(choice.name, f"is the variable ?{found[number].name}")
        elif choice.name in names:
            raise BadParameter(choice.name, "this name is taken: choose another")
        names.add(choice.name)


def _declared(choice: Choice, constant: Constant) -> dict[str, object]:
    about: dict[str, object] = {"label": " ".join(choice.label.split()) or choice.name}
    about["type"] = [choice.type] if choice.many else choice.type
    if not constant.type:
        about["optional"] = True
    return about


def _header(about: Mapping[str, object]) -> str:
    """The header, each parameter in one line."""
    lines = []
    for name, value in about.items():
        is_text = isinstance(value, str)
        text = yaml.safe_dump(
            {name: value},
            allow_unicode=True,
            sort_keys=False,
            width=10**6,
            default_flow_style=False if is_text else None,
        )
        lines += text.splitlines()
    return "".join(f"#+ {line}\n" for line in lines)


Edit = tuple[int, int, str]
"""Start, end, and what comes in their place."""


def _edits(sparql: str, constant: Constant, choice: Choice | None) -> list[Edit]:
    if constant.is_block:
        sign = "$" if choice else "?"
        return [(place.start, place.end, sign + constant.name) for place in constant.places]
    if choice is None:
        return []
    edits = [(place.start, place.end, f"${choice.name}") for place in constant.places]
    found = {place.group if choice.many else place.outer for place in constant.places}
    groups = [at for at in found if at is not None]
    block = f"VALUES ${choice.name} {{ {constant.text} }}"
    return edits + [(at, at, _line(sparql, at, block)) for at in sorted(groups)]


def _line(sparql: str, at: int, block: str) -> str:
    """A block as a line of its own below the brace that opens its group."""
    start = sparql.rfind("\n", 0, at) + 1
    match = _BLANKS.match(sparql, start)
    indent = "\n" + (match[0] if match else "") + "  "
    rest = sparql[at:].split("\n", 1)[0]
    return indent + block + (indent if rest.strip() else "")


def _columns_instead_of_star(sparql: str, columns: Sequence[str]) -> list[Edit]:
    star = _star(list(tokens(sparql)))
    names = " ".join(f"?{name}" for name in columns)
    return [(star.offset, star.end, names)] if star and names else []


def _star(found: Sequence[Token]) -> Token | None:
    """The star of ``SELECT *``, where the query itself has one."""
    for token, after in pairwise(found):
        if token.kind == "word" and token.text.upper() in ("SELECT", "DISTINCT", "REDUCED"):
            if after.text == "*":
                return after
        elif token.text == "{":
            break
    return None


def _edited(text: str, edits: Sequence[Edit]) -> str:
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [text[at:start], new]
        if end > start and text[end : end + 1].isalnum():
            pieces.append(" ")
        at = end
    return "".join([*pieces, text[at:]])
