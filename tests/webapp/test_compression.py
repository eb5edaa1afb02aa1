"""Responses in fewer bytes: brotli and gzip, whole and streamed, and their ETags."""

from __future__ import annotations

import gzip
import http.client
from urllib.parse import quote, urlsplit

import brotli
import pytest
from flask.testing import FlaskClient

from graph.builds import Build

ROWS = "/sparql?format=csv&query=" + quote("SELECT * { ?s ?p ?o } LIMIT 20000")
FEW = "/sparql?format=csv&query=" + quote("SELECT * { ?s ?p ?o } LIMIT 40")
ADDRESSES = (ROWS, FEW, "/", "/static/style.css", "/queries/pathways/all.csv")
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("name", UNPACK)
@pytest.mark.parametrize(
    "address", [ROWS, FEW, "/", "/static/style.css", "/queries/pathways/all.csv"]
)
def test_what_is_packed_is_the_same(client: FlaskClient, address: str, name: str) -> None:
    with (
        client.get(address) as plain,
        client.get(address, headers={"Accept-Encoding": name}) as packed,
    ):
        assert packed.headers["Content-Encoding"] == name
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert UNPACK[name](packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 2


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("gzip;q=0.5, identity", None),
        ("*;q=0", None),
        ("zstd", None),
    ],
)
def test_the_encoding_that_the_client_likes_best(
    client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    response = client.get(FEW, headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == encoding


def test_a_packed_response_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    for address in (FEW, "/static/style.css"):
        with client.get(address, headers={"Accept-Encoding": "br"}) as first:
            tag = first.headers["ETag"]
        assert tag.startswith("W/")
        asked = {"Accept-Encoding": "br", "If-None-Match": tag}
        with client.get(address, headers=asked) as again:
            assert again.status_code == 304
            assert again.data == b""


def test_tiny_and_packed_things_stay_as_they_are(client: FlaskClient, sample: Build) -> None:
    accept = {"Accept-Encoding": "gzip"}
    assert "Content-Encoding" not in client.get("/sparql?query=ASK%7B%7D", headers=accept).headers
    with client.get(f"/datasets/{sample.id}/graph.nt.gz", headers=accept) as response:
        assert response.status_code == 200
        assert "Content-Encoding" not in response.headers


def test_a_packed_stream_over_http(server: str) -> None:
    place = urlsplit(server)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    connection.request("GET", ROWS, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    lines = gzip.decompress(response.read()).count(b"\n")
    connection.close()
    assert response.getheader("Content-Encoding") == "gzip"
    assert lines == 20_001
