"""A pathway out of the graph, through the query files that anyone can ask too."""

from __future__ import annotations

from collections.abc import Iterable

from graph.vocabulary import CETERMS, RDFS, shorten
from queries import catalog
from webapp.asking import Row, rows, text
from webapp.pathways.model import Condition, Pathway, Step, in_order

_MOST_LEVELS = 20
_OR = "https://purl.org/ctdl/vocabs/logic/Or"


def read(iri: str) -> Pathway | None:
    """The pathway of this IRI; None where the graph has no such pathway. Errors: `QueryError`."""
    about = _about(iri)
    if about is None:
        return None
    conditions = _conditions(_asked("pathways/conditions", iri))
    after, parts = _relations(_asked("pathways/relations", iri))
    steps = {
        text(row, "step"): _step(row, after, parts, conditions)
        for row in _asked("pathways/steps", iri)
    }
    owner = (text(about, "owner"), text(about, "ownerName")) if "owner" in about else None
    name = text(about, "name") or shorten(iri)
    return Pathway(iri, name, text(about, "description"), owner, in_order(steps))


def _asked(query_id: str, iri: str) -> tuple[Row, ...]:
    return rows(catalog()[query_id].bind(pathway=iri))


def _about(iri: str) -> Row | None:
    found = rows(
        f"""SELECT ?name ?description ?owner ?ownerName WHERE {{
          <{iri}> a <{CETERMS.Pathway}> .
          OPTIONAL {{ <{iri}> <{RDFS.label}> ?name }}
          OPTIONAL {{ <{iri}> <{CETERMS.description}> ?description }}
          OPTIONAL {{ <{iri}> <{CETERMS.ownedBy}> ?owner . ?owner <{RDFS.label}> ?ownerName }}
        }} LIMIT 1"""
    )
    return found[0] if found else None


def _relations(found: Iterable[Row]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each step those that it comes after, and those that are its parts."""
    after: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for row in found:
        relation = after if text(row, "relation") == "after" else parts
        relation.setdefault(text(row, "step"), []).append(text(row, "other"))
    return after, parts


def _step(
    row: Row,
    after: dict[str, list[str]],
    parts: dict[str, list[str]],
    conditions: dict[str, list[Condition]],
) -> Step:
    iri = text(row, "step")
    kind = text(row, "kindLabel") or shorten(text(row, "kind")).rpartition(":")[2] or "Step"
    stands_for = text(row, "standsFor")
    return Step(
        iri=iri,
        name=text(row, "stepLabel").strip() or shorten(iri),
        kind=kind.removesuffix(" Component").removesuffix("Component"),
        description=text(row, "description"),
        proxy=(stands_for, text(row, "standsForLabel")) if stands_for else None,
        is_destination=text(row, "isDestination") == "true",
        level=text(row, "level"),
        before=tuple(after.get(iri, ())),
        parts=tuple(parts.get(iri, ())),
        conditions=tuple(conditions.get(iri, ())),
    )


def _conditions(found: Iterable[Row]) -> dict[str, list[Condition]]:
    """The conditions of each step, those within others inside them."""
    facts: dict[str, Row] = {}
    targets: dict[str, dict[str, None]] = {}
    within: dict[str, dict[str, None]] = {}
    for row in found:
        iri = text(row, "condition")
        facts.setdefault(iri, row)
        targets.setdefault(iri, {})
        if "target" in row:
            targets[iri][text(row, "target")] = None
        within.setdefault(text(row, "within"), {})[iri] = None

    placed: set[str] = set()  # a condition that several share stands where it is met first

    def condition(iri: str, depth: int = 0) -> Condition:
        placed.add(iri)
        row, number = facts[iri], text(facts[iri], "requiredNumber")
        deeper = within.get(iri, {}) if depth < _MOST_LEVELS else {}
        inner = [child for child in deeper if child not in placed]
        placed.update(inner)
        return Condition(
            iri=iri,
            name=text(row, "conditionLabel"),
            description=text(row, "description"),
            required=int(number) if number.isdecimal() and len(number) < 10 else None,
            is_or=text(row, "operator") == _OR,
            targets=tuple(targets[iri]),
            inner=tuple(condition(child, depth + 1) for child in inner),
        )

    return {
        owner: [condition(iri) for iri in owned]
        for owner, owned in within.items()
        if owner not in facts
    }
