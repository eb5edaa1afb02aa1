"""Nothing about a person is written: searched for in the output, string by string."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.vocabulary import CG, OB, SCHEMA
from tests.loaders.ler_records import (
    ACHIEVEMENT,
    ISSUER,
    REGISTRY,
    badge,
    email_identity,
    load_paths,
    needs_contexts,
    run,
)
from tests.shared import SHARED, needs_shared

CANARY = "Zebulon Quagmire"
LER = SHARED / "ler"
_IDENTITY_KEYS = {"id", "identityHash", "identity", "name", "email", "salt", "proofValue", "jws"}
_PERSON_MEMBERS = ("credentialSubject", "recipient", "evidence", "proof", "image", "endorsement")

IMAGE = {"id": f"https://img.example/{CANARY}.png", "type": "Image", "caption": f"i {CANARY}"}
PROOF = {"type": "DataIntegrityProof", "proofValue": f"z{CANARY}", "created": "2026-01-01"}
ENDORSEMENT = {
    "id": f"urn:e:{CANARY}",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": f"urn:i:{CANARY}", "type": ["Profile"], "name": CANARY},
    "credentialSubject": {
        "id": f"urn:s:{CANARY}",
        "type": ["EndorsementSubject"],
        "endorsementComment": CANARY,
    },
}
PROFILE = {
    "id": f"urn:p:{CANARY}",
    "type": ["Profile"],
    "name": CANARY,
    "email": f"{CANARY}@x.example",
}


def full_badge() -> dict[str, Any]:
    """A canary in every place for a person-side value, known to the context or not."""
    record = badge(
        subject="did:example:zq-0042",
        identifier=[
            email_identity("zebulon@people.example"),
            email_identity("sha256$0a1b2c3d4e5f", salt="salt-of-the-earth"),
        ],
        image=IMAGE,
        endorsement=[ENDORSEMENT],
        creator=PROFILE,
        otherIdentifier=[
            {"type": "IdentifierEntry", "identifier": CANARY, "identifierType": "sourcedId"}
        ],
        resultDescription=[
            {"id": "urn:r:1", "type": ["ResultDescription"], "name": "Grade", "resultType": "GPA"}
        ],
        narrative=f"n {CANARY}",
        undefinedMember=CANARY,
    )
    holder = record["credentialSubject"] | {
        "narrative": f"{CANARY} did well",
        "licenseNumber": "LN-774411",
        "role": f"role of {CANARY}",
        "image": IMAGE,
        "source": PROFILE,
        "undefinedMember": {"phone": "+1 614 555 0100"},
        "result": [{"type": ["Result"], "resultDescription": "urn:r:1", "value": f"4.0 {CANARY}"}],
    }
    issuer = record["issuer"] | {
        "url": "https://college.example/",
        "email": "registrar@college.example",
        "phone": "+1 614 555 0199",
        "description": f"by {CANARY}",
        "official": CANARY,
        "image": IMAGE,
        "parentOrg": PROFILE,
        "address": {"type": ["Address"], "streetAddress": f"1 {CANARY} St"},
        "endorsement": [ENDORSEMENT],
    }
    return record | {
        "name": f"Award to {CANARY}",
        "description": f"For {CANARY}",
        "image": IMAGE,
        "credentialSubject": holder,
        "issuer": issuer,
        "evidence": [{"type": "Evidence", "name": CANARY, "narrative": CANARY, "genre": CANARY}],
        "proof": [PROOF],
        "termsOfUse": [{"type": "Terms", "id": f"urn:t:{CANARY}"}],
        "endorsement": [ENDORSEMENT],
    }


@needs_contexts
def test_no_canary_gets_out_and_the_definition_does(tmp_path: Path) -> None:
    result = run(tmp_path, [full_badge()])
    assert result.report.tables["documents"].loaded == 1
    assert result.values(ACHIEVEMENT, SCHEMA.name) == {"Pipe welding"}
    assert result.values(ISSUER, SCHEMA.name) == {"College of Pipes"}
    assert len(result.values(ACHIEVEMENT, OB.resultDescription)) == 1
    said = result.said.casefold()
    for secret in (
        *("zebulon", "quagmire", "zq-0042", "people.example", "0a1b2c3d", "salt-of-the"),
        *("774411", "555 01", "registrar", "4.0", "credentials/1", "2026", "urn:r:1"),
    ):
        assert secret not in said, secret


def strings(value: Any, skip: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """(key, text) of every string in a JSON value, without the members to skip."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in skip:
                for found_key, text in strings(inner, skip):
                    yield (found_key or key, text)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, skip)
    elif isinstance(value, str):
        yield "", value


