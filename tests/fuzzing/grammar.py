"""Random queries by the grammar of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).

Most are valid; some break a rule that the grammar does not hold, such as that of blank nodes.
"""

from __future__ import annotations

from random import Random

from tests.fuzzing.expressions import aggregate, expression, path
from tests.fuzzing.terms import PROLOGUE, PROPERTIES, constant, name, term, variable


def query(random: Random) -> str:
    """A whole query."""
    depth = random.choice((1, 2, 2, 3, 4))
    body = random.choice((_select, _select, _select, _ask, _construct, _describe))(random, depth)
    values = f"\n{_values(random)}" if random.random() < 0.1 else ""
    return PROLOGUE + body + values


def _select(random: Random, depth: int) -> str:
    grouped = random.random() < 0.25
    if grouped:
        key = variable(random)
        shown = f"{key} ({aggregate(random, depth - 1, _group)} AS ?result)"
    elif random.random() < 0.4:
        shown = "*"
    else:
        shown = f"{variable(random)} ({expression(random, depth - 1, _group)} AS ?result)"
    kind = random.choice(("", "", "DISTINCT ", "REDUCED "))
    ending = f" GROUP BY {key}" if grouped else ""
    if grouped and random.random() < 0.3:
        ending += f" HAVING({aggregate(random, 1, _group)} > 1)"
    return f"SELECT {kind}{shown} WHERE {_group(random, depth)}{ending}{_modifiers(random)}"


def _ask(random: Random, depth: int) -> str:
    return f"ASK {_group(random, depth)}"


def _construct(random: Random, depth: int) -> str:
    if random.random() < 0.2:
        return f"CONSTRUCT WHERE {{ {_triples(random, 0)} }}{_modifiers(random)}"
    template = f"{term(random)} {name(random)} {term(random)}"
    return f"CONSTRUCT {{ {template} }} WHERE {_group(random, depth)}{_modifiers(random)}"


def _describe(random: Random, depth: int) -> str:
    where = f" {_group(random, depth)}{_modifiers(random)}" if random.random() < 0.6 else ""
    return f"DESCRIBE {name(random)}{where}"


def _modifiers(random: Random) -> str:
    order = random.choice(("", "", f" ORDER BY {random.choice(('ASC', 'DESC'))}({term(random)})"))
    limit = random.choice((" LIMIT 10", " LIMIT 100", " LIMIT 0", ""))
    return order + limit + random.choice(("", "", " OFFSET 3"))


def _group(random: Random, depth: int) -> str:
    """A group graph pattern, with its braces."""
    if depth > 1 and random.random() < 0.12:
        return f"{{ {_select(random, depth - 1)} }}"
    parts = [_part(random, depth - 1) for _ in range(random.randrange(1, 4))]
    return "{ " + " ".join(parts) + " }"


def _part(random: Random, depth: int) -> str:
    if depth <= 0 or random.random() < 0.45:
        return _triples(random, depth) + " ."
    inner = _group(random, depth)
    return random.choice(
        (
            f"OPTIONAL {inner}",
            f"{inner} UNION {_group(random, depth)}",
            f"MINUS {inner}",
            f"GRAPH {name(random)} {inner}",
            f"FILTER({expression(random, depth, _group)})",
            f"FILTER({expression(random, depth, _group)})",
            f"BIND({expression(random, depth, _group)} AS ?b{random.randrange(9)})",
            _values(random),
            inner,
        )
    )


def _triples(random: Random, depth: int) -> str:
    subject = random.choice((variable(random), variable(random), term(random), "[]", "_:b"))
    objects = ", ".join(_object(random, depth) for _ in range(random.choice((1, 1, 2))))
    more = f" ; {_verb(random, depth)} {term(random)}" if random.random() < 0.3 else ""
    return f"{subject} {_verb(random, depth)} {objects}{more}"


def _verb(random: Random, depth: int) -> str:
    if random.random() < 0.5:
        return random.choice(PROPERTIES)
    return variable(random) if random.random() < 0.4 else path(random, depth)


def _object(random: Random, depth: int) -> str:
    if depth > 0 and random.random() < 0.2:
        return random.choice(
            (f"[ {random.choice(PROPERTIES)} {term(random)} ]", f"({term(random)} {term(random)})")
        )
    return term(random)


def _values(random: Random) -> str:
    first, second = random.sample(("?s", "?o", "?a", "?n"), 2)
    rows = " ".join(
        f"({constant(random)} {random.choice(('UNDEF', constant(random)))})" for _ in range(3)
    )
    return f"VALUES ({first} {second}) {{ {rows} }}"
