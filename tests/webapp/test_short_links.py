"""Short links over real HTTP: they last, lead nowhere else, and nobody makes too many."""

from __future__ import annotations

import http.client
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.webapp.addresses import CHARTS
from tests.webapp.conftest import serving
from tests.webapp.pages import BROWSER, page, words
from tests.webapp.small import Serve
from tests.webapp.test_browser_accessibility import faults

LONG = "# " + "long " * 2000 + "\n" + CHARTS
FILE = "short-links.sqlite"


def ask(
    server: str, method: str, path: str, query: str | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body); redirects are not followed. `source` is the client's address."""
    place = urlsplit(server)
    source = headers.pop("source", "127.0.0.1")
    connection = http.client.HTTPConnection(
        place.hostname or "", place.port, timeout=30, source_address=(source, 0)
    )
    try:
        body = None if query is None else urlencode({"query": query})
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def made(server: str, query: str, **headers: str) -> str:
    """The path of a new short link."""
    status, _, body = ask(server, "POST", "/s", query, Accept="application/json", **headers)
    assert status == 201, body
    return str(urlsplit(json.loads(body)["address"]).path)


def folder_in(place: Path, sample_data: Path) -> Path:
    """A data folder of its own, with the sample's builds."""
    (place / "builds").symlink_to(sample_data / "builds")
    (place / "current").symlink_to((sample_data / "current").readlink())
    return place


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A data folder of a test's own."""
    return folder_in(tmp_path, sample_data)


