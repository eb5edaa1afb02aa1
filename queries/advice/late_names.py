"""``{ SELECT ?x … GROUP BY ?x } ?x rdfs:label ?name``: the groups are joined with the names of
everything. In an OPTIONAL the engine looks up the names of the groups alone.

Measured with pyoxigraph 0.5 on 4,053 groups and 2 million names: 12 s, against 4.3 s, of which
nearly all is the grouping.
"""

from __future__ import annotations

from queries.advice.advice import Advice, Profile
from queries.advice.texts import has_texts
from queries.reading import Edit, Group, Nested, Reading, Statement, edited
from queries.reading.clauses import clauses, columns

_TITLE = "Groups are joined with the names of everything"
_DETAIL = "As OPTIONAL, the names of the groups alone are looked up."


def find(reading: Reading, profile: Profile) -> Advice | None:
    """Names that stand behind a SELECT with GROUP BY, of what that has found."""
    edits = [
        Edit(one.span.start, one.span.end, _optional(one, reading.sparql))
        for group in reading.groups
        for one in group.statements
        if _is_late_name(reading, group, one)
    ]
    return Advice("late-names", _TITLE, _DETAIL, edited(reading.sparql, edits)) if edits else None


def _is_late_name(reading: Reading, group: Group, one: Statement) -> bool:
    """Whether it names what a SELECT before it has grouped by; nothing else may give that name, or
    rows without one would come back."""
    if not one.is_plain or not has_texts(reading, one.triples[0]):
        return False
    subject, name = one.triples[0].subject.variable, one.triples[0].object.variable
    before = [select for select in _grouped(group) if select.span.end <= one.span.start]
    in_filters = sum(reading.times(name, f.span.start, f.span.end) for f in group.filters)
    is_only_here = reading.times(name, group.start, group.end) - in_filters == 1
    return is_only_here and any(subject in _found(select) for select in before)


def _grouped(group: Group) -> list[Nested]:
    """The SELECTs with GROUP BY that stand in braces of their own."""
    inner = [one for nested in group.nested if nested.word == "" and nested.group
             for one in nested.group.nested]  # fmt: skip
    return [one for one in inner if one.group and "GROUP" in clauses(one.group.tail)]


def _found(select: Nested) -> set[str]:
    """The variables that a SELECT groups by and gives."""
    assert select.group
    given = columns(select.group.head) or []
    return {column.name for column in given if not column.expression}


def _optional(name: Statement, sparql: str) -> str:
    text = sparql[name.span.start : name.span.end]
    return f"OPTIONAL {{ {text} }} FILTER(BOUND(?{name.triples[0].object.variable}))"
