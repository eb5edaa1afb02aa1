"""How many rows a result has, where the console reads only the first of them."""

from __future__ import annotations

from graph.stores.guard import inspect, prologue
from graph.stores.tokens import tokens


def counting(sparql: str) -> str | None:
    """A query that counts the rows of a SELECT query; None for other forms, and where FROM names a
    dataset, which a sub-SELECT can't."""
    found = list(tokens(sparql))
    start, _ = prologue(found)
    names_dataset = any(token.text.upper() == "FROM" for token in found if token.kind == "word")
    if inspect(sparql).form != "SELECT" or names_dataset:
        return None
    at = found[start].offset
    before = sparql[:at].rstrip()
    body = f"SELECT (COUNT(*) AS ?rows) WHERE {{ {{\n{sparql[at:].rstrip()}\n}} }}\n"
    return f"{before}\n\n{body}" if before else body
