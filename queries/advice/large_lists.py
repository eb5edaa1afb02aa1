"""``?record cg:recordType ?type ; prov:wasDerivedFrom ?source``: of two long lists the engine looks
up each entry of one in the other.

As SELECTs of their own, both are read once, and joined in memory: measured with pyoxigraph 0.5 on
2.6 and 0.6 million statements 3.3 s against 16 s; on 140,000 that a path gives and 200,000
resources of a class 3.4 s against 8.8 s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from graph.stores.tokens import Token
from graph.vocabulary import RDF_TYPE
from queries.advice.advice import Advice, Profile
from queries.reading import Edit, Group, Reading, Triple, edited
from queries.reading.clauses import has_aggregates

_TITLE = "Long lists are looked up entry by entry"
_DETAIL = "Read whole, in a SELECT of its own each, they are joined in memory."
_LONG = 50_000
"""Entries from which on a list is long. Of shorter ones looking up takes half a second or less."""
_ALIKE = 10
"""How many times as long the longest may be as the shortest: reading what is much longer takes more
time than looking up."""
_HARMLESS = ("OPTIONAL", "BIND")
"""What adds to rows, and leaves none out."""


def find(reading: Reading, profile: Profile) -> Advice | None:
    """A SELECT that counts or sorts everything of which several things are said, and has nothing
    else to tell what it wants."""
    for around, group in _selects(reading):
        is_whole = has_aggregates(around) or any(token.text.upper() == "ORDER" for token in around)
        others = group.filters or any(one.word not in _HARMLESS for one in group.nested)
        if is_whole and not others and _is_joined_once(group.triples):
            counts = [_count(reading, triple, profile) for triple in group.triples]
            if min(counts) >= _LONG and max(counts) <= _ALIKE * min(counts):
                return Advice("lists", _TITLE, _DETAIL, _rewritten(reading.sparql, group))
    return None


def _selects(reading: Reading) -> Iterator[tuple[Sequence[Token], Group]]:
    """What stands around the braces of each SELECT, and the group in them."""
    if reading.form == "SELECT":
        yield (*reading.head, *reading.tail), reading.group
    for group in reading.groups:
        if group.head:
            yield (*group.head, *group.tail), group


def _is_joined_once(triples: Sequence[Triple]) -> bool:
    """Whether all have one variable in common, and each its own beside it."""
    if len(triples) < 2:
        return False
    names = [name for one in triples for name in (one.subject.variable, one.object.variable)]
    times = Counter(filter(None, names))
    common = set.intersection(*(one.variables for one in triples))
    return len(common) == 1 and all(
        count == (len(triples) if name in common else 1) for name, count in times.items()
    )


def _count(reading: Reading, triple: Triple, profile: Profile) -> int:
    """The resources of its class, or the statements of its property or of the first step of a path;
    0 where it is none of these."""
    step, *more = triple.path.tokens
    name = RDF_TYPE if step.text == "a" else reading.iri(step)
    if triple.subject.variable and triple.object.variable and (not more or more[0].text == "/"):
        return profile["properties"].get(name, 0)
    if triple.subject.variable and name == RDF_TYPE and not more:
        return profile["classes"].get(reading.iri(triple.object.tokens[0]), 0)
    return 0


def _rewritten(sparql: str, group: Group) -> str:
    def written(triple: Triple) -> str:
        parts = (triple.subject, triple.path, triple.object)
        text = " ".join(sparql[part.start : part.end] for part in parts)
        columns = " ".join(part.text for part in parts if part.variable)
        return f"{{ SELECT {columns} WHERE {{ {text} }} }}"

    return edited(
        sparql,
        [
            Edit(one.span.start, one.span.end, "\n  ".join(map(written, one.triples)))
            for one in group.statements
        ],
    )