def person_side(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands in a record outside its achievement, its issuer and JSON-LD's own words."""
    skip = frozenset({"achievement", "badge", "@context", "type", "@type", "source"})
    for member in _PERSON_MEMBERS:
        if member in record:
            yield from strings({member: record[member]}, skip)


def definition_side(record: dict[str, Any]) -> Iterator[str]:
    subject = record.get("credentialSubject")
    subject = subject if isinstance(subject, dict) else {}
    skip = frozenset({"image", "endorsement", "creator", "email", "phone", "address"})
    for part in (subject.get("achievement"), record.get("badge"), record.get("issuer")):
        yield from (text for _, text in strings(part, skip))


def records(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.iterdir()):
        try:
            record = json.loads(path.read_bytes())
        except ValueError:
            continue
        if isinstance(record, dict):
            yield record


def issuers(folder: Path) -> set[str]:
    found: set[str] = set()
    for record in records(folder):
        badge_class = record.get("badge")
        for one in (record, badge_class if isinstance(badge_class, dict) else {}):
            issuer = one.get("issuer")
            name = issuer.get("id") if isinstance(issuer, dict) else issuer
            found |= {name} if isinstance(name, str) else set()
    return found


def public_names(folder: Path) -> set[str]:
    """The IRIs of issuers and achievements, which endorsements name too; no holder's."""
    names: set[Any] = set(issuers(folder))
    holders: set[Any] = set()
    for record in records(folder):
        subject = record.get("credentialSubject")
        achievement = subject.get("achievement") if isinstance(subject, dict) else None
        if isinstance(subject, dict) and isinstance(achievement, dict):
            holders.add(subject.get("id"))
            names.add(achievement.get("id"))
    return names - holders


@needs_shared
@pytest.mark.parametrize("name", ["ob2", "ob3"])
def test_no_person_side_string_of_the_real_files_gets_out(tmp_path: Path, name: str) -> None:
    folder = LER / "dev" / name
    result = load_paths(tmp_path, (folder,), issuers(folder), (LER / "contexts",))
    assert result.report.tables["achievements"].loaded > 3
    assert result.report.tables["documents"].read == len(list(folder.iterdir()))
    said = result.said
    allowed = "\n".join(text for record in records(folder) for text in definition_side(record))
    generic = {"name", "email", "emailAddress", "not-used", "Evidence"} | public_names(folder)
    checked = 0
    for record in records(folder):
        for key, text in person_side(record):
            # A result may quote its description's words; who somebody is never may.
            if len(text) < 5 or (key not in _IDENTITY_KEYS and text in allowed):
                continue
            if text in generic:
                continue
            checked += 1
            assert text not in said, (key, text)
    assert checked > (400 if name == "ob3" else 60)
    for suspicious in ("@1edtech", "Taylor Tuna", "Delisle", "data:image", "example.org/base"):
        assert suspicious not in said


@needs_shared
def test_without_a_listed_issuer_nothing_of_the_real_files_is_public(tmp_path: Path) -> None:
    result = load_paths(tmp_path, (LER / "dev" / "ob3",), (), (LER / "contexts",))
    assert not result.instances(OB.Achievement)
    assert not result.instances(OB.Profile)
    assert result.report.tables["documents"].read == 124
    assert result.codes.count("not-publishable") > 50


@needs_contexts
def test_notes_say_where_and_why_and_quote_nothing(tmp_path: Path) -> None:
    bad = badge("did:example:secret-holder") | {"type": "OpenBadgeCredential"}
    bad["credentialSubject"]["type"] = "SecretSubject"
    odd = badge("did:example:secret-holder") | {"proof": {"type": 5, "secret": "secret"}}
    result = run(tmp_path, {"a.json": bad, "b.json": odd, "c.json": badge()}, listed=())
    assert len(result.codes) == 3
    for note in [*result.report.rejects, *result.report.left_out]:
        assert (note.resource, note.value) == (None, None)
        assert "secret" not in note.reason.casefold()
    assert len(result.instances(CG.LoadNote)) == 3
    assert CG.originalValue not in result.text
    assert "secret" not in result.text.casefold()


@needs_contexts
def test_a_file_named_after_its_holder_is_named_by_its_number(tmp_path: Path) -> None:
    record = badge()
    record["credentialSubject"]["name"] = "Kim Adeyemi-Roe"
    result = run(tmp_path, {"roe_kim_adeyemi.json": record, "x.json": badge()}, listed=())
    places = {note.place for note in result.report.left_out}
    assert places == {"file 1 of the source", "records/x.json"}
    assert "adeyemi" not in result.text


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b'{"type": ', b"eyJh.e30.c2ln"])
def test_a_file_that_cant_be_read_is_named_by_its_number(tmp_path: Path, content: bytes) -> None:
    result = run(tmp_path, {"kim_adeyemi_roe.json": content}, listed=())
    (note,) = [*result.report.rejects, *result.report.left_out]
    assert note.place == "file 1 of the source"
    assert "adeyemi" not in result.text


