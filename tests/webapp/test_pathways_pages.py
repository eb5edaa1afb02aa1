"""The sample's four pathways as a reader sees them, against a walk over the published JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from loaders.sample import FOLDER
from tests.webapp.pages import Page, links, page, table, words

Node = dict[str, Any]


def _graph(document: Any) -> list[Node]:
    """The resources of a document, wherever an envelope puts them."""
    if isinstance(document, dict):
        if "@graph" in document:
            return list(document["@graph"])
        document = list(document.values())
    if isinstance(document, list):
        return next(filter(None, map(_graph, document)), [])
    return []


def _documents() -> Iterator[tuple[str, list[Node]]]:
    for path in sorted((FOLDER / "ctdl" / "pathways").glob("*.json")):
        yield path.stem, _graph(json.loads(path.read_text("utf-8")))


DOCUMENTS = dict(_documents())


def name(node: Node) -> str:
    return str(next(iter(node["ceterms:name"].values())))


def address(nodes: list[Node]) -> str:
    (pathway,) = (node for node in nodes if node["@type"] == "ceterms:Pathway")
    return "/pathways/view?" + urlencode({"iri": pathway["@id"]})


def components(nodes: list[Node]) -> dict[str, Node]:
    return {
        node["@id"].replace("/graph/", "/resources/"): node
        for node in nodes
        if str(node["@type"]).endswith("Component")
    }


def shown_steps(shown: Page) -> list[Page]:
    return list(shown.xpath("//ol[@class='steps']/li"))


def step(shown: Page, title: str) -> Page:
    (found,) = [one for one in shown_steps(shown) if words(one.xpath("./h3")[0]) == title]
    return found


def test_the_list_names_every_pathway_and_counts_its_steps(client: FlaskClient) -> None:
    shown = page(client, "/pathways/")
    counts = {row[0]: int(row[-1]) for row in table(shown)}
    expected = {}
    for nodes in DOCUMENTS.values():
        (pathway,) = (node for node in nodes if node["@type"] == "ceterms:Pathway")
        expected[name(pathway)] = len(components(nodes))
        assert address(nodes).split("ce-")[1] in "".join(links(shown))
    assert counts == expected
    assert len(counts) == 4


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_step_stands_after_those_that_lead_to_it(client: FlaskClient, document: str) -> None:
    nodes = DOCUMENTS[document]
    steps = components(nodes)
    shown = [words(one.xpath("./h3")[0]) for one in shown_steps(page(client, address(nodes)))]
    assert sorted(shown) == sorted(map(name, steps.values()))
    place = {title: number for number, title in enumerate(shown)}
    for node in steps.values():
        before = [*node.get("ceterms:precededBy", []), *node.get("ceasn:hasChild", [])]
        for iri in before:
            earlier = steps[iri.replace("/graph/", "/resources/")]
            assert place[name(earlier)] < place[name(node)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_picture_shows_the_steps_of_the_list(client: FlaskClient, document: str) -> None:
    shown = page(client, address(DOCUMENTS[document]))
    boxes = shown.xpath("//svg[contains(@class, 'pathway')]//a")
    listed = {one.get("id"): words(one.xpath("./h3")[0]) for one in shown_steps(shown)}
    assert len(boxes) == len(listed)
    for box in boxes:
        pictured = " ".join(words(part) for part in box.xpath(".//tspan[not(@class)]"))
        assert pictured == listed[box.get("href").removeprefix("#")]
    marked = [one for one in shown_steps(shown) if one.get("class") == "destination"]
    assert [box.get("href") for box in boxes if box.get("class") == "destination"] == [
        f"#{one.get('id')}" for one in marked
    ]


def test_the_destination_is_marked_and_comes_last(client: FlaskClient) -> None:
    steps = shown_steps(page(client, address(DOCUMENTS["nursing-ladder"])))
    assert "the destination" in words(steps[-1])
    assert words(steps[-1].xpath("./h3")[0]) == "Become a registered nurse"
    assert not any("the destination" in words(one) for one in steps[:-1])


def test_one_of_two_with_its_alternatives(client: FlaskClient) -> None:
    shown = page(client, address(DOCUMENTS["security-analyst"]))
    needs = words(step(shown, "Explain a risk in plain words"))
    assert "One of 2" in needs
    assert "Earn the IT support certificate" in needs
    assert "Take network fundamentals" in needs
    assert "After" not in needs  # neither of the two has to come before
    assert "An alternative to Take network fundamentals" in words(
        step(shown, "Earn the IT support certificate")
    )
    pictured = [words(text) for text in shown.xpath("//svg//g[contains(@class, 'choice')]/text")]
    assert pictured == ["one of 2", "one of 2"]


def test_a_condition_within_a_condition(client: FlaskClient) -> None:
    shown = page(client, address(DOCUMENTS["skilled-trades"]))
    (outer,) = step(shown, "Start and finish the apprenticeship").xpath("./ul/li")
    assert words(outer).startswith("One of 2: Two tries out of three, or a portfolio.")
    (inner,) = outer.xpath(".//li[strong]")
    assert words(inner).startswith("Any 2 of 3: Any two of the three tries.")
    assert [words(one) for one in inner.xpath("./ul/li")] == [
        "Try electricity: the fundamentals course",
        "Try metal: the welding certificate",
        "Try building: a summer on site",
    ]
    assert "Show a portfolio of earlier work" not in words(inner)
    tries = words(step(shown, "Try metal: the welding certificate"))
    assert "An alternative to" in tries
    assert "Try building: a summer on site" in tries


def test_parts_name_their_whole(client: FlaskClient) -> None:
    shown = page(client, address(DOCUMENTS["skilled-trades"]))
    part = words(step(shown, "Work eight thousand hours"))
    assert "A part of Start and finish the apprenticeship" in part
    after = words(step(shown, "Pass the electrician practical"))
    assert "After Work eight thousand hours" in after


def test_a_step_that_stands_for_something_leads_there(client: FlaskClient) -> None:
    shown = page(client, address(DOCUMENTS["nursing-ladder"]))
    (link,) = step(shown, "Take the course in bedside care").xpath(
        ".//p[starts-with(., 'Stands for')]/a"
    )
    assert words(link) == "Bedside Care"
    there = page(client, link.get("href").removeprefix("http://localhost"))
    assert words(there.xpath("//h1")[0]) == "Bedside Care"


def test_what_a_step_stands_for_can_be_missing(client: FlaskClient) -> None:
    shown = page(client, address(DOCUMENTS["skilled-trades"]))
    text = words(step(shown, "Show a portfolio of earlier work"))
    assert "Stands for" in text
    assert "ce-6064132d-daa7-4ab5-b36d-72fc96cffcb2" in text


def test_steps_link_within_the_page(client: FlaskClient) -> None:
    shown = page(client, address(DOCUMENTS["skilled-trades"]))
    ids = set(shown.xpath("//@id"))
    inside = [one for one in links(shown.xpath("//main")[0]) if one.startswith("#")]
    assert inside
    assert all(one.removeprefix("#") in ids for one in inside)


def test_other_spellings_of_the_iri_lead_to_the_same_page(client: FlaskClient) -> None:
    ctid = address(DOCUMENTS["teaching"]).rpartition("ce-")[2]
    for spelled in (
        f"https://credentialengineregistry.org/graph/ce-{ctid}",
        f"http://credentialengineregistry.org/resources/ce-{ctid.upper()}",
        f"ce-{ctid}",
    ):
        shown = page(client, "/pathways/view?" + urlencode({"iri": spelled}))
        assert words(shown.xpath("//h1")[0]) == "From Classroom Helper to Teacher"


@pytest.mark.parametrize(
    ("iri", "status"),
    [
        ("", 400),
        ("nothing", 400),
        ("http://[", 400),
        ("https://example.org/nothing", 404),
        ("https://www.onetonline.org/link/summary/29-1141.00", 404),  # there, but no pathway
        ("https://example.org/> ?p ?o . <urn:x", 404),
    ],
)
def test_what_is_no_pathway(client: FlaskClient, iri: str, status: int) -> None:
    for route in ("/pathways/view", "/pathways/view/embed"):
        page(client, f"{route}?{urlencode({'iri': iri})}", status)


def test_occupations_are_those_of_the_query_and_lead_to_their_pages(client: FlaskClient) -> None:
    nodes = DOCUMENTS["nursing-ladder"]
    shown = page(client, address(nodes))
    (heading,) = shown.xpath("//h2[.='Occupations it leads to']")
    found = table(heading.getparent())
    assert {row[0] for row in found} == {
        "Nursing Assistants",
        "Licensed Practical and Licensed Vocational Nurses",
        "Registered Nurses",
    }
    (row,) = (row for row in found if row[0] == "Nursing Assistants")
    assert "Work as a nursing assistant" in row[1]
    addresses = links(heading.getparent())
    assert {a for a in addresses if a.startswith("/occupations/")} == {
        f"/occupations/{code}" for code in ("29-1141.00", "29-2061.00", "31-1131.00")
    }
    for address_ in addresses:
        assert client.get(address_).status_code == 200
