"""The attribution of O*NET, and the notice that its data were changed: on every page, embed and
download of a build that has any."""

from __future__ import annotations

import gzip
import io

import polars as pl
import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, Graph

from graph.builds import Build
from loaders.onet.licence import LICENCE, attribution
from tests.graph.building import credential
from tests.webapp.addresses import EMBEDS, NURSES, PAGES
from tests.webapp.pages import BROWSER, links, page, words
from tests.webapp.small import Serve

HERE = attribution("30.1")
DATA = [
    "/sparql?query=ASK{}",
    f"/sparql?query=DESCRIBE<{NURSES}>&format=nt",
    "/sparql/result.xlsx?query=SELECT*{?s ?p ?o}LIMIT 3",
    "/sparql/result.parquet?query=SELECT*{?s ?p ?o}LIMIT 3",
    "/queries/occupations/tasks.csv",
    "/queries/occupations/moves.json",
    f"/resource?iri={NURSES}&format=ttl",
    "/.well-known/void",
    "/linkage/findings.csv",
]


@pytest.mark.parametrize("address", [*PAGES.values(), *EMBEDS.values()])
def test_every_page_and_embed_shows_it(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers=BROWSER)
    assert response.mimetype == "text/html"
    assert HERE in words(page(client, address, response.status_code))


def test_pathways_and_their_embeds_show_it(client: FlaskClient) -> None:
    found = [a for a in links(page(client, "/pathways/")) if a.startswith("/pathways/view?")]
    assert len(found) == 4
    for address in found:
        assert HERE in words(page(client, address))
        assert HERE in words(page(client, address.replace("/view?", "/view/embed?")))


@pytest.mark.parametrize("address", DATA)
def test_data_lead_to_it(client: FlaskClient, address: str) -> None:
    assert_leads(client, address)


def test_the_download_leads_to_it_and_holds_it(client: FlaskClient, sample: Build) -> None:
    address = f"/datasets/{sample.id}/graph.nt.gz"
    assert_leads(client, address)
    with client.get(address) as response:
        held = Graph().parse(
            io.BytesIO(
                b"\n".join(
                    line
                    for line in gzip.decompress(response.data).splitlines()
                    if f"<{DCTERMS.rights}>".encode() in line
                )
            ),
            format="nt",
        )
    assert HERE in {str(text) for text in held.objects(None, DCTERMS.rights)}


QUERY = "SELECT * { ?s ?p ?o } LIMIT 3"


def test_files_say_where_they_are_from(client: FlaskClient, sample: Build) -> None:
    expected = {"Dataset version": sample.id, "Query": QUERY, "Attribution": HERE}
    workbook = client.get("/sparql/result.xlsx", query_string={"query": QUERY}).data
    sheet = pl.read_excel(io.BytesIO(workbook), sheet_name="Source", has_header=False)
    assert dict(sheet.iter_rows()) == expected
    parquet = client.get("/sparql/result.parquet", query_string={"query": QUERY}).data
    said = pl.read_parquet_metadata(io.BytesIO(parquet))
    assert {name: said[name] for name in expected} == expected


def test_what_data_lead_to_has_it(client: FlaskClient) -> None:
    assert HERE in words(page(client, "/datasets"))
    turtle = client.get("/datasets", headers={"Accept": "text/turtle"}).data
    described = Graph().parse(io.BytesIO(turtle), format="turtle")
    assert HERE in {str(text) for text in described.objects(None, DCTERMS.rights)}


def test_a_build_without_onet_has_none(serve: Serve) -> None:
    client = serve(credential(2))
    assert "USDOL" not in client.get("/", headers=BROWSER).text
    response = client.get("/sparql?query=ASK{}")
    assert response.status_code == 200
    assert not response.headers.getlist("Link")


def assert_leads(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        assert response.status_code == 200
        found = " ".join(response.headers.getlist("Link"))
    assert f'<{LICENCE}>; rel="license"' in found
    assert '/datasets>; rel="describedby"' in found
