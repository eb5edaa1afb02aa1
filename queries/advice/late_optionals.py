"""``… OPTIONAL { … } OPTIONAL { … } ORDER BY ?title LIMIT 100``: every row is completed by what is
optional, and then all but a hundred are thrown away.

Each row in front of the OPTIONALs gives one row or more, so the first hundred rows come of the
first hundred in front: these are sorted and cut first, in a SELECT of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.stores.tokens import Token
from queries.advice.advice import Advice, Profile
from queries.reading import Edit, Group, Nested, Reading, edited
from queries.reading.clauses import clauses, columns, has_aggregates, text

_TITLE = "Every row is completed, and few are kept"
_DETAIL = (
    "Sorted and cut first, in a SELECT of its own, only the rows that are kept are completed by "
    "what is optional."
)
_DIFFERENCE = "Of rows that sort alike, others may be kept."
_NOT_HERE = frozenset(("GROUP", "HAVING", "VALUES"))


def find(reading: Reading, profile: Profile) -> Advice | None:
    """OPTIONALs at the end of a query that sorts by what stands before them, and has a LIMIT."""
    tail, optional = clauses(reading.tail), _last_optionals(reading.group)
    is_cut = {"ORDER", "LIMIT"} <= tail.keys() and not _NOT_HERE & tail.keys()
    if reading.form != "SELECT" or not optional or not is_cut or not _keeps_rows(reading):
        return None
    start, order = optional[0].span.start, tail["ORDER"]
    if not _is_settled(reading, optional, {t.text[1:] for t in order if t.kind == "var"}):
        return None
    most = sum(int(tail[word][1].text) for word in ("LIMIT", "OFFSET") if word in tail)
    inside = f"  }} {text(reading.sparql, order)} LIMIT {most} }}\n  "
    edits = [
        Edit(reading.group.start, reading.group.start, "\n  { SELECT * WHERE {"),
        Edit(start, start, inside),
    ]
    sparql = edited(reading.sparql, edits)
    return Advice("late-optionals", _TITLE, _DETAIL, sparql, _DIFFERENCE)


def _last_optionals(group: Group) -> list[Nested]:
    """The OPTIONALs behind which nothing else stands in the group."""
    others = [statement.span.end for statement in group.statements]
    others += [one.span.end for one in group.filters]
    others += [nested.span.end for nested in group.nested if nested.word != "OPTIONAL"]
    last = max(others, default=group.end)
    return [n for n in group.nested if n.word == "OPTIONAL" and n.span.start >= last]


def _keeps_rows(reading: Reading) -> bool:
    """Whether each solution is a row: none are counted, and none taken together by DISTINCT."""
    is_all = [token.text for token in reading.head] == ["*"]
    around: Sequence[Token] = (*reading.head, *reading.tail)
    return (is_all or columns(reading.head) is not None) and not has_aggregates(around)


def _is_settled(reading: Reading, optional: Sequence[Nested], keys: set[str]) -> bool:
    """Whether the OPTIONALs change nothing that rows are sorted by or filtered for."""
    group = reading.group
    certain = {name for triple in group.triples for name in triple.variables}
    known = reading.variables(group.start, optional[0].span.start)
    open_ = {name for nested in optional for name in nested.span.variables} - certain
    filtered = {name for one in group.filters for name in one.span.variables}
    return bool(keys) and keys <= known and not (keys | filtered) & open_
