"""Documents that nobody thought of: our converter says the same of them as PyLD.

What may differ says `pyld_oracle`. Derandomized: the same documents in every run.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from pyld import jsonld

from graph.iris import Names
from loaders.ctdl.convert import convert
from loaders.ctdl.documents import Document
from loaders.ctdl.splitting import split
from loaders.json_text import parse
from tests.loaders.ctdl_strategies import PUBLISHED, documents
from tests.loaders.pyld_oracle import by_pyld, comparable, ours

bounded = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(body: dict[str, Any]) -> Document:
    """The document as a loader reads it from its JSON text."""
    (document,) = split(parse(json.dumps(body).encode()), "document")
    assert isinstance(document, Document)
    return document


@bounded
@given(documents())
def test_same_statements_as_pyld(body: dict[str, Any]) -> None:
    kept, noted = ours(read(body))
    try:
        theirs = by_pyld(read(body), PUBLISHED)
    except (jsonld.JsonLdError, SyntaxError):
        assert noted  # what stops a processor, or spoils its N-Quads, is something that we told of
        return
    mine, other = comparable(kept, noted), comparable(theirs, noted)
    assert mine - other == set()
    assert other - mine == set()


@bounded
@given(documents())
def test_the_same_document_gives_the_same_statements_in_any_order(body: dict[str, Any]) -> None:
    turned = {key: body[key] for key in reversed(body)}
    first, second = convert(read(body), Names()), convert(read(turned), Names())
    assert sorted(first.lines) == sorted(second.lines)
