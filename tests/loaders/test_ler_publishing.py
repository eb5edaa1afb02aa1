"""Which achievements are public: the Registry's, the listed issuers', and the widely held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.vocabulary import CG, OB
from loaders.ler.people import count_holders
from tests.loaders.ler_records import (
    ACHIEVEMENT,
    CTID,
    ISSUER,
    REGISTRY,
    badge,
    email_identity,
    needs_contexts,
    run,
)

pytestmark = needs_contexts


def is_public(tmp_path: Path, records: list[Any], listed: tuple[str, ...] = ()) -> bool:
    return ACHIEVEMENT in run(tmp_path, records, listed).instances(OB.Achievement)


@pytest.mark.parametrize(("holders", "public"), [(9, False), (10, True)])
def test_ten_holders_make_an_achievement_public(tmp_path: Path, holders: int, public: bool) -> None:
    records = [badge(f"did:example:holder-{n}") for n in range(holders)]
    result = run(tmp_path, [*records, *records], listed=())
    assert (ACHIEVEMENT in result.instances(OB.Achievement)) is public
    assert (ISSUER in result.instances(OB.Profile)) is public
    table = result.report.tables["documents"]
    assert (table.loaded, table.left_out) == ((20, 0) if public else (0, 18))


def test_one_person_under_many_identifiers_is_one_holder(tmp_path: Path) -> None:
    same = [email_identity("kim@people.example")]
    records = [badge(f"did:example:holder-{n}", identifier=same) for n in range(12)]
    assert not is_public(tmp_path, records)


def test_identifiers_made_from_the_credential_name_no_holder(tmp_path: Path) -> None:
    records = []
    for n in range(12):
        own = f"https://college.example/credentials/{n}"
        records.append(badge(f"{own}#subject") | {"id": own})
    assert not is_public(tmp_path, records)


def test_hashes_under_different_salts_are_not_added_up() -> None:
    different = [frozenset({f"salted\0salt-{n}\0hash-{n}"}) for n in range(12)]
    one_salt = [frozenset({f"salted\0salt\0hash-{n}"}) for n in range(12)]
    plain = [frozenset({f"id\0did:example:{n}"}) for n in range(8)]
    assert count_holders(different) == 1
    assert count_holders(one_salt) == 12
    assert count_holders([*plain, *different]) == 8
    assert count_holders([frozenset(), frozenset()]) == 0


def test_salted_addresses_in_badges_are_not_added_up(tmp_path: Path) -> None:
    identities = [[email_identity(f"sha256${n}", salt=f"salt-{n}")] for n in range(12)]
    assert not is_public(tmp_path, [badge(None, identifier=one) for one in identities])


def test_holders_count_only_for_the_same_words(tmp_path: Path) -> None:
    records = [badge(f"did:example:holder-{n}", description=f"Words {n}.") for n in range(12)]
    assert not is_public(tmp_path, records)


def test_an_issuer_needs_ten_holders_too_where_holders_are_the_reason(tmp_path: Path) -> None:
    rare = {"id": "https://rare.example/", "type": ["Profile"], "name": "Rare"}
    records = [badge(f"did:example:holder-{n}") for n in range(10)]
    result = run(tmp_path, [*records, badge("did:example:x", issuer=rare)], listed=())
    assert result.values(ACHIEVEMENT, CG.issuer) == {ISSUER}
    assert "rare.example" not in result.text


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"id": REGISTRY}, REGISTRY),
        ({"id": f"https://credentialfinder.org/credential/{CTID}"}, REGISTRY),
        ({"id": f"urn:ctid:{CTID}"}, REGISTRY),
        (
            {
                "otherIdentifier": [
                    {
                        "type": "IdentifierEntry",
                        "identifier": CTID,
                        "identifierType": "identifier",
                    }
                ]
            },
            ACHIEVEMENT,
        ),
    ],
)
def test_what_is_in_the_registry_is_public(tmp_path: Path, more: dict[str, Any], name: str) -> None:
    assert run(tmp_path, [badge(**more)], listed=()).instances(OB.Achievement) == {name}


def test_what_is_in_the_sandbox_is_not(tmp_path: Path) -> None:
    sandbox = f"https://sandbox.credentialengineregistry.org/resources/{CTID}"
    assert not run(tmp_path, [badge(id=sandbox)], listed=()).instances(OB.Achievement)


def test_a_listed_issuer_publishes_and_another_does_not(tmp_path: Path) -> None:
    other = {"id": "https://other.example/", "type": ["Profile"], "name": "Other"}
    mine, its = badge(), badge(issuer=other, id="https://other.example/achievements/1")
    result = run(tmp_path, [mine, its], listed=[ISSUER])
    assert result.instances(OB.Achievement) == {ACHIEVEMENT}
    assert result.instances(OB.Profile) == {ISSUER}
    assert result.codes == ["not-publishable"]
    assert "other.example" not in result.text


def test_an_issuer_given_by_its_address_alone(tmp_path: Path) -> None:
    assert is_public(tmp_path, [badge(issuer=ISSUER)], (ISSUER,))