@pytest.fixture(scope="module")
def shared(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the two servers."""
    return folder_in(tmp_path_factory.mktemp("shared"), sample_data)


@pytest.fixture(scope="module")
def two(shared: Path) -> Iterator[tuple[str, str]]:
    """Two servers over one data folder."""
    with serving(shared) as one, serving(shared) as other:
        yield one, other


def test_it_leads_to_the_query_in_its_dataset_version(two: tuple[str, str], shared: Path) -> None:
    server, other = two
    path = made(server, CHARTS)
    assert re.fullmatch(r"/s/[\w-]{12}", path)
    assert made(other, CHARTS) == path, "the same query has one link"
    for address in two:
        status, headers, _ = ask(address, "GET", path)
        assert status == 302
        target = urlsplit(headers["Location"])
        assert (target.netloc, target.path) == ("", "/sparql")
        build = (shared / "current").readlink().name
        assert parse_qs(target.query) == {"query": [CHARTS], "build": [build]}
        assert ask(address, "GET", headers["Location"], Accept="text/csv")[0] == 200
    assert (shared / FILE).stat().st_mode & 0o077 == 0, "others on the machine can't read it"


def test_two_servers_make_links_at_the_same_time(two: tuple[str, str]) -> None:
    paths: list[str] = []
    source = "127.0.0.3"

    def make(server: str) -> None:
        for number in range(15):
            paths.append(made(server, f"ASK {{ ?s ?p {number} }}", source=source))

    threads = [threading.Thread(target=make, args=(server,)) for server in (*two, *two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(paths) == 60
    assert len(set(paths)) == 15
    assert ask(two[1], "POST", "/s", "ASK {}", source=source)[0] == 429, "they count together"


def test_it_lasts_and_one_client_makes_so_many_in_an_hour(data: Path) -> None:
    with serving(data) as server:
        before = made(server, CHARTS)
    with serving(data, short_links_per_hour="3") as server:
        assert ask(server, "GET", before)[0] == 302, "it is there after a restart"
        first = made(server, "ASK { ?s ?p 1 }")
        made(server, "ASK { ?s ?p 2 }")
        status, headers, body = ask(server, "POST", "/s", "ASK { ?s ?p 3 }")
        assert status == 429
        assert 3500 < int(headers["Retry-After"]) <= 3600
        assert json.loads(body)["status"] == 429
        assert ask(server, "GET", first)[0] == 302, "following is not making"
        made(server, "ASK { ?s ?p 3 }", source="127.0.0.2")
        # An hour later, as far as the file knows, the client may go on, and is forgotten.
        with sqlite3.connect(data / FILE) as file:
            file.execute("UPDATE makers SET at = at - 3601")
        file.close()
        made(server, "ASK { ?s ?p 4 }")
        with sqlite3.connect(data / FILE) as file:
            assert file.execute("SELECT client FROM makers").fetchall() == [("127.0.0.1",)]
        file.close()


@pytest.mark.parametrize("limit", [{"short_links": "2"}, {"short_link_bytes": "40"}])
def test_so_many_are_kept(data: Path, limit: dict[str, str]) -> None:
    with serving(data, **limit) as server:
        first = made(server, "ASK { ?s ?p 1 }")
        made(server, "ASK { ?s ?p 2 }")
        status, _, body = ask(server, "POST", "/s", "ASK { ?s ?p 3 }")
        assert status == 507
        assert "permanent link" in json.loads(body)["detail"]
        assert made(server, "ASK { ?s ?p 1 }") == first, "what is kept stays"


def test_a_query_that_is_too_long_for_an_address(two: tuple[str, str]) -> None:
    server, _ = two
    status, headers, body = ask(server, "GET", made(server, LONG))
    assert (status, body.decode()) == (200, LONG)
    assert headers["Content-Type"] == "application/sparql-query"
    where = headers["Content-Location"]
    assert ask(server, "POST", where, LONG, Accept="text/csv")[0] == 200
    assert ask(server, "POST", "/s", LONG * 3)[0] == 413


@pytest.mark.parametrize("link_id", ["x", "AAAAAAAAAAAA", "AAAAAAAAAAAA'", "%2e%2e", "a" * 500])
def test_an_id_that_there_is_not(serve: Serve, tmp_path: Path, link_id: str) -> None:
    client = serve([])
    assert client.get(f"/s/{link_id}").status_code == 404
    assert not (tmp_path / FILE).exists(), "asking writes nothing"


def post(client: FlaskClient, query: str = "ASK {}", **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/s", data={"query": query}, headers=sent)


def test_what_is_no_query_and_no_build(serve: Serve) -> None:
    client = serve([])
    assert post(client, "https://example.org/").status_code == 400
    assert post(client, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }").status_code == 400
    assert client.post("/s").status_code == 400
    assert client.post("/s?build=x", data={"query": "ASK {}"}).status_code == 404


def test_pages_of_other_sites_make_none(serve: Serve) -> None:
    client = serve([])
    assert post(client, Sec_Fetch_Site="cross-site").status_code == 403
    assert post(client, Sec_Fetch_Site="same-site").status_code == 403
    assert post(client, Sec_Fetch_Site="same-origin").status_code == 201


def test_no_header_decides_where_it_leads(serve: Serve) -> None:
    client = serve([], public_url="https://data.example.org/graph")
    response = post(client, Accept="application/json", X_Forwarded_Host="evil.example")
    assert response.json["address"].startswith("https://data.example.org/graph/s/")
    path = urlsplit(response.json["address"]).path
    target = client.get(path, headers={"X-Forwarded-Host": "evil.example"}).headers["Location"]
    assert target.startswith("/graph/sparql?")


def test_clients_of_one_ipv6_network_count_together(serve: Serve) -> None:
    client = serve([], short_links_per_hour=1)
    statuses = [
        client.post("/s", data={"query": "ASK {}"}, environ_base={"REMOTE_ADDR": at}).status_code
        for at in ("2001:db8::1", "2001:db8::2", "2001:db8:1::1")
    ]
    assert statuses == [201, 429, 201]


def test_a_file_that_can_not_be_used(serve: Serve, tmp_path: Path) -> None:
    client = serve([])
    (tmp_path / FILE).write_text("this is no database, and long enough to be told so" * 20)
    response = post(client)
    assert response.status_code == 503
    assert client.get("/s/AAAAAAAAAAAA").status_code == 503


def test_the_console_offers_it(serve: Serve, client: FlaskClient) -> None:
    def offered(found: Any) -> list[str]:
        return [words(button) for button in found.xpath("//form[@class='short']//button")]

    address = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 1"})
    assert offered(page(client, address)) == ["Short link"]
    assert not offered(page(serve([], short_links=0), address))
    response = post(client, Accept=BROWSER["Accept"])
    assert response.status_code == 201
    assert response.headers["Location"] in response.text


def test_in_a_browser_without_script(two: tuple[str, str], page_without_script: Page) -> None:
    page, server = page_without_script, two[0]
    for query in (CHARTS, LONG):
        page.goto(f"{server}/sparql")
        page.get_by_label("Query").fill(query)
        page.get_by_role("button", name="more than" if query == LONG else "Run").first.click()
        expected = page.locator("table").first.inner_text()
        page.get_by_text("Cite and repeat").click()
        page.get_by_role("button", name="Short link").click()
        page.goto(page.get_by_role("region", name="Short link").inner_text())
        if query == LONG:
            page.get_by_role("button", name="Run").click()
        expect(page.locator("table").first).to_have_text(expected, use_inner_text=True)


def test_its_page_is_accessible(two: tuple[str, str], page: Page) -> None:
    page.goto(two[0] + made(two[0], LONG))
    assert faults(page) == []
