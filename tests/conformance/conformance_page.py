"""Write docs/conformance.md. Usage: ``python -m tests.conformance.conformance_page SERVER``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
_TOP = """# Conformance

The W3C's tests of the SPARQL 1.1 Protocol, sent to `credgraph serve` over HTTP by
`tests/conformance/test_protocol.py`. This page is made from what came of them, and a test holds it
to that.

| test | result |
|---|---|
"""
_BOTTOM = """
What does not hold is so by design:

- **update**: nothing can be changed over the network, so every update is 403.
- **other graphs**: the tests name graphs of the W3C's own. This endpoint has one graph, its
  dataset; every other one is empty, and `FROM` in a query is refused with a reason (400).

The W3C's tests of query evaluation (SPARQL 1.0 and 1.1) are sent over HTTP too, by
`tests/conformance/test_evaluation.py`: each gives, byte for byte, what the engine gives when it is
called directly with the same data, or the same refusal.

## Clients

Clients of other hands ask the endpoint as they come, in the tests: SPARQLWrapper, rdflib's
SPARQLStore, pandas and curl; Comunica, given nothing but the address; YASGUI in a browser, on a
page of another origin; and R's SPARQL package. pandas needs `format=csv` in the address, or an
`Accept` header, since it asks for no format itself.
"""


def page(found: Mapping[str, str]) -> str:
    """The page, from what is wrong with each test ("": nothing)."""
    rows = [f"| {name} | {_result(name, wrong)} |" for name, wrong in found.items()]
    return _TOP + "\n".join(rows) + "\n" + _BOTTOM


def _result(name: str, wrong: str) -> str:
    if not wrong:
        return "holds"
    reason = "update" if name.startswith("update_") else "other graphs"
    return f"{reason} ({wrong})"


if __name__ == "__main__":
    from tests.conformance.suites import protocol
    from tests.conformance.test_protocol import failures

    asked = {
        name: "; ".join(w for request in requests for w in failures(sys.argv[1], request))
        for name, requests in sorted(protocol().items())
    }
    PAGE.write_text(page(asked), "utf-8")
