"""Random expressions of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#rExpression)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzzing.terms import THINGS, constant, variable

Pattern = Callable[[Random, int], str]
"""Makes a group of patterns, for EXISTS."""

FUNCTIONS = {
    0: ("NOW", "RAND", "UUID", "STRUUID", "BNODE"),
    1: (
        "STR", "LANG", "DATATYPE", "IRI", "URI", "BNODE", "ABS", "CEIL", "FLOOR", "ROUND", "STRLEN",
        "UCASE", "LCASE", "ENCODE_FOR_URI", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS",
        "TIMEZONE", "TZ", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "isIRI", "isURI", "isBLANK",
        "isLITERAL", "isNUMERIC", "xsd:integer", "xsd:double", "xsd:dateTime", "xsd:boolean",
        "xsd:string", "xsd:decimal", "xsd:float", ":function", "<urn:f>",
    ),
    2: (
        "LANGMATCHES", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "STRLANG",
        "STRDT", "sameTerm", "REGEX", "SUBSTR", "CONCAT", "COALESCE",
    ),
    3: ("IF", "REGEX", "REPLACE", "SUBSTR", "CONCAT"),
    4: ("REPLACE", "COALESCE"),
}  # fmt: skip
"""Functions by how many arguments they are given."""
PATTERNS = ('"(a+)+$"', '"["', '"^.*nurse"', '"(?i)x"', '"\\\\1"', '"a{1,9999}"', '""')
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
OPERATORS = ("||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/")


def expression(random: Random, depth: int, group: Pattern) -> str:
    if depth <= 0:
        return variable(random) if random.random() < 0.6 else constant(random)

    def inner() -> str:
        return expression(random, depth - 1, group)

    kind = random.randrange(8)
    if kind == 0:
        return f"({inner()} {random.choice(OPERATORS)} {inner()})"
    if kind == 1:
        return f"({random.choice('!-+')} {inner()})"
    if kind == 2:
        among = ", ".join(inner() for _ in range(random.randrange(4)))
        return f"({inner()} {random.choice(('IN', 'NOT IN'))} ({among}))"
    if kind == 3:
        return f"{random.choice(('EXISTS', 'NOT EXISTS'))} {group(random, depth - 1)}"
    if kind == 4:
        return f"REGEX({inner()}, {random.choice(PATTERNS)})"
    if kind == 5:
        return f"BOUND({variable(random)})"
    count = random.choice((0, 1, 1, 1, 2, 2, 3, 4))
    return f"{random.choice(FUNCTIONS[count])}({', '.join(inner() for _ in range(count))})"


def aggregate(random: Random, depth: int, group: Pattern) -> str:
    distinct = random.choice(("", "DISTINCT "))
    chosen = random.choice(AGGREGATES)
    if chosen == "COUNT" and random.random() < 0.5:
        return f"COUNT({distinct}*)"
    ending = "; SEPARATOR = '|'" if chosen == "GROUP_CONCAT" and random.random() < 0.5 else ""
    return f"{chosen}({distinct}{expression(random, depth, group)}{ending})"


def path(random: Random, depth: int) -> str:
    """A property path, as often a plain property."""
    simple = random.choice(("a", "rdfs:label", "ceterms:name", "cg:occupation", *THINGS[:5]))
    if depth <= 0 or random.random() < 0.4:
        return simple
    inner = path(random, depth - 1)
    return random.choice(
        (
            f"({inner}){random.choice('*+?')}",
            f"^({inner})",
            f"({inner}/{path(random, depth - 1)})",
            f"({inner}|{path(random, depth - 1)})",
            f"!({simple}|^rdfs:label)",
        )
    )