@needs_contexts
@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("id", "https://college.example/badges/kim-adeyemi-roe/1"),
        ("id", "https://college.example/badges/holder-4711-abc"),
        ("name", "Welder of the year: Adeyemi-Roe, Kim"),
        ("description", "Kim Adeyemi-Roe has welded pipes in every position."),
        ("criteria", {"narrative": "We saw KIM ADEYEMI-ROE make three sound joints."}),
    ],
)
def test_a_badge_made_for_one_person_stays_out_even_from_a_listed_issuer(
    tmp_path: Path, member: str, text: Any
) -> None:
    record = badge("did:example:holder-4711-abc", **{member: text})
    record["credentialSubject"]["name"] = "Kim Adeyemi-Roe"
    result = run(tmp_path, [record])
    assert not result.instances(OB.Achievement)
    assert result.codes == ["not-publishable"]
    assert "adeyemi" not in result.text.casefold()
    assert "4711" not in result.text


@needs_contexts
def test_an_address_in_a_text_is_removed_and_told(tmp_path: Path) -> None:
    result = run(tmp_path, [badge(description="Ask pat.lee@college.example about it.")])
    assert result.values(ACHIEVEMENT, SCHEMA.description) == {"Ask [e-mail removed] about it."}
    assert result.report.repairs["email-removed"] == 1
    assert "pat.lee" not in result.text


@needs_contexts
@pytest.mark.parametrize(
    "issuer",
    [
        {"id": "https://people.example/kim", "type": ["Profile", "Person"], "name": "Kim Roe"},
        {"id": "https://people.example/kim", "type": ["Profile"], "givenName": "Kim", "name": "K"},
        {"id": "did:example:holder-1", "type": ["Profile"], "name": "Kim Roe"},
        {"id": "did:example:holder-2", "type": ["Profile"], "name": "Kim Roe"},
        {"id": "did:example:mine", "type": ["Profile"], "name": "Kim Roe"},
    ],
)
def test_an_issuer_who_is_a_person_or_a_holder_leaves_nothing(
    tmp_path: Path, issuer: dict[str, Any]
) -> None:
    record = badge("did:example:holder-1", issuer=issuer, otherIdentifier=[])
    record["credentialSubject"]["name"] = "Kim Roe"
    registered = badge("did:example:holder-1", issuer=issuer, id=REGISTRY)
    registered["credentialSubject"]["name"] = "Kim Roe"
    other = badge("did:example:holder-2", id="https://college.example/achievements/other")
    result = run(tmp_path, [record, registered, other], listed=[issuer["id"], ISSUER])
    assert result.instances(OB.Achievement) == {
        REGISTRY,
        "https://college.example/achievements/other",
    }
    assert result.instances(OB.Profile) == {ISSUER}
    assert issuer["id"] not in result.text
    assert "Kim" not in result.text
