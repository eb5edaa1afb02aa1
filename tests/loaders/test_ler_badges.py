"""What arrives of an Open Badge, 3.0 and 2.0, and what is said about one that doesn't."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any

import pytest

from graph.vocabulary import CG, OB, PROV, RDF_TYPE, SCHEMA
from tests.loaders.ler_records import (
    ACHIEVEMENT,
    CTID,
    ISSUER,
    REGISTRY,
    badge,
    needs_contexts,
    run,
)
from tests.shared import SHARED, needs_shared

pytestmark = needs_contexts
SANDBOX = f"https://sandbox.credentialengineregistry.org/resources/{CTID}"


def aligned(**alignment: str) -> dict[str, Any]:
    return badge(alignment=[{"type": ["Alignment"], "targetName": "Welder", **alignment}])


def test_an_achievement_arrives_whole(tmp_path: Path) -> None:
    record = badge(
        achievementType="Certificate",
        tag=["pipes", "steel"],
        fieldOfStudy="Welding",
        creditsAvailable=3.5,
        humanCode="W-1",
        version="2",
        inLanguage="en-US",
        related=[{"id": "https://college.example/achievements/older", "type": ["Related"]}],
    )
    result = run(tmp_path, [record])
    assert result.values(ACHIEVEMENT, SCHEMA.name) == {"Pipe welding"}
    assert result.values(ACHIEVEMENT, SCHEMA.keywords) == {"pipes", "steel"}
    assert result.values(ACHIEVEMENT, OB.creditsAvailable) == {"3.5"}
    assert result.values(ACHIEVEMENT, OB.related) == {"https://college.example/achievements/older"}
    assert result.values(ACHIEVEMENT, CG.recordType) == {OB.Achievement}
    assert result.values(ACHIEVEMENT, CG.issuer) == {ISSUER}
    assert result.values(ISSUER, SCHEMA.name) == {"College of Pipes"}
    (criteria,) = result.values(ACHIEVEMENT, OB.Criteria)
    assert "Three sound joints" in "".join(result.values(criteria, OB.narrative))
    (source,) = result.values(ACHIEVEMENT, PROV.wasDerivedFrom)
    assert source.endswith("source/ler-test")
    assert result.values(ISSUER, PROV.wasDerivedFrom) == {source}
    assert result.report.tables["documents"].loaded == 1


def test_result_descriptions_keep_names_types_and_allowed_values(tmp_path: Path) -> None:
    description = {
        "id": "urn:uuid:d05a0867-d0ad-4b03-bdb5-28fb5d2aab7a",
        "type": ["ResultDescription"],
        "name": "Bend test",
        "resultType": "LetterGrade",
        "allowedValue": ["A", "B"],
        "rubricCriterionLevel": [
            {"id": "urn:uuid:1", "type": ["RubricCriterionLevel"], "name": "Sound", "level": "1"}
        ],
    }
    result = run(tmp_path, [badge(resultDescription=[description])])
    (node,) = result.values(ACHIEVEMENT, OB.resultDescription)
    assert result.values(node, OB.allowedValue) == {"A", "B"}
    assert result.values(node, OB.resultType) == {"LetterGrade"}
    (level,) = result.values(node, OB.rubricCriterionLevel)
    assert result.values(level, SCHEMA.name) == {"Sound"}


def test_an_achievement_without_a_usable_id_is_named_by_its_content(tmp_path: Path) -> None:
    records = [badge(f"did:example:holder-{n}", id=f"did:example:award-{n}") for n in range(2)]
    result = run(tmp_path, [*records, badge(id="did:example:other", name="Brazing")])
    names = result.instances(OB.Achievement)
    assert len(names) == 2
    assert all("/achievement/" in name for name in names)


@pytest.mark.parametrize(
    ("url", "code", "target"),
    [
        (f"https://credentialfinder.org/resources/{CTID}", None, REGISTRY),
        (f"https://credentialfinder.org/credential/{CTID.upper()}", None, REGISTRY),
        (f"http://credentialengineregistry.org/graph/{CTID}", None, REGISTRY),
        ("https://credentialfinder.org/credential/20229/Welder", CTID, REGISTRY),
        (f"https://sandbox.credentialengine.org/finder/resources/{CTID}", None, SANDBOX),
        ("https://sandbox.credentialengine.org/finder/credential/1/X", CTID, SANDBOX),
        (None, CTID, REGISTRY),
        ("https://www.onetonline.org/link/summary/51-4121.00", "51-4121.00", None),
        ("welder", None, ""),
        ("http://[", None, ""),
        ("mailto:someone@college.example", None, ""),
    ],
)
def test_an_alignment_becomes_a_link(
    tmp_path: Path, url: str | None, code: str | None, target: str | None
) -> None:
    given = {"targetUrl": url, "targetCode": code, "targetFramework": "Some framework"}
    result = run(tmp_path, [aligned(**{key: text for key, text in given.items() if text})])
    (node,) = result.values(ACHIEVEMENT, OB.alignment)
    assert result.values(node, CG.target) == ({url if target is None else target} - {"", None})
    assert result.values(node, OB.targetName) == {"Welder"}
    assert result.values(node, OB.targetFramework) == {"Some framework"}
    assert result.values(node, OB.targetCode) == ({code} - {None})
    assert "someone@" not in result.text
    if url and "@" not in url:
        assert result.values(node, SCHEMA.targetUrl) == {url}


def test_an_empty_alignment_is_counted_and_told(tmp_path: Path) -> None:
    record = badge(alignment=[{"type": ["Alignment"], "targetType": "CTDL"}])
    result = run(tmp_path, [record])
    assert result.report.tables["alignments"].rejected == 1
    assert result.codes == ["empty-alignment"]


@needs_shared
def test_achievement_types_that_match_ctdl_classes(tmp_path: Path) -> None:
    path = SHARED / "ler" / "expected" / "achievementtype_ctdl.tsv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    base = "https://college.example/achievements/"
    kinds = [row["ob3_achievementType"] for row in rows]
    records = [badge(id=base + kind, achievementType=kind) for kind in [*kinds, "Fieldwork"]]
    result = run(tmp_path, records)
    for row in rows:
        is_asn = row["vocab"] == "CTDL-ASN-TERMS"
        prefix = "https://purl.org/ctdlasn/terms/" if is_asn else "https://purl.org/ctdl/terms/"
        found = result.values(base + row["ob3_achievementType"], RDF_TYPE)
        assert prefix + row["ctdl_class"] in found
    assert "https://purl.org/ctdl/terms/Credential" in result.values(base + "License", RDF_TYPE)
    assert result.values(base + "Fieldwork", RDF_TYPE) == {OB.Achievement}


def test_versions_of_one_achievement(tmp_path: Path) -> None:
    common = [badge(f"did:example:{n}") for n in range(2)]
    older = aligned(targetUrl="https://college.example/catalog/1")
    older["credentialSubject"]["achievement"]["name"] = "Pipe joining"
    result = run(tmp_path, [older, *common])
    assert result.values(ACHIEVEMENT, SCHEMA.name) == {"Pipe welding"}
    assert len(result.values(ACHIEVEMENT, OB.alignment)) == 1
    assert result.codes == ["other-version"]
    assert result.report.tables["documents"].loaded == 2


def open_badge_2(**badge_class: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://college.example/assertions/1",
        "recipient": {"type": "email", "hashed": False, "identity": "kim@people.example"},
        "issuedOn": "2026-01-01T00:00:00Z",
        "verification": {"type": "hosted"},
        "badge": {
            "type": "BadgeClass",
            "id": ACHIEVEMENT,
            "name": "Pipe welding",
            "criteria": {"narrative": "Three sound joints."},
            "issuer": {"type": "Issuer", "id": ISSUER, "name": "College", "email": "a@b.example"},
            **badge_class,
        },
    }


def test_open_badges_2_gives_the_same_shape(tmp_path: Path) -> None:
    alignment = {
        "targetName": "Welder",
        "targetUrl": f"https://credentialfinder.org/resources/{CTID}",
        "targetFramework": "Credential Engine Registry",
    }
    result = run(tmp_path, [open_badge_2(tags=["pipes"], alignment=[alignment])])
    assert result.values(ACHIEVEMENT, SCHEMA.name) == {"Pipe welding"}
    assert result.values(ACHIEVEMENT, SCHEMA.keywords) == {"pipes"}
    assert result.values(ACHIEVEMENT, CG.recordType) == {OB.Achievement}
    (node,) = result.values(ACHIEVEMENT, OB.alignment)
    assert result.values(node, CG.target) == {REGISTRY}
    assert result.values(node, OB.targetFramework) == {"Credential Engine Registry"}
    assert result.values(ISSUER, SCHEMA.name) == {"College"}
    assert "kim" not in result.said
    assert "b.example" not in result.said


@pytest.mark.parametrize(
    ("record", "code", "rejected"),
    [
        (open_badge_2() | {"badge": ACHIEVEMENT}, "badge-by-reference", False),
        (badge() | {"type": ["VerifiableCredential", "ClrCredential"]}, "clr", False),
        (
            badge() | {"type": ["VerifiableCredential", "EndorsementCredential"]},
            "endorsement",
            False,
        ),
        (badge() | {"type": ["VerifiableCredential", "Other"]}, "missing-type", True),
        (badge() | {"issuer": None}, "missing-issuer", True),
        (badge() | {"credentialSubject": None}, "missing-subject", True),
        (badge() | {"evidence": [{"type": "Hearsay"}]}, "missing-type", True),
        (badge(type=["Medal"]), "missing-type", True),
        (badge() | {"@context": "https://college.example/context"}, "context-missing", True),
        (b"\x89PNG\r\n\x1a\n....", "baked-image", False),
        (b"<svg/>", "baked-image", False),
        (b"eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "signed-token", False),
        (b'{"a": ', "unreadable-document", True),
        (b'{"a": "\xff"}', "unreadable-document", True),
        (b'{"a": NaN}', "unreadable-document", True),
        (b"[" * 100_000, "unreadable-document", True),
        (b"7", "no-record", False),
        ({"name": "A list of things"}, "no-open-badge", False),
    ],
)
def test_what_is_no_readable_badge_is_told(
    tmp_path: Path, record: Any, code: str, rejected: bool
) -> None:
    result = run(tmp_path, [record, badge()])
    notes = result.report.rejects if rejected else result.report.left_out
    assert [note.code for note in notes] == [code]
    assert notes[0].place in ("records/000.json", "file 1 of the source")
    assert result.report.tables["documents"].loaded == 1


def test_a_missing_context_is_named_and_the_remedy_given(tmp_path: Path) -> None:
    record = badge() | {"@context": "https://college.example/context?holder=kim"}
    (note,) = run(tmp_path, [record]).report.rejects
    assert "https://college.example/context " in note.reason
    assert "--contexts" in note.reason
    assert "kim" not in note.reason


def test_each_record_of_a_list_is_a_document(tmp_path: Path) -> None:
    result = run(tmp_path, [[badge(), badge() | {"issuer": None}, 5]])
    assert result.report.tables["documents"].read == 3
    assert [note.place for note in result.report.rejects] == ["records/000.json#2"]


def test_hostile_sizes_end_soon_and_the_rest_is_loaded(tmp_path: Path) -> None:
    crowd = badge(name="x")
    crowd["credentialSubject"]["name"] = [f"holder number {n}" for n in range(20_000)]
    wide = badge(tag=["x"] * 300_000)
    long = badge(id="https://college.example/achievements/long", description="a" * 2_000_000)
    began = time.monotonic()
    result = run(tmp_path, [crowd, wide, long, badge()])
    assert time.monotonic() - began < 20
    assert sorted(result.codes) == ["invalid-json-ld", "too-large"]
    assert result.report.tables["documents"].loaded == 2
