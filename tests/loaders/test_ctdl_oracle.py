"""Our converter against PyLD, over every real document: the same statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pyld import jsonld

from loaders.ctdl.documents import Document
from loaders.ctdl.parts import WholeFile
from loaders.source import SourceFile
from tests.loaders.pyld_oracle import by_pyld, comparable, ours
from tests.shared import SHARED, needs_shared

DATA = SHARED / "ctdl"
FOLDERS = ("dev", "drafts", "malformed")


def documents() -> Iterator[Document]:
    """Every document at hand that a build reads by CTDL's own context."""
    for path in (path for folder in FOLDERS for path in sorted((DATA / folder).rglob("*.json*"))):
        for item in WholeFile(SourceFile(path.relative_to(DATA).as_posix(), path)).items():
            if isinstance(item, Document) and item.has_ctdl_context:
                yield item


@cache
def context() -> dict[str, Any]:
    read = json.loads((SHARED / "ctdl/schemas/ctdl/context.json").read_text("utf-8-sig"))
    asn = json.loads((SHARED / "ctdl/schemas/ctdlasn/context.json").read_text("utf-8-sig"))
    merged: dict[str, Any] = asn["@context"] | read["@context"]
    return merged


@needs_shared
@pytest.mark.parametrize("document", list(documents()), ids=lambda d: d.key)
def test_same_statements_as_pyld(document: Document) -> None:
    kept, noted = ours(document)
    try:
        theirs = by_pyld(document, context())
    except (jsonld.JsonLdError, SyntaxError):
        theirs = []
    if not theirs:
        # What stops PyLD, or leaves it with nothing, is something that we told of.
        assert noted or not comparable(kept, noted)
        return
    mine, other = comparable(kept, noted), comparable(theirs, noted)
    assert mine - other == set()
    assert other - mine == set()
