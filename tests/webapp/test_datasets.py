"""``/datasets``: the whole graph to take away, and its description in DCAT and VoID."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
from pathlib import Path

import pyoxigraph as ox
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef

from graph import builds
from graph.builds import Build
from tests.graph.building import credential
from tests.webapp.pages import BROWSER, page, table, words
from tests.webapp.small import Serve


def test_the_download_is_the_graph(client: FlaskClient, sample: Build) -> None:
    with client.get(f"/datasets/{sample.id}/graph.nt.gz") as response:
        assert response.status_code == 200
        assert response.mimetype == "application/gzip"
        assert f"credgraph-{sample.id}.nt.gz" in response.headers["Content-Disposition"]
        data = response.data
    shown = page(client, "/datasets")
    assert hashlib.sha256(data).hexdigest() in words(shown)
    lines = gzip.decompress(data)
    # Through a store, since the engine spells numbers in one way: "4.00" is "4".
    taken = ox.Store()
    taken.load(lines, format=ox.RdfFormat.N_TRIPLES)
    triples = set(taken)
    assert triples == set(ox.Store.read_only(str(sample.public)))
    assert lines.count(b"\n") == len(triples)
    (count,) = [row[2] for row in table(shown) if sample.id in row[0]]
    assert int(count.replace(",", "")) == len(triples)


def test_a_download_can_be_taken_up_again(client: FlaskClient, sample: Build) -> None:
    address = f"/datasets/{sample.id}/graph.nt.gz"
    with (
        client.get(address) as whole,
        client.get(address, headers={"Range": "bytes=1000-"}) as rest,
    ):
        assert rest.status_code == 206
        assert rest.data == whole.data[1000:]


def described(data: bytes, media_type: str) -> Graph:
    return Graph().parse(io.BytesIO(data), format=media_type)


def test_the_description_names_version_download_and_endpoint(
    client: FlaskClient, sample: Build
) -> None:
    for address in ("/.well-known/void", "/datasets?format=ttl"):
        response = client.get(address)
        assert response.mimetype == "text/turtle"
        graph = described(response.data, "turtle")
        (dataset,) = {s for s, _, o in graph.triples((None, VOID.dataDump, None))}
        assert sample.id in str(dataset)
        assert (dataset, RDF.type, VOID.Dataset) in graph
        assert (dataset, RDF.type, DCAT.Dataset) in graph
        assert str(graph.value(dataset, DCTERMS.identifier)) == sample.id
        dump = str(graph.value(dataset, VOID.dataDump))
        with client.head(dump.removeprefix("http://localhost")) as download:
            assert download.status_code == 200
        assert graph.value(dataset, VOID.sparqlEndpoint) == URIRef("http://localhost/sparql")
        triples = graph.value(dataset, VOID.triples)
        assert triples is None or int(str(triples)) > 100_000


def counted(sample: Build, query: str) -> dict[str, int]:
    """What a query counts as ?n, by ?t."""
    rows = ox.Store.read_only(str(sample.public)).query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return {row["t"].value: int(row["n"].value) for row in rows}


def test_partitions_count_what_sparql_counts(client: FlaskClient, sample: Build) -> None:
    graph = described(client.get("/.well-known/void").data, "turtle")
    (dataset,) = graph.subjects(VOID.sparqlEndpoint)
    for partition, term, count, what in (
        (VOID.classPartition, VOID["class"], VOID.entities, "?s) AS ?n) { ?s a ?t }"),
        (VOID.classPartition, VOID["class"], VOID.properties, "?p) AS ?n) { ?s a ?t ; ?p ?o }"),
        (VOID.propertyPartition, VOID.property, VOID.distinctSubjects, "?s) AS ?n) { ?s ?t ?o }"),
        (VOID.propertyPartition, VOID.property, VOID.triples, "*) AS ?n) { ?s ?t ?o }"),
    ):
        found = {}
        for part in graph.objects(dataset, partition):
            (name,), (number,) = graph.objects(part, term), graph.objects(part, count)
            assert isinstance(name, URIRef)
            found[str(name)] = int(str(number))
        expected = counted(sample, f"SELECT ?t (COUNT(DISTINCT {what} GROUP BY ?t")
        assert found == expected, count
        assert len(found) > 100


def test_records_of_a_class_are_counted_in_the_graph(sample: Build) -> None:
    counts = f"?part <{VOID['class']}> ?t ; <https://w3id.org/credgraph/vocab#records> ?n"
    found = counted(sample, f"SELECT ?t ?n {{ {counts} FILTER(?n > 0) }}")
    derived = "?s a ?t ; <http://www.w3.org/ns/prov#wasDerivedFrom> ?source"
    expected = counted(sample, f"SELECT ?t (COUNT(DISTINCT ?s) AS ?n) {{ {derived} }} GROUP BY ?t")
    assert found == expected
    assert len(found) > 30


def test_totals_are_what_sparql_counts(client: FlaskClient, sample: Build) -> None:
    graph = described(client.get("/.well-known/void").data, "turtle")
    (dataset,) = graph.subjects(VOID.sparqlEndpoint)
    for total, what in {
        VOID.triples: "*) AS ?n) { ?s ?p ?o }",
        VOID.distinctSubjects: "DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        VOID.distinctObjects: "DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        VOID.entities: "DISTINCT ?s) AS ?n) { ?s a ?class }",
        VOID.classes: "DISTINCT ?class) AS ?n) { ?s a ?class }",
        VOID.properties: "DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    }.items():
        (number,) = graph.objects(dataset, total)
        expected = counted(sample, f'SELECT ("all" AS ?t) (COUNT({what}')
        assert {"all": int(str(number))} == expected, total


def test_the_description_by_accept(client: FlaskClient) -> None:
    turtle = described(client.get("/datasets", headers={"Accept": "text/turtle"}).data, "turtle")
    xml = client.get("/datasets", headers={"Accept": "application/rdf+xml"})
    assert len(described(xml.data, "xml")) == len(turtle) > 10
    assert client.get("/datasets", headers=BROWSER).mimetype == "text/html"
    known = client.get("/.well-known/void", headers={"Accept": "application/rdf+xml"})
    assert len(described(known.data, "xml")) == len(turtle)
    assert client.get("/.well-known/void", headers=BROWSER).mimetype == "text/turtle"


def test_every_build_is_listed_and_a_pruned_one_says_so(tmp_path: Path, serve: Serve) -> None:
    serve(credential(1))
    client = serve(credential(2))
    first, second = (build.id for build in builds.builds(tmp_path))
    current = builds.current_id(tmp_path)
    old = second if current == first else first
    assert sorted(row[0] for row in table(page(client, "/datasets"))) == sorted([first, second])
    with client.get(f"/datasets/{old}/graph.nt.gz") as download:
        assert download.status_code == 200
    for path in (tmp_path / "builds" / old).iterdir():
        if path.name != "build.json":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    rows = {row[0]: row[-1] for row in table(page(client, "/datasets"))}
    assert "removed" in rows[old]
    gone = client.get(f"/datasets/{old}/graph.nt.gz")
    assert gone.status_code == 410
    assert json.loads(gone.data)["build"]["id"] == old
    assert client.get("/datasets/20200101T000000Z-00000000/graph.nt.gz").status_code == 404
    assert client.get("/datasets/..%2F..%2Fetc/graph.nt.gz").status_code == 404
