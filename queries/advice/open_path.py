"""``?a broader* ?b`` with nothing that says what ?a or ?b is: ``*`` pairs every resource and every
literal of the graph with itself."""

from __future__ import annotations

from collections.abc import Sequence

from graph.stores.tokens import Token
from queries.advice.advice import Advice, Profile
from queries.reading import Edit, Group, Reading, Triple, edited

_TITLE = "A path that may begin and end anywhere"
_DETAIL = (
    "Behind * each resource and value of the graph is paired with itself. Say what one end is, or "
    "write + for paths of one step and more."
)
_DIFFERENCE = "It leaves out the pairs of a thing with itself that have no path."


def find(reading: Reading, profile: Profile) -> Advice | None:
    """The first path that is all of one closure with *, and whose ends nothing else binds."""
    for group in reading.groups:
        for triple in group.triples:
            if _is_open(group, triple):
                star = triple.path.tokens[-1]
                sparql = edited(reading.sparql, [Edit(star.offset, star.end, "+")])
                return Advice("open-path", _TITLE, _DETAIL, sparql, _DIFFERENCE)
    return None


def _is_open(group: Group, triple: Triple) -> bool:
    ends = {triple.subject.variable, triple.object.variable}
    if "" in ends or not _is_closure(triple.path.tokens):
        return False
    others = [other.variables for other in group.triples if other is not triple]
    others += [n.span.variables for n in group.nested if n.word not in ("OPTIONAL", "MINUS")]
    return not any(ends & variables for variables in others)


def _is_closure(path: Sequence[Token]) -> bool:
    """Whether all of a path is one step with * behind it."""
    depth = 0
    for token in path:
        depth += (token.text == "(") - (token.text == ")")
        if not depth and token.text in ("/", "|"):
            return False
    return path[-1].text == "*"
