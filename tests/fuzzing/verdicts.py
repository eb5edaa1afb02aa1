"""Whether an answer of the endpoint agrees with the engine asked without it."""

from __future__ import annotations

import pyoxigraph as ox

from graph.iris import DEFAULT_BASE

NO_QUERY = frozenset(("syntax", "prefix"))
"""The codes with which the endpoint says that a text is no SPARQL query."""
OWN_RULES = frozenset(
    (
        "update", "service", "from", "escape", "ambiguous", "text", "too-complex", "too-long",
        "search", "media-type", "406", "busy",
    )
)  # fmt: skip
"""The codes with which it refuses by rules of its own, before the engine sees the query."""
OF_QUERIES = frozenset(("", "function", "timeout", "memory", "too-large", "unsortable"))
"""The codes of what the engine took for a query."""


def disagreement(query: str, code: str) -> str:
    """What is wrong with an answer; "" where nothing is."""
    if code in OWN_RULES:
        return ""
    if code not in NO_QUERY | OF_QUERIES:
        return f"a code that no query should have: {code}"
    told = _engine(query)
    if (told == "syntax") != (code in NO_QUERY):
        return f"the engine by itself: {told or 'a query'}"
    if code == "function" and told != "function":
        return "the engine by itself finds no call of a function that there is not"
    return ""


def _engine(query: str) -> str:
    """What pyoxigraph says of a query over nothing: "" when it takes it."""
    try:
        ox.Store().query(query, base_iri=DEFAULT_BASE)
    except SyntaxError:
        return "syntax"
    except RuntimeError:
        return "function"
    except OSError as error:
        return str(error)
    return ""
