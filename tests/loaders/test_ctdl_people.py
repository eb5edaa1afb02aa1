"""A person is no part of the graph, wherever in a document one stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.loaders.ctdl_documents import CONTEXT, load_documents

KINDS = (
    "schema:Person",
    "https://schema.org/Person",
    "ceterms:CredentialPerson",
    "https://purl.org/ctdl/terms/CredentialPerson",
)
CERTIFICATE = {"@id": "https://example.org/c", "@type": "ceterms:Certificate"}


def person(kind: str) -> dict[str, Any]:
    return {"@id": "https://example.org/p", "@type": kind, "ceterms:name": {"en": "Jane Doe"}}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_a_person_is_left_out(tmp_path: Path, kind: str) -> None:
    loaded = load_documents(
        tmp_path,
        alone={"@context": CONTEXT, **person(kind)},
        listed=[CERTIFICATE, person(kind)],
        graph={"@context": CONTEXT, "@graph": [CERTIFICATE, person(kind)]},
    )
    assert "Jane" not in loaded.text
    told = {*(note.code for note in loaded.report.left_out), *loaded.notes}
    assert told <= {"learner-record", "person-dropped"}
    assert [n.code for n in loaded.report.left_out][:1] == ["learner-record"]


def test_a_person_in_a_list_in_a_list_is_taken_out(tmp_path: Path) -> None:
    body = {"@context": CONTEXT, **CERTIFICATE, "ceterms:ownedBy": [[person(KINDS[0])]]}
    loaded = load_documents(tmp_path, a=body)
    assert "Jane" not in loaded.text
    assert loaded.report.tables["documents"].loaded == 1
