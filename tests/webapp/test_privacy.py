"""No person of the sample's badges or contact points can be seen anywhere that is public."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from graph.builds import Build
from loaders.sample import FOLDER
from queries import catalog
from tests.webapp.addresses import EMBEDS, PAGES
from tests.webapp.pages import BROWSER, links, page

PERSON_KEYS = ("identityHash", "email", "givenName", "familyName", "salt", "telephone")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)


def _badges() -> Iterator[dict[str, Any]]:
    for path in sorted((FOLDER / "ler").glob("*.json")):
        yield from nodes(json.loads(path.read_text("utf-8")))


def persons() -> set[str]:
    """What the badges say of their holders, by a walk over the JSON: ids, names, hashes."""
    found = set()
    for node in _badges():
        subject = node.get("credentialSubject")
        for one in nodes(subject) if isinstance(subject, dict) else ():
            if "identifier" in one or one is subject:
                found.add(one.get("id"))
            found |= {one[key] for key in PERSON_KEYS if key in one}
        if str(node.get("id", "")).startswith(("did:example:", "urn:uuid:", "mailto:")):
            found.add(node["id"])
    return {text for text in found if isinstance(text, str) and len(text) > 4}


def contact_names() -> set[str]:
    """The names in the contact points of the sample's organizations."""
    document = json.loads((FOLDER / "ctdl" / "organizations.json").read_text("utf-8"))
    return {
        name
        for node in nodes(document)
        if node.get("@type") == "ceterms:ContactPoint"
        for name in node.get("ceterms:name", {}).values()
    }


PERSONS = persons()
NAMES = contact_names()
FORBIDDEN = sorted(PERSONS | {name for name in NAMES if " " in name} | {"did:example:"})


def test_there_is_something_to_find() -> None:
    assert len(PERSONS) > 20
    assert "Jocasta Pemberley-Wu" in PERSONS
    assert "Rosalind Ketteridge-Vane" in NAMES


def clean(text: str) -> None:
    found = [one for one in FORBIDDEN if one in text or quote(one) in text]
    assert not found


def test_the_whole_graph(client: FlaskClient, sample: Build) -> None:
    with client.get(f"/datasets/{sample.id}/graph.nt.gz") as response:
        text = gzip.decompress(response.data).decode()
    assert len(text) > 1_000_000
    clean(text)


def test_what_else_lies_in_the_build(sample: Build) -> None:
    for path in (sample.folder / "build.json", sample.folder / "profile.json"):
        clean(path.read_text("utf-8"))


@pytest.mark.parametrize("address", [*PAGES.values(), *EMBEDS.values()])
def test_every_page(client: FlaskClient, address: str) -> None:
    clean(client.get(address, headers=BROWSER).text)


@pytest.mark.parametrize("name", sorted(catalog()))
def test_every_query(client: FlaskClient, name: str) -> None:
    ending = page(client, f"/queries/{name}").xpath("//p[@class='downloads']//a")[0].text
    clean(client.get(f"/queries/{name}.{ending}").text)


def test_the_pages_of_badges_and_of_the_organizations(client: FlaskClient) -> None:
    kinds = ("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement",
             "https://purl.org/ctdl/terms/Organization",
             "https://w3id.org/credgraph/vocab#LoadNote")  # fmt: skip
    seen = 0
    for kind in kinds:
        query = f"SELECT ?thing {{ ?thing a <{kind}> }}"
        shown = page(client, f"/sparql?query={quote(query)}")
        for address in links(shown.xpath("//tbody")[0]):
            clean(client.get(address, headers=BROWSER).text)
            seen += 1
    assert seen > 40


def test_a_badge_whose_issuer_is_not_listed_is_not_there(client: FlaskClient) -> None:
    """The Quillport Harbor Club stands on no list: a badge of its may be one person's."""
    for word in ("Harbor Rescue Swimmer", "harbor-club.example", "Forty Knots"):
        query = (
            f'ASK {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), "{word}") || CONTAINS(STR(?s), "{word}")) }}'
        )
        answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
        assert answer.text.strip() == "false"
