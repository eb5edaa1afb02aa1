"""``EXISTS { ?c estimatedCost/price ?p }``: the engine plans what is in the braces as if nothing in
it were known, so it goes through the steps of the whole graph for each row.

With an EXISTS for each step it looks up one row's own: measured with pyoxigraph 0.5 on 3,000
records five times as fast, and the more records, the more so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.stores.tokens import Token, tokens
from queries.advice.advice import Advice, Profile
from queries.reading import Edit, Reading, edited

_TITLE = "A path of several steps is looked for in each row"
_DETAIL = "Step by step, with an EXISTS for each, only what the row itself leads to is looked at."
_TERMS = frozenset(("var", "iri", "pname"))
_SIMPLE = frozenset(("iri", "pname"))


def find(reading: Reading, profile: Profile) -> Advice | None:
    """Every EXISTS that holds one triple with a path of several steps."""
    edits = [_steps(reading, *found) for found in _paths(list(tokens(reading.sparql)))]
    if not edits:
        return None
    return Advice("exists-path", _TITLE, _DETAIL, edited(reading.sparql, edits))


def _paths(found: Sequence[Token]) -> Iterator[tuple[Sequence[Token], int]]:
    """The tokens inside the braces of each such EXISTS, and how many EXISTS come before."""
    number = 0
    for place, token in enumerate(found):
        if token.text.upper() != "EXISTS" or found[place + 1].text != "{":
            continue
        inside = list(_inside(found[place + 2 :]))
        if len(inside) >= 5 and _is_sequence(inside):
            yield inside, number
            number += 1


def _inside(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens up to the brace, without a full stop before it."""
    for place, token in enumerate(found):
        if token.text == "}":
            return
        if token.text != "." or found[place + 1].text != "}":
            yield token


def _is_sequence(inside: Sequence[Token]) -> bool:
    """Whether it is a subject, properties with / between them, and an object."""
    subject, *path, value = inside
    steps, slashes = path[::2], path[1::2]
    return (
        subject.kind in _TERMS
        and (value.kind in _TERMS or value.kind in ("string", "number"))
        and all(step.kind in _SIMPLE or step.text == "a" for step in steps)
        and all(slash.text == "/" for slash in slashes)
        and len(steps) == len(slashes) + 1
    )


def _steps(reading: Reading, inside: Sequence[Token], number: int) -> Edit:
    subject, *path, value = inside
    steps = [step.text for step in path[::2]]
    name = reading.fresh(f"step{number + 1}_")
    nodes = [subject.text, *(f"?{name}{place}" for place in range(1, len(steps))), value.text]
    text, closing = f"{nodes[0]} {steps[0]} {nodes[1]}", ""
    for place, step in enumerate(steps[1:], 1):
        text += f" FILTER EXISTS {{ {nodes[place]} {step} {nodes[place + 1]}"
        closing += " }"
    return Edit(subject.offset, value.end, text + closing)
