"""The W3C's tests of the SPARQL 1.1 Protocol, each as HTTP requests to the real server; the table
in docs/conformance.md says of each what came of it, and is held to that."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

from tests.conformance.conformance_page import PAGE, page
from tests.conformance.suites import Request, protocol
from tests.shared import needs_shared
from tests.webapp.conftest import server as server

pytestmark = needs_shared
BY_DESIGN = ("update_", "query_dataset_", "query_multiple_dataset")
FORMATS = {
    "boolean": ("application/sparql-results+json",),
    "tabular": ("application/sparql-results+json",),
    "RDF": ("text/turtle",),
}


def failures(server: str, request: Request) -> list[str]:
    """What is not as expected of the response to a request."""
    place = urlsplit(server)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    path = request.path.replace("/sparql/", "/sparql", 1)
    connection.putrequest(request.method, path, skip_accept_encoding=True)
    for name, value in request.headers.items():
        connection.putheader(name, value)
    if request.body or request.method in ("POST", "PUT"):
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body or None)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if str(response.status)[0] not in request.status:
        return [f"status {response.status}"]
    wrong = []
    if request.form and response.getheader("Content-Type") not in [
        *FORMATS[request.form],
        *(f"{one}; charset=utf-8" for one in FORMATS[request.form]),
    ]:
        wrong.append(f"format {response.getheader('Content-Type')}")
    if request.boolean is not None and json.loads(body)["boolean"] is not request.boolean:
        wrong.append("boolean")
    return wrong


def test_the_table_says_what_happens(server: str) -> None:
    found = {
        name: "; ".join(wrong for request in requests for wrong in failures(server, request))
        for name, requests in sorted(protocol().items())
    }
    assert len(found) == 34
    assert PAGE.read_text("utf-8") == page(found)


def test_all_but_updates_and_other_graphs_hold(server: str) -> None:
    wrong = {
        name
        for name, requests in protocol().items()
        if any(failures(server, request) for request in requests)
    }
    assert all(name.startswith(BY_DESIGN) for name in wrong)
