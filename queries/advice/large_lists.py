"""``?record cg:recordType ?type ; prov:wasDerivedFrom ?source``: of two long lists the engine looks
up each entry of one in the other.

As SELECTs of their own, both are read once, and joined in memory: measured with pyoxigraph 0.5 on
2.6 and 0.6 million statements 3.3 s against 16 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.stores.tokens import Token
from graph.vocabulary import RDF_TYPE
from queries.advice.advice import Advice, Profile
from queries.reading import Edit, Group, Reading, Statement, Triple, edited
from queries.reading.clauses import has_aggregates

_TITLE = "Long lists are looked up entry by entry"
_DETAIL = "Read whole, in a SELECT of its own each, they are joined in memory."
_LONG = 200_000
"""Statements from which on a list is long. Of shorter ones looking up takes two seconds at most."""
_ALIKE = 10
"""How many times as long the longest may be as the shortest: reading what is much longer takes more
time than looking up."""
_HARMLESS = ("OPTIONAL", "BIND")
"""What adds to rows, and leaves none out."""


def find(reading: Reading, profile: Profile) -> Advice | None:
    """A SELECT that counts or sorts all resources which have several properties, and nothing else
    to say which of them it wants."""
    for around, group in _selects(reading):
        is_whole = has_aggregates(around) or any(token.text.upper() == "ORDER" for token in around)
        others = group.filters or any(one.word not in _HARMLESS for one in group.nested)
        if is_whole and not others and len(group.statements) == 1:
            (statement,) = group.statements
            if _is_long(reading, statement, profile):
                return Advice("lists", _TITLE, _DETAIL, _rewritten(reading.sparql, statement))
    return None


def _selects(reading: Reading) -> Iterator[tuple[Sequence[Token], Group]]:
    """What stands around the braces of each SELECT, and the group in them."""
    if reading.form == "SELECT":
        yield (*reading.head, *reading.tail), reading.group
    for group in reading.groups:
        if group.head:
            yield (*group.head, *group.tail), group


def _is_long(reading: Reading, statement: Statement, profile: Profile) -> bool:
    triples = statement.triples
    objects = [triple.object.variable for triple in triples]
    subjects = {triple.subject.variable for triple in triples}
    if len(triples) < 2 or len(subjects) > 1 or len({*objects, *subjects, ""}) < len(triples) + 2:
        return False
    counts = [_count(reading, triple, profile) for triple in triples]
    return min(counts) >= _LONG and max(counts) <= _ALIKE * min(counts)


def _count(reading: Reading, triple: Triple, profile: Profile) -> int:
    """The statements of its property; 0 where it is a path or a variable."""
    (step, *more) = triple.path.tokens
    name = RDF_TYPE if step.text == "a" else reading.iri(step)
    return 0 if more else profile["properties"].get(name, 0)


def _rewritten(sparql: str, statement: Statement) -> str:
    def written(triple: Triple) -> str:
        parts = (triple.subject, triple.path, triple.object)
        subject, path, value = (sparql[part.start : part.end] for part in parts)
        return f"{{ SELECT {subject} {value} WHERE {{ {subject} {path} {value} }} }}"

    lists = "\n  ".join(map(written, statement.triples))
    return edited(sparql, [Edit(statement.span.start, statement.span.end, lists)])
