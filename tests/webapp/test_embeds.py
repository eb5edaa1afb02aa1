"""Embeds: framed only by the operator's list, kept by caches per build, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]

from graph.builds import Build
from graph.settings import Settings
from tests.webapp.addresses import EMBEDS, NURSES
from tests.webapp.pages import BROWSER, links, page, table, words
from webapp import create_app

PATHWAY = "/pathways/view/embed?iri=ce-fce9431a-0d6c-479f-b466-8e8dc5bfe4fe"
ALL = {**EMBEDS, "pathway": PATHWAY, "credentials": "/queries/pathways/steps/embed"}


def policy(client: FlaskClient, address: str) -> dict[str, str]:
    text = client.get(address, headers=BROWSER).headers["Content-Security-Policy"]
    return {part.split()[0]: part.partition(" ")[2] for part in text.split("; ")}


@pytest.mark.parametrize("name", ALL)
def test_who_may_frame_an_embed(sample_data: Path, name: str) -> None:
    hosts = ("https://state.example.gov", "http://localhost:8080")
    app = create_app(sample_data, Settings(embed_hosts=hosts), "test")
    client = app.test_client()
    assert policy(client, ALL[name])["frame-ancestors"] == f"'self' {hosts[0]} {hosts[1]}"
    assert policy(client, "/")["frame-ancestors"] == "'none'"
    assert "X-Frame-Options" not in client.get(ALL[name]).headers
    app.extensions["credgraph"].builds.close()


@pytest.mark.parametrize("name", ALL)
def test_an_embed_stands_by_itself(client: FlaskClient, name: str, sample: Build) -> None:
    response = client.get(ALL[name], headers=BROWSER)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert policy(client, ALL[name])["frame-ancestors"] == "'self'"
    shown = html.fromstring(response.data)
    assert len(shown.xpath("//h1")) == 1
    assert "O*NET" in words(shown.xpath("//footer")[0])
    assert "USDOL/ETA" in words(shown.xpath("//footer")[0])
    assert sample.id in words(shown.xpath("//footer")[0])
    loaded = shown.xpath("//script/@src|//link/@href|//img/@src|//iframe/@src|//source/@src")
    assert loaded
    assert all(one.startswith("/static/") for one in loaded)
    assert not shown.xpath("//form|//*[@style]|//script[not(@src)]")


@pytest.mark.parametrize("name", ALL)
def test_an_embed_leads_to_its_page(client: FlaskClient, name: str) -> None:
    shown = page(client, ALL[name])
    (full,) = shown.xpath("//footer//a[text()='Open the full page']/@href")
    assert full.startswith("http://localhost/")
    title = words(shown.xpath("//h1")[0])
    there = page(client, full.removeprefix("http://localhost"))
    assert title.partition(" (")[0] in words(there.xpath("//h1")[0])


@pytest.mark.parametrize("name", ALL)
def test_an_embed_is_kept_until_the_next_build(
    client: FlaskClient, name: str, sample: Build
) -> None:
    first = client.get(ALL[name])
    again = client.get(ALL[name], headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    mark = "&" if "?" in ALL[name] else "?"
    pinned = client.get(f"{ALL[name]}{mark}build={sample.id}")
    assert "max-age=31536000" in pinned.headers["Cache-Control"]
    assert pinned.headers["ETag"] != first.headers["ETag"]


def test_other_hosts_make_another_tag(client: FlaskClient, sample_data: Path) -> None:
    """A cached embed must not outlive the list of those who may frame it."""
    app = create_app(sample_data, Settings(page_size=20, embed_hosts=("https://a.org",)), "test")
    tag = app.test_client().get(PATHWAY).headers["ETag"]
    assert tag != client.get(PATHWAY).headers["ETag"]
    app.extensions["credgraph"].builds.close()


@pytest.mark.parametrize(
    "address",
    [
        "/occupations/29-1141.00",
        f"/queries/occupations/skill-gap?to={NURSES}&importance=4",
        PATHWAY.replace("/embed", ""),
    ],
)
def test_the_snippet_on_a_page_leads_to_its_embed(client: FlaskClient, address: str) -> None:
    shown = page(client, address)
    (text,) = [one.text_content() for one in shown.xpath("//pre") if "iframe" in one.text_content()]
    snippet = html.fragment_fromstring(f"<div>{text}</div>")
    (frame,) = snippet.xpath("//iframe")
    assert frame.get("title")
    source = urlsplit(frame.get("src"))
    embed = page(client, f"{source.path}?{source.query}")
    if "skill-gap" in address:
        assert table(embed) == table(shown)
    (script,) = snippet.xpath("//script/@src")
    with client.get(urlsplit(script).path) as response:
        assert response.status_code == 200
    assert {urlsplit(one).netloc for one in (frame.get("src"), script)} == {"localhost"}


def test_the_setting_public_url_is_the_host_of_snippets(sample_data: Path) -> None:
    settings = Settings(public_url="https://graph.example.gov/data")
    app = create_app(sample_data, settings, "test")
    text = words(page(app.test_client(), "/occupations/29-1141.00"))
    assert 'src="https://graph.example.gov/data/occupations/29-1141.00/embed"' in text
    assert "localhost" not in text
    app.extensions["credgraph"].builds.close()


@pytest.mark.parametrize(
    "address",
    ["/pathways/view/embed?iri=ce-none", "/occupations/99-9999.00/embed", "/queries/no/no/embed"],
)
def test_no_embed_of_nothing(client: FlaskClient, address: str) -> None:
    assert client.get(address, headers=BROWSER).status_code in (400, 404)


def test_no_template_and_no_asset_loads_from_a_foreign_host() -> None:
    """Links may lead out; nothing may be fetched from elsewhere."""
    folder = Path(__file__).parents[2] / "webapp"
    fetched = re.compile(
        r"""(?:src|srcset|action|data|poster)\s*=\s*["'](?:https?:)?//|<link[^>]+href=["']"""
        r"""(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|(?:import|fetch)\s*\(?\s*"""
        r"""["'`](?:https?:)?//|sendBeacon|new WebSocket""",
        re.I,
    )
    files = [p for part in ("templates", "static") for p in (folder / part).rglob("*.*")]
    assert len(files) > 20
    for path in files:
        assert not fetched.search(path.read_text("utf-8")), path


def test_links_of_an_embed_open_outside_the_frame(client: FlaskClient) -> None:
    shown = page(client, PATHWAY)
    assert shown.xpath("//base/@target") == ["_blank"]
    inside = shown.xpath("//a[starts-with(@href, '#')]")
    assert all(one.get("target") == "_self" for one in inside)
    assert links(shown)
