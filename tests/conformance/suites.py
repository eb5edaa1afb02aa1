"""The W3C's SPARQL test suites as they lie in ../shared/data/w3c, read with rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.shared import SHARED

W3C = SHARED / "w3c"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")


class Request(NamedTuple):
    """A request of a protocol test, and what is expected of its response."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: tuple[str, ...]
    boolean: bool | None
    form: str | None


class Evaluation(NamedTuple):
    """A test of what a query gives: its name, and the files of the query and the data."""

    name: str
    query: Path
    data: tuple[Path, ...]


def protocol() -> dict[str, list[Request]]:
    """The tests of the SPARQL 1.1 Protocol by name."""
    graph = _read(W3C / "sparql11" / "protocol" / "manifest.ttl")
    return {
        str(test).rpartition("#")[2]: [
            _request(graph, one)
            for action in graph.objects(test, MF.action)
            for one in _items(graph, action, HT.requests)
        ]
        for test in graph.subjects(RDF.type, MF.ProtocolTest)
    }


def evaluations() -> Iterator[Evaluation]:
    """Every test of query evaluation of SPARQL 1.0 and 1.1."""
    for manifest in sorted([*W3C.glob("sparql1[01]/*/manifest.ttl")]):
        graph = _read(manifest)
        for kind in (MF.QueryEvaluationTest, MF.CSVResultFormatTest):
            for test in sorted(graph.subjects(RDF.type, kind), key=str):
                action = graph.value(test, MF.action)
                query = graph.value(action, QT.query)
                if query is None:
                    continue
                data = tuple(sorted(_path(node) for node in graph.objects(action, QT.data)))
                folder = f"{manifest.parts[-3]}/{manifest.parts[-2]}"
                name = f"{folder}/{str(test).rpartition('#')[2]}"
                yield Evaluation(name, _path(query), data)


def _read(path: Path) -> Graph:
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def _path(node: Node) -> Path:
    assert isinstance(node, URIRef)
    return Path(str(node).removeprefix("file://"))


def _items(graph: Graph, node: Node, term: URIRef) -> list[Node]:
    first = graph.value(node, term)
    return list(Collection(graph, first)) if first is not None else []


def _request(graph: Graph, node: Node) -> Request:
    response, body = graph.value(node, HT.resp), graph.value(node, HT.body)
    headers = {
        str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
        for one in _items(graph, node, HT.headers)
    }
    text = str(graph.value(body, CNT.chars) or "") if body is not None else ""
    coding = str(graph.value(body, CNT.characterEncoding) or "UTF-8") if body is not None else ""
    boolean, form = (
        graph.value(response, MF.expectedBoolean),
        graph.value(response, MF.expectedFormat),
    )
    return Request(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        headers,
        text.encode(coding or "UTF-8"),
        tuple(sorted(str(one)[-3] for one in graph.objects(response, MF.expectedStatus))),
        None if boolean is None else str(boolean) == "true",
        None if form is None else str(form),
    )
