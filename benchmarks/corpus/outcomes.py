"""Outcomes as data sets: a quarter in the form of 2020-23, the rest as observations."""

from __future__ import annotations

from benchmarks.corpus import pieces, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import CREDENTIALS
from benchmarks.corpus.record import Node, Record

_METRICS = ("Earnings", "Employment", "Completion")


def data_set(rec: Record) -> list[Node]:
    """A `DataSetProfile` about a credential of the corpus."""
    node: Node = {
        "@id": f"https://credentialengineregistry.org/resources/{rec.ctid}",
        "@type": "qdata:DataSetProfile",
        "ceterms:ctid": rec.ctid,
        "ceterms:name": rec.text(f"Outcomes of {choose(rec.rng, words.FIELDS)}"),
        "ceterms:description": rec.text(words.description(rec.rng)),
        "qdata:dataProvider": rec.owner(),
        "schema:about": rec.links(CREDENTIALS, 2),
        "ceterms:inLanguage": [rec.habits.language],
    }
    if rec.often(0.2):
        node["ceterms:subject"] = pieces.subjects(rec, 3)
    year = 2016 + int(rec.rng.random() * 9)
    frame: Node = {
        "@type": "qdata:DataSetTimeFrame",
        "ceterms:name": rec.text(f"Graduates of {year}"),
        "ceterms:startDate": f"{year}-07-01",
        "ceterms:endDate": f"{year + 1}-06-30",
    }
    node["qdata:dataSetTimePeriod"] = [frame]
    if rec.often(0.25):
        frame["qdata:dataAttributes"] = [_data_profile(rec) for _ in rec.upto(3)]
        return [node]
    return [node, *_cube(rec, node)]


def _data_profile(rec: Record) -> Node:
    amount = int(20000 + rec.rng.random() * 60000)
    return {
        "@type": "qdata:DataProfile",
        "ceterms:description": rec.text(words.sentence(rec.rng)),
        "qdata:earningsAmount": [
            {
                "@type": "schema:MonetaryAmount",
                "schema:currency": "USD",
                "schema:value": amount,
            }
        ],
        "qdata:subjectsInSet": [
            {
                "@type": "schema:QuantitativeValue",
                "schema:value": int(10 + rec.rng.random() * 900),
            }
        ],
    }


def _cube(rec: Record, node: Node) -> list[Node]:
    """Metrics as labelled blank nodes, and observations of each."""
    metrics: list[Node] = []
    observations: list[Node] = []
    for name in _METRICS[: len(rec.upto(3))]:
        metric: Node = {"@id": f"_:{name.lower()}", "@type": "qdata:Metric"}
        metric["ceterms:name"] = rec.text(name)
        metric["qdata:metricType"] = [f"metricCat:{name}"]
        metrics.append(metric)
        observations += [_observation(rec, metric["@id"], name) for _ in rec.upto(5)]
    node["qdata:hasMetric"] = [metric["@id"] for metric in metrics]
    node["qdata:hasObservation"] = observations
    return metrics


def _observation(rec: Record, metric: str, name: str) -> Node:
    node: Node = {
        "@type": "qdata:Observation",
        "qdata:isObservationOf": metric,
        "qdata:atPoint": rec.links(CREDENTIALS, 1),
        "ceterms:description": rec.text(words.sentence(rec.rng)),
    }
    if name == "Earnings":
        node["qdata:median"] = int(20000 + rec.rng.random() * 60000)
    else:
        node["qdata:percentage"] = round(rec.rng.random() * 100, 1)
    return node
