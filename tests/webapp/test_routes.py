"""What holds of every route: it is documented, and every page has what a page must have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]

from graph.builds import Build
from tests.webapp.addresses import EMBEDS, PAGES
from tests.webapp.pages import BROWSER, PROGRAM, links, words

DOCS = Path(__file__).parents[2] / "docs" / "routes.md"
ROW = re.compile(r"^\| `([^`]+)` \| ([A-Z, ]+) \|", re.M)


def documented() -> dict[str, set[str]]:
    rows = ROW.findall(DOCS.read_text("utf-8"))
    return {route.partition("?")[0]: set(methods.split(", ")) for route, methods in rows}


def test_the_table_of_routes_is_that_of_the_application(app: Flask) -> None:
    routes = {
        rule.rule: (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for rule in app.url_map.iter_rules()
    }
    assert documented() == routes


@pytest.mark.parametrize("name", [*PAGES, *(f"embed {name}" for name in EMBEDS)])
def test_every_page(client: FlaskClient, sample: Build, name: str) -> None:
    address = EMBEDS[name.removeprefix("embed ")] if name.startswith("embed ") else PAGES[name]
    response = client.get(address, headers=BROWSER)
    assert response.status_code < 500
    shown = html.fromstring(response.data)
    assert shown.xpath("/html/@lang") == ["en"]
    assert words(shown.xpath("//title")[0])
    assert len(shown.xpath("//h1")) == 1
    assert words(shown.xpath("//h1")[0])
    footer = words(shown.xpath("//footer")[0])
    assert sample.id in footer
    assert "O*NET 30.1 Database" in footer
    assert "CC BY 4.0" in footer
    assert "has not approved, endorsed, or tested" in footer
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not shown.xpath("//script[not(@src)]|//*[@onclick]|//*[@style]")


@pytest.mark.parametrize("address", [*PAGES.values(), *EMBEDS.values()])
def test_headers_of_every_page(client: FlaskClient, address: str) -> None:
    headers = client.get(address, headers=BROWSER).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert "Cache-Control" in headers
    assert "Accept" in headers["Vary"]


def test_headers_of_data(client: FlaskClient) -> None:
    for address in ("/sparql?query=ASK%7B%7D", "/queries/pathways/all.csv", "/.well-known/void"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers


def test_every_link_on_every_page_leads_somewhere(client: FlaskClient) -> None:
    """Those within the site; each kind of address with the same arguments' names once."""
    found: dict[str, str] = {}
    for address in PAGES.values():
        shown = html.fromstring(client.get(address, headers=BROWSER).data)
        for link in links(shown):
            inside = link.removeprefix("http://localhost")
            if inside.startswith("/"):
                kind = re.sub(r"=[^&]*|\d\d-\d{4}", "=", inside.partition("#")[0])
                found.setdefault(kind, inside)
    assert len(found) > 60
    for address in found.values():
        with client.get(address, headers=BROWSER) as response:
            allowed = (200, 302, 404) if "/resource" in address else (200, 302)
            assert response.status_code in allowed, address


@pytest.mark.parametrize("address", ["/nothing", "/sparql/x", "/queries/x", "/static/none.css"])
def test_an_address_that_there_is_not(client: FlaskClient, address: str) -> None:
    assert client.get(address, headers=BROWSER).status_code == 404
    assert client.get(address, headers=PROGRAM).mimetype == "application/problem+json"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_no_data_can_be_changed(app: Flask, client: FlaskClient, method: str) -> None:
    for rule in app.url_map.iter_rules():
        is_posted = rule.rule.startswith("/sparql") or rule.rule == "/s"
        if rule.arguments or (method == "POST" and is_posted):
            continue
        response = client.open(rule.rule, method=method)
        assert response.status_code == 405
        assert {"GET", "POST"} & set(response.headers["Allow"].split(", "))
