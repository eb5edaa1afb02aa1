"""``COUNT(DISTINCT ?later)`` of ``?start cg:nextStep+ ?later``: a walk from every record through
all that is behind it. A build counts that once, from both ends.
"""

from __future__ import annotations

from collections.abc import Collection

from graph.stores.tokens import Token
from graph.vocabulary import CG
from queries.advice.advice import Advice, Profile
from queries.reading import Edit, Reading, Statement, Triple, edited
from queries.reading.clauses import clauses, columns

_TITLE = "The build has counted these steps"
_DETAIL = (
    "Walked from every record, cg:nextStep+ takes minutes on a large graph. How many records come "
    "after and before each one is counted when the graph is built."
)


def find(reading: Reading, profile: Profile) -> Advice | None:
    """The only count of a query, of one end of such a path, where it is grouped by the other."""
    tail, head = clauses(reading.tail), columns(reading.head)
    counts = [column for column in head or () if column.expression]
    if not profile["properties"].get(CG.recordsAfter) or "HAVING" in tail or len(counts) != 1:
        return None
    (count,) = counts
    group_by = tail.get("GROUP", ())
    for statement in reading.group.statements:
        for triple in statement.triples:
            edits = _edits(reading, statement, triple, _counted(count.expression), group_by)
            if edits:
                first, last = count.expression[0], count.expression[-1]
                shown = Edit(first.offset, last.end, f"?{count.name}")
                grouped = Edit(group_by[-1].end, group_by[-1].end, f" ?{count.name}")
                value = Edit(triple.object.start, triple.object.end, f"?{count.name}")
                sparql = edited(reading.sparql, [shown, *edits, value, grouped])
                return Advice("steps", _TITLE, _DETAIL, sparql)
    return None


def _counted(expression: Collection[Token]) -> str:
    """The variable of ``(COUNT(DISTINCT ?x) AS ?n)``; "" for another expression."""
    words = [token.text.upper() for token in expression]
    is_count = words[:4] == ["(", "COUNT", "(", "DISTINCT"] and words[5:7] == [")", "AS"]
    return [*expression][4].text[1:] if is_count else ""


def _edits(
    reading: Reading,
    statement: Statement,
    triple: Triple,
    counted: str,
    group_by: Collection[Token],
) -> list[Edit]:
    """What makes the triple one with the count of the build, but for its object; nothing where it
    is another triple."""
    step, *more = triple.path.tokens
    keys = {token.text[1:] for token in group_by if token.kind == "var"}
    is_path = reading.iri(step) == CG.nextStep and [token.text for token in more] == ["+"]
    if not is_path or not counted or reading.times(counted, 0, len(reading.sparql)) != 2:
        return []
    path = Edit(triple.path.start, triple.path.end, "")
    before, after = (step.text.replace("nextStep", f"records{end}") for end in ("Before", "After"))
    if triple.object.variable == counted and triple.subject.variable in keys:
        return [path._replace(text=after)]
    key = triple.object.variable
    if triple.subject.variable == counted and key in keys and len(statement.triples) == 1:
        return [
            Edit(triple.subject.start, triple.subject.end, f"?{key}"),
            path._replace(text=before),
        ]
    return []
