"""``/resource``: everything about a thing, safely shown, and as RDF."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from graph.iris import Names
from graph.triples import iri, line, literal
from graph.vocabulary import CETERMS, RDF_TYPE, RDFS
from tests.graph.building import credential
from tests.webapp.addresses import NURSES, REGISTRY
from tests.webapp.pages import BROWSER, links, number, page, table, words
from tests.webapp.small import Serve

PROGRAM = f"{REGISTRY}ce-d6806155-117c-4333-96b3-b9a6acd66ce4"
THING = "https://example.org/thing"


def address(name: str, **more: str) -> str:
    return "/resource?" + urlencode({"iri": name, **more})


def fact(subject: str, name: str, term: str) -> str:
    return line(subject, f"https://example.org/{name}", term)


def test_names_instead_of_addresses(client: FlaskClient) -> None:
    shown = page(client, address(PROGRAM))
    assert words(shown.xpath("//h1")[0]) == "Associate of Applied Science in Nursing"
    text = words(shown.xpath("//main")[0])
    assert "Associate of Applied Science Degree" in text
    owner = shown.xpath("//dt[contains(., 'wned')]/following-sibling::dd[1]")[0]
    assert "Osprey Junction Community College" in words(owner)
    (there, *_) = links(owner)
    assert words(page(client, there).xpath("//h1")[0]) == "Osprey Junction Community College"


def test_what_has_no_name_is_unfolded_in_its_place(client: FlaskClient) -> None:
    """The occupation alignment of the record stands inside it, with its code."""
    shown = page(client, address(PROGRAM))
    assert "29-1141.00" in words(shown.xpath("//dd/dl")[0].xpath("./ancestor::main")[0])
    assert shown.xpath("//dd/dl")


def test_incoming_links_come_in_pages(client: FlaskClient) -> None:
    seen, where = 0, address(NURSES)
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p <{NURSES}> }}"
    whole = number(client.get("/sparql?" + urlencode({"query": query, "format": "csv"})).text[3:])
    for _ in range(3):
        shown = page(client, where)
        rows = table(shown.xpath("//h2[text()='What points here']/following-sibling::*[1]")[0])
        assert len(rows) == 20
        seen += len(rows)
        where = shown.xpath("//a[@rel='next']/@href")[0]
    assert seen == 60 < whole
    last = page(client, address(NURSES, page=str(-(-whole // 20))))
    rows = table(last.xpath("//h2[text()='What points here']/following-sibling::*[1]")[0])
    assert len(rows) == (whole % 20 or 20)
    assert not last.xpath("//a[@rel='next']")


@pytest.mark.parametrize(
    ("media_type", "name"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/rdf+xml", "xml")],
)
def test_rdf_by_accept(client: FlaskClient, media_type: str, name: str) -> None:
    response = client.get(address(NURSES), headers={"Accept": media_type})
    assert response.mimetype == media_type
    graph = Graph().parse(data=response.data, format=name)
    assert set(graph.subjects()) == {URIRef(NURSES)}
    assert (URIRef(NURSES), URIRef(RDFS.label)) in {(s, p) for s, p, _ in graph}
    short = client.get(address(NURSES, format="ttl"), headers=BROWSER)
    assert short.mimetype == "text/turtle"


def test_nothing_is_known(client: FlaskClient) -> None:
    page(client, address("https://example.org/nobody"), 404)
    assert client.get(address("https://example.org/nobody", format="ttl")).status_code == 404


@pytest.mark.parametrize("name", ["", "nothing", "/etc/passwd", "http://[", "  "])
def test_what_is_no_iri(client: FlaskClient, name: str) -> None:
    page(client, address(name), 400)
    page(client, "/resource", 400)


@pytest.mark.parametrize(
    "name", ["https://e.org/> ?p ?o } #", "https://e.org/\n<x>", 'https://e.org/"', "x:\x00"]
)
def test_no_iri_changes_the_query(client: FlaskClient, name: str) -> None:
    assert client.get(address(name), headers=BROWSER).status_code in (400, 404)
    assert client.get(address(name, format="nt")).status_code in (400, 404)


SAFE = ["https://example.org/page", "http://example.org/page", "mailto:office@example.org"]
UNSAFE = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://example.org/x",
    "https://example.org/ onclick=alert(1)",
    "\tjavascript:alert(1)",
    "javascript://https://example.org/%0aalert(1)",
]


def test_only_web_and_mail_addresses_become_links(serve: Serve) -> None:
    lines = [fact(THING, f"p{n}", literal(value)) for n, value in enumerate(SAFE + UNSAFE)]
    for n, value in enumerate(("javascript:alert(2)", "data:text/html,x", "file:///etc/passwd")):
        lines.append(fact(THING, f"q{n}", iri(value)))
    shown = page(serve(lines), address(THING))
    outside = {one for one in links(shown.xpath("//dl")[0]) if not one.startswith("/")}
    assert outside == set(SAFE)
    schemes = {one.partition(":")[0].strip().lower() for one in links(shown) if ":" in one[:12]}
    assert schemes <= {"http", "https", "mailto"}
    # A thing whose own name is a script is shown, and is no link.
    client = serve([fact("javascript:alert(3)", "p", literal("x"))])
    shown = page(client, address("javascript:alert(3)"))
    assert not [one for one in links(shown) if one.lower().startswith("javascript")]


def test_html_in_the_data_is_text(serve: Serve) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">&quot;\'"{{ 7*7 }}'
    lines = [
        line(THING, RDFS.label, literal(evil)),
        fact(THING, "p", literal(evil)),
        fact(THING, "q", literal(evil, language="en")),
        line(THING, RDF_TYPE, iri(CETERMS.Pathway)),
        line(THING, CETERMS.description, literal(evil)),
    ]
    client = serve(lines)
    sparql = "/sparql?" + urlencode({"query": f"SELECT ?p ?o {{ <{THING}> ?p ?o }}"})
    pathway = "/pathways/view?" + urlencode({"iri": THING})
    for where in (address(THING), sparql, pathway, f"{pathway.replace('view', 'view/embed')}"):
        shown = page(client, where)
        assert evil in shown.text_content()
        assert not shown.xpath("//main//script|//main//img|//*[@onerror]")


def test_inner_nodes_that_point_at_each_other_end(serve: Serve) -> None:
    one, other = Names().of("node", "one"), Names().of("node", "other")
    lines = [
        fact(THING, "has", iri(one)),
        fact(one, "next", iri(other)),
        fact(other, "next", iri(one)),
        fact(one, "self", iri(one)),
        fact(other, "says", literal("deep down")),
    ]
    assert "deep down" in words(page(serve(lines), address(THING)))


def test_very_many_values_are_cut_and_counted(serve: Serve) -> None:
    client = serve([fact(THING, "has", literal(f"value {n}")) for n in range(350)])
    assert "and 150 more" in words(page(client, address(THING)))
    rdf = client.get(address(THING, format="nt"))
    assert rdf.data.count(b"\n") == 350


def test_a_record_without_a_name(serve: Serve) -> None:
    client = serve(credential(7))
    shown = page(client, address(f"{REGISTRY}ce-00000007"))
    assert words(shown.xpath("//h1")[0]) == "Certificate 7"
