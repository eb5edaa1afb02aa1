"""The description of the endpoint itself (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, VOID, Graph, Literal, Namespace, URIRef

from graph.builds import Build
from tests.webapp.test_formats import GRAPHS, RDFLIB

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ENDPOINT = URIRef("http://localhost/sparql")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", GRAPHS)
def test_without_a_query_the_endpoint_describes_itself(client: FlaskClient, name: str) -> None:
    response = client.get("/sparql", headers={"Accept": GRAPHS[name]})
    assert response.status_code == 200
    assert response.mimetype == GRAPHS[name]
    graph = Graph().parse(data=response.data, format=RDFLIB[name])
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert (service, SD.endpoint, ENDPOINT) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph


def test_what_it_says_of_itself_is_true(client: FlaskClient, sample: Build) -> None:
    graph = Graph().parse(data=client.get("/sparql").data, format="turtle")
    formats = {str(one).rpartition("/")[2] for one in graph.objects(ENDPOINT, SD.resultFormat)}
    assert {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "TriG", "N-Quads"} <= formats
    dataset = graph.value(ENDPOINT, SD.defaultDataset)
    assert dataset == URIRef(f"https://w3id.org/credgraph/id/build/{sample.id}")
    (count,) = graph.objects(graph.value(dataset, SD.defaultGraph), VOID.triples)
    answer = client.get("/sparql?format=csv&query=SELECT(COUNT(*)AS?n){?s?p?o}").text
    assert count == Literal(int(answer.split()[1]))
    own = client.get(
        "/sparql", query_string={"query": "ASK{?s ?p ?o}", "default-graph-uri": dataset}
    )
    assert own.json is not None
    assert own.json["boolean"] is True
