"""What an operator needs: health, metrics, logs; and addresses that no header can change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from graph.settings import Settings
from graph.worker import sandbox
from tests.cli.running import process
from tests.webapp.pages import BROWSER, PROGRAM, links, page
from webapp import create_app, waiting
from webapp.serve import CantServe, check_exposure

QUERY = "ASK { ?something ?that ?stays_secret }"
STRANGERS = ("evil.example", "evil.example:80", "data.example.org.evil.example")
TOKEN = "a-token-of-an-operator"

Make = Callable[..., FlaskClient]


@pytest.fixture
def make(sample_data: Path) -> Iterator[Make]:
    apps = []

    def made(**settings: object) -> FlaskClient:
        app = create_app(sample_data, Settings(**settings), "test")  # type: ignore[arg-type]
        apps.append(app)
        return app.test_client()

    yield made
    for app in apps:
        app.extensions["credgraph"].builds.close()


def test_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").text.startswith("ready: ")


def test_without_a_build_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    client = create_app(tmp_path, Settings(), "test").test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_metrics_count_what_was_asked(make: Make) -> None:
    client = make()
    for _ in range(3):
        client.get("/sparql", query_string={"query": QUERY}).close()
    families = {f.name: f for f in text_string_to_metric_families(client.get("/metrics").text)}
    counts = [
        sample.value
        for sample in families["credgraph_request_seconds"].samples
        if sample.name.endswith("_count") and sample.labels == {"route": "/sparql", "status": "200"}
    ]
    assert counts == [3]
    assert {s.labels["pool"] for s in families["credgraph_queries_running"].samples} == {
        "pages",
        "free",
    }


def test_metrics_are_for_the_operator(make: Make) -> None:
    local = make()
    elsewhere = {"REMOTE_ADDR": "203.0.113.5"}
    assert local.get("/metrics").status_code == 200
    assert local.get("/metrics", environ_base=elsewhere).status_code == 403
    assert local.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    # A proxy on the same machine that says nothing of itself but passes on what was asked for.
    public = make(public_url="https://data.example.org")
    assert public.get("/metrics").status_code == 200
    assert public.get("/metrics", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert public.get("/metrics", headers={"Host": "data.example.org"}).status_code == 403
    by_token = make(metrics_token=TOKEN)
    assert by_token.get("/metrics").status_code == 403
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert by_token.get("/metrics", headers=right, environ_base=elsewhere).status_code == 200
    wrong = {"Authorization": f"Bearer {TOKEN[:-1]}"}
    assert by_token.get("/metrics", headers=wrong).status_code == 403


@pytest.mark.parametrize("headers", [BROWSER, PROGRAM], ids=["page", "data"])
@pytest.mark.parametrize(
    "address", ["/sparql?query=SELECT*{?s ?p ?o}LIMIT 7", "/queries/pathways/all"]
)
def test_a_busy_server_says_when_to_ask_again(
    make: Make, address: str, headers: dict[str, str]
) -> None:
    client = make(workers=1)
    build = client.application.extensions["credgraph"].builds.current()
    for store in (build.store, build.free):
        store.store.turns.queue = 0
        store.store.turns.take(1)
    response = client.get(address, headers=headers)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


def test_metrics_and_log_count_the_bytes_of_streams(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make(log="json")
    asked = {"query": "SELECT * { ?s ?p ?o } LIMIT 20000"}
    plain = client.get("/sparql", query_string=asked)
    packed = client.get("/sparql", query_string=asked, headers={"Accept-Encoding": "gzip"})
    size = len(plain.data) + len(packed.data)
    for response in (plain, packed, client.head("/sparql", query_string=asked)):
        response.close()
    families = {f.name: f for f in text_string_to_metric_families(client.get("/metrics").text)}
    (total,) = (
        sample.value
        for sample in families["credgraph_response_bytes"].samples
        if sample.name.endswith("_total") and sample.labels == {"route": "/sparql"}
    )
    assert total == size > 1_000_000
    told = [json.loads(line)["bytes"] for line in capsys.readouterr().err.splitlines()]
    assert told[:3] == [len(plain.data), len(packed.data), 0]


def test_the_log_says_why_a_result_broke_off(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make(log="json", result_bytes=20_000_000)
    response = client.get("/sparql", query_string={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    with pytest.raises(BrokenPipeError):  # of which gunicorn says nothing
        b"".join(response.iter_encoded())
    response.close()
    line = json.loads(capsys.readouterr().err)
    assert (line["status"], line["cut"]) == (200, "too-large")
    assert line["bytes"] > 8_000


def test_the_log_has_a_digest_and_no_query(
    make: Make,
    capsys: pytest.CaptureFixture[str],
) -> None:
    client = make(log="json")
    client.get("/sparql", query_string={"query": QUERY}).close()
    client.post("/sparql", data={"query": QUERY}).close()
    client.post("/sparql", data=QUERY, content_type="application/sparql-query").close()
    text = capsys.readouterr().err
    assert "secret" not in text
    first, second, third = (json.loads(line) for line in text.splitlines())
    assert (first["route"], first["status"], first["method"]) == ("/sparql", 200, "GET")
    assert first["query"] == second["query"] == third["query"]
    assert len(first["query"]) == 16


def absolute_links(client: FlaskClient, **headers: str) -> set[str]:
    text = client.get("/.well-known/void", headers=headers).text
    return {word.strip("<>;,.") for word in text.split() if "/sparql" in word}


def test_no_header_decides_about_absolute_links(make: Make) -> None:
    client = make(public_url="https://data.example.org")
    wanted = {"https://data.example.org/sparql"}
    assert absolute_links(client) == wanted
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"}
    assert absolute_links(client, **forged) == wanted
    assert absolute_links(client, Host="data.example.org") == wanted
    plain = make()
    assert absolute_links(plain, Host="localhost:4242") == {"http://localhost/sparql"}


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "data.example.org.evil.example"]
)
def test_an_unknown_host_is_refused(make: Make, host: str) -> None:
    client = make(public_url="https://data.example.org", hosts=("other.example.org",))
    assert client.get("/", headers=PROGRAM | {"Host": host}).status_code == 400
    assert client.get("/sparql?query=ASK%7B%7D", headers={"Host": host}).status_code == 400
    for good in ("data.example.org", "other.example.org:8443", "127.0.0.1:99", "localhost"):
        assert client.get("/healthz", headers={"Host": good}).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/credgraph"])
def test_under_a_path_every_link_has_it(make: Make, prefix: str) -> None:
    """Whether the proxy takes the path off, or leaves it on."""
    client = make(public_url="https://example.org/credgraph")
    for address in ("/", "/sparql", "/queries/", "/queries/occupations/skill-gap", "/linkage/"):
        shown = page(client, prefix + address)
        inside = [link for link in links(shown) if link.startswith("/")]
        assert inside
        assert all(link.startswith("/credgraph/") for link in inside), inside
        fetched = [*shown.xpath("//script/@src"), *shown.xpath("//link[@rel='stylesheet']/@href")]
        assert all(address.startswith("/credgraph/static/") for address in fetched)
    assert absolute_links(client) == {"https://example.org/credgraph/sparql"}


def test_clients_behind_a_proxy_are_told_apart(make: Make) -> None:
    for proxies, wanted in ((0, "127.0.0.1"), (1, "198.51.100.7")):
        client = make(proxies=proxies)
        with client:
            client.get("/healthz", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
            assert request.remote_addr == wanted


def test_an_ipv6_client_is_its_network(make: Make) -> None:
    """One client has all addresses of a /64 network; IPv4 clients of an IPv6 socket are many."""
    app = make().application
    for same, one, other in (
        (True, "2001:db8::1", "2001:db8::2:1"),
        (False, "2001:db8::1", "2001:db8:0:1::1"),
        (False, "::ffff:192.0.2.1", "::ffff:192.0.2.2"),
        (True, "::ffff:192.0.2.1", "192.0.2.1"),
    ):
        names = set()
        for address in (one, other):
            with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
                names.add(waiting.client())
        assert (len(names) == 1) == same


def test_others_are_served_only_behind_walls_and_with_an_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public = Settings(public_url="https://data.example.org")
    check_exposure("127.0.0.1", Settings())
    check_exposure("::1", Settings())
    check_exposure("0.0.0.0", public)
    with pytest.raises(CantServe, match="public_url"):
        check_exposure("0.0.0.0", Settings())
    monkeypatch.setattr(sandbox, "is_whole", lambda: False)
    check_exposure("localhost", Settings())
    with pytest.raises(CantServe, match="walls"):
        check_exposure("0.0.0.0", public)


def test_the_command_line_says_why(sample_data: Path) -> None:
    refused = process("serve", "--data", sample_data, "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 3
    assert "public_url" in refused.stderr


def test_a_secret_is_not_shown(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDGRAPH_METRICS_TOKEN", TOKEN)
    shown = process("status", "--data", sample_data)
    assert "setting metrics_token = set" in shown.stdout
    assert TOKEN not in shown.stdout
