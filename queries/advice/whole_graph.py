"""Counts over the whole graph that its own description holds already.

The engine counts statement by statement: 4 million take a second, the whole Registry 20. A build
writes the counts of its classes and properties into the graph, as VoID says
(https://www.w3.org/TR/void/#class-property-partitions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.vocabulary import RDF_TYPE, VOID
from queries.advice.advice import Advice, Profile
from queries.reading import Reading, Triple

_TITLE = "The graph's own description has this"
_DETAIL = "Each build counts its classes and properties once, and holds the counts, as VoID says."
_COUNTING = re.compile(
    r"(?:[?$](?P<key>\w+) )?\( COUNT \( (?P<distinct>DISTINCT )?(?P<what>\*|[?$]\w+) \)"
    r" AS [?$](?P<count>\w+) \)(?: [?$](?P<last>\w+))?",
    re.I,
)
_LISTING = re.compile(r"DISTINCT [?$](?P<key>\w+)", re.I)
_TAIL = re.compile(
    r"(?:GROUP BY [?$](?P<key>\w+) ?)?"
    r"(?:(?:ORDER|BY|ASC|DESC|LIMIT|OFFSET|[()]|\d+|[?$]\w+)(?: |$))*",
    re.I,
)


def find(reading: Reading, profile: Profile) -> Advice | None:
    """Counts of all statements, of one class or property or by each, and lists of them."""
    if not profile["properties"].get(VOID.classPartition) or reading.form != "SELECT":
        return None
    asked, triple = _asked(reading), _only_triple(reading)
    where = _where(reading, asked, triple) if asked and triple else None
    if asked is None or where is None:
        return None
    prefix = "" if reading.prefixes.get("void") == VOID.iri else f"PREFIX void: <{VOID.iri}>\n"
    before, behind = reading.sparql[: reading.start], reading.sparql[asked.behind :]
    sparql = f"{prefix}{before}SELECT {asked.shown}\nWHERE {{ {where} }}{behind}"
    return Advice("summary", _TITLE, _DETAIL, sparql)


@dataclass(frozen=True)
class _Asked:
    """`shown`: the columns in their order; `key`: the variable that is grouped by or listed, and
    `count` that of the count, "" where there is none; `what` is counted, "" for all; `behind`: the
    offset of what stays behind the braces."""

    shown: str
    key: str
    count: str
    what: str
    is_distinct: bool
    behind: int


def _asked(reading: Reading) -> _Asked | None:
    head = " ".join(token.text for token in reading.head)
    tail = _TAIL.fullmatch(" ".join(token.text for token in reading.tail))
    if not tail:
        return None
    grouped = tail["key"] or ""
    behind = reading.tail[2].end if grouped else reading.group.end + 1
    sorting = {t.text[1:] for t in reading.tail if t.kind == "var"}
    if listing := _LISTING.fullmatch(head):
        key = listing["key"]
        is_known = not grouped and sorting <= {key}
        return _Asked(f"DISTINCT ?{key}", key, "", "", True, behind) if is_known else None
    counting = _COUNTING.fullmatch(head)
    if not counting or (counting["key"] and counting["last"]):
        return None
    key, count = counting["key"] or counting["last"] or "", counting["count"]
    if key != grouped or not sorting <= {key, count}:
        return None
    columns = (counting["key"], count, counting["last"])
    shown = " ".join(f"?{name}" for name in columns if name)
    what = counting["what"].lstrip("*?$")
    return _Asked(shown, key, count, what, bool(counting["distinct"]), behind)


def _only_triple(reading: Reading) -> Triple | None:
    group = reading.group
    if group.nested or group.filters or len(group.statements) != 1:
        return None
    (statement,) = group.statements
    triple = statement.triples[0]
    return triple if statement.is_plain and len(triple.path.tokens) == 1 else None


def _where(reading: Reading, asked: _Asked, triple: Triple) -> str | None:
    """The pattern that finds what is asked; None where none is known."""
    names = [span.variable for span in (triple.subject, triple.path, triple.object)]
    subject, path, value = names
    known = {name for name in names if name}
    is_plain = bool(subject) and len(known) == sum(map(bool, names)) and asked.count not in known
    is_type = triple.path.text == "a" or reading.iri(triple.path.tokens[0]) == RDF_TYPE
    if not is_plain or not _is_counted(asked, known, subject if is_type else ""):
        return None
    if path and value and not asked.key:
        return f"[] a void:Dataset ; void:triples ?{asked.count}"
    if path and value and asked.key == path:
        return f"[] void:property ?{path}" + f" ; void:triples ?{asked.count}" * bool(asked.count)
    if is_type and value and asked.key == value:
        return f"[] void:class ?{value}" + f" ; void:entities ?{asked.count}" * bool(asked.count)
    if asked.key or path:
        return None
    return _of_one(asked, triple, is_type)


def _is_counted(asked: _Asked, known: set[str], instance: str) -> bool:
    """Whether what is counted is there once for each statement, or is an instance of a class."""
    if not asked.count:
        return True
    if asked.is_distinct:
        return bool(asked.what) and asked.what == instance
    return not asked.what or asked.what in known


def _of_one(asked: _Asked, triple: Triple, is_type: bool) -> str | None:
    """The count of one class or property; 0 where the graph has none of it."""
    if is_type and triple.object.is_constant:
        part = f"void:class {triple.object.text} ; void:entities"
    elif triple.object.variable and not asked.is_distinct:
        term = f"<{RDF_TYPE}>" if triple.path.text == "a" else triple.path.text
        part = f"void:property {term} ; void:triples"
    else:
        return None
    name = "found" if asked.count != "found" else "found2"
    return f"OPTIONAL {{ [] {part} ?{name} }} BIND(COALESCE(?{name}, 0) AS ?{asked.count})"
