"""The worked examples: each gives a sensible answer on the demo graph; pages show and find it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.stores.guard import inspect
from queries import catalog
from queries.header import GROUPS
from tests.webapp.pages import csv_rows, page, table, words
from webapp.examples import TITLES, groups

ONET = Path(__file__).parents[2] / "loaders" / "sample" / "data" / "onet" / "db_30_1_text"
EXAMPLES = {name: query for name, query in catalog().items() if name.startswith("examples/")}

# A row that must be in the answer. What it says stands in the sources of the sample.
TABLES: dict[str, Mapping[str, str]] = {
    "01-kinds-of-records": {"typeLabel": "License", "records": "6"},
    "02-credentials-by-state": {"regionLabel": "Ohio", "credentials": "4"},
    "03-how-links-were-made": {
        "method": "https://w3id.org/credgraph/vocab#roll-up",
        "links": "1",
        "meanConfidence": "0.8",
    },
    "04-evidence-of-a-link": {
        "recordLabel": "Health Records Online",
        "declared": "https://www.onetonline.org/link/summary/29-2071.00",
        "confidence": "0.5",
        "occupationLabel": "Medical Records Specialists",
    },
    "05-occupations-without-a-credential": {
        "occupationLabel": "Hairdressers, Hairstylists, and Cosmetologists",
        "medianWage": "35790",
    },
    "06-what-programs-teach": {
        "programLabel": "Security Capstone",
        "competencyLabel": "Contain an incident, keep the evidence and write the report.",
    },
    "07-what-it-costs": {
        "costTypeLabel": "Mixed Fees",
        "prices": "2",
        "least": "1125.4",
        "most": "2210",
    },
    "08-prerequisites": {
        "credentialLabel": "Registered Nurse License",
        "neededLabel": "Associate of Applied Science in Nursing",
    },
    "09-hot-technologies": {"technology": "Microsoft Excel", "occupations": "25"},
    "10-values-not-to-use": {"notRelevant": "true"},
    "11-badges-and-what-they-align-to": {
        "achievementLabel": "Log Reading",
        "targetLabel": "Contain an incident, keep the evidence and write the report.",
    },
    "13-outcomes-compared": {
        "measureLabel": "employment rate",
        "generationLabel": "observation",
        "figures": "2",
        "mean": "87.25",
    },
    "14-who-offers-what": {
        "ownerLabel": "Quillport University",
        "credentials": "6",
        "programs": "1",
    },
    "15-find-by-words": {"recordLabel": "Bachelor of Science in Nursing"},
    "16-towns": {"town": "Eastbend", "records": "3", "states": "Ohio"},
    "17-cost-in-all": {
        "credentialLabel": "Bachelor of Science in Nursing",
        "total": "41175",
        "items": "5",
    },
    "18-how-long": {"kindLabel": "Diploma", "shortest": "365.25", "longest": "426.125"},
    "19-price-and-time-for-an-occupation": {
        "occupationLabel": "Information Security Analysts",
        "credentialLabel": "Associate of Applied Science in Cybersecurity",
        "dollars": "8900",
        "days": "730.5",
    },
    "20-where-ladders-begin": {"startLabel": "Finish secondary school", "ahead": "8"},
    "21-pathways-and-destinations": {
        "pathwayLabel": "From Nursing Assistant to Registered Nurse",
        "standsForLabel": "Registered Nurse License",
        "steps": "9",
    },
    "22-credit-that-transfers": {
        "fromLabel": "Medic Training",
        "toLabel": "Bachelor of Science in Nursing",
        "credit": "6",
        "unitLabel": "Semester Hour",
    },
    "23-taught-assessed-asked-for": {
        "competencyLabel": "Find faults by thought before taking things apart.",
        "taught": "0",
        "assessed": "1",
        "askedFor": "0",
    },
    "24-taught-by-nobody": {
        "frameworkLabel": "Bedside Care Competencies",
        "competencyLabel": "Help a patient to eat and drink without choking.",
    },
    "25-a-framework-as-a-tree": {
        "frameworkLabel": "Electrical Installation",
        "code": "3.3",
        "depth": "2",
    },
    "26-earnings-beside-wages": {
        "recordLabel": "Practical Nursing Certificate",
        "earnings": "48200",
        "months": "12",
        "medianWage": "64400",
    },
    "27-who-publishes-outcomes": {
        "ownerLabel": "Osprey Junction Community College",
        "credentials": "8",
        "withFigures": "2",
        "percent": "25",
    },
    "28-what-a-figure-is-of": {
        "recordLabel": "Structural Welding Certificate",
        "figure": "31",
        "group": "All graduates of the class of 2023",
        "wording": "Work as welders",
        "providerLabel": "Millrace Technical Institute",
    },
    "29-skills-of-an-occupation": {
        "skillLabel": "Systems Analysis",
        "importance": "3",
        "level": "2.88",
        "rated": "2021-08",
    },
    "30-skills-by-job-zone": {"skillLabel": "Programming"},
    "31-groups-of-occupations": {
        "groupLabel": "Healthcare Practitioners and Technical Occupations",
        "occupations": "10",
    },
    "32-by-the-name-people-use": {"code": "15-1252.00", "occupationLabel": "Software Developers"},
    "33-tasks-that-mention": {"occupationLabel": "Dental Hygienists"},
    "34-better-paid-and-related": {
        "relatedLabel": "Paramedics",
        "wage": "60600",
        "more": "18340",
    },
    "35-wages-by-job-zone": {"zoneLabel": "Job Zone Two: Some Preparation Needed", "groups": "9"},
    "36-near-and-within-reach": {"nearLabel": "Phlebotomists", "rank": "3", "credentials": "2"},
    "37-issuers-and-alignments": {
        "issuerLabel": "Saint Odile Regional Health",
        "achievements": "6",
        "aligned": "4",
    },
    "38-badges-beside-courses": {
        "badgeLabel": "Log Reading",
        "courseLabel": "Security Capstone",
        "shared": "2",
    },
    "39-retired-codes": {
        "code": "15-1132.00",
        "occupationLabel": "Software Developers",
        "confidence": "0.5",
        "records": "2",
    },
    "40-what-a-plain-join-loses": {"records": "69", "foundByCode": "58", "foundByLink": "66"},
    "41-what-was-mended": {"severity": "reject", "code": "unreadable-document", "notes": "2"},
    "42-links-that-lead-nowhere": {"records": "1", "properties": "relevantDataSet"},
    "43-how-old-are-records": {"year": "2025", "records": "21"},
    "44-sources-and-version": {"sourceTitle": "O*NET database 30.1", "asOf": "2025-12"},
}
# A statement that must be in the graph: the name of its property, and its value.
GRAPHS = {
    "12-a-graph-to-take-away": "label Registered Nurse License",
    "45-steps-as-a-graph": "label Become a registered nurse",
    "46-occupations-for-a-web-page": "estimatedSalary 97550",
    "47-a-whole-record": "name Electrical Contractor License",
}


def rows(client: FlaskClient, name: str) -> list[dict[str, str]]:
    return csv_rows(client.get(f"/queries/examples/{name}.csv").text)


def test_there_are_examples_for_every_kind_of_question() -> None:
    assert list(TITLES) == list(GROUPS) == [group.name for group in groups()]
    assert all(len(group.examples) >= 3 for group in groups())
    assert {f"examples/{name}" for name in (*TABLES, *GRAPHS)} == set(EXAMPLES)
    assert all(query.example for query in EXAMPLES.values())


@pytest.mark.parametrize("name", TABLES)
def test_what_a_table_says(client: FlaskClient, name: str) -> None:
    answer = rows(client, name)
    assert any(TABLES[name].items() <= row.items() for row in answer)
    assert all(any(row.values()) for row in answer)


@pytest.mark.parametrize("name", GRAPHS)
def test_what_a_graph_says(client: FlaskClient, name: str) -> None:
    response = client.get(f"/queries/examples/{name}.nt")
    found = set()
    for triple in ox.parse(response.data, ox.RdfFormat.N_TRIPLES):
        property_name = re.split("[/#]", triple.predicate.value)[-1]
        found.add(f"{property_name} {getattr(triple.object, 'value', '')}")
    assert GRAPHS[name] in found


def test_a_price_without_a_kind_has_a_row_of_its_own() -> None:
    store = ox.Store()
    store.load(
        b"""PREFIX ceterms: <https://purl.org/ctdl/terms/> PREFIX ex: <https://example.org/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        ex:tuition a skos:Concept ; rdfs:label "Tuition" .
        ex:fee a skos:Concept ; rdfs:label "Fee" .
        ex:record ceterms:estimatedCost ex:direct, ex:aligned, ex:silent .
        ex:direct ceterms:price 10 ; ceterms:directCostType ex:tuition .
        ex:aligned ceterms:price 20 ; ceterms:directCostType ex:alignment .
        ex:alignment ceterms:targetNode ex:fee .
        ex:silent ceterms:price 30 .""",
        ox.RdfFormat.TURTLE,
    )
    answer = store.query(EXAMPLES["examples/07-what-it-costs"].body)
    assert isinstance(answer, ox.QuerySolutions)
    found = {(getattr(row["costTypeLabel"], "value", None), row["mean"].value) for row in answer}
    assert found == {("Tuition", "10"), ("Fee", "20"), (None, "30")}


def test_skills_by_job_zone_by_the_raw_files(client: FlaskClient) -> None:
    skills = pl.read_csv(ONET / "Skills.txt", separator="\t", quote_char=None)
    zones = pl.read_csv(ONET / "Job Zones.txt", separator="\t", quote_char=None)
    usable = skills.filter(pl.col("Scale ID") == "IM", pl.col("Recommend Suppress") != "Y")
    means = {
        (row["Element Name"], row["Job Zone"]): row["Data Value"]
        for row in usable.join(zones, on="O*NET-SOC Code")
        .group_by("Element Name", "Job Zone")
        .agg(pl.col("Data Value").mean())
        .iter_rows(named=True)
    }
    answer = rows(client, "30-skills-by-job-zone")
    assert len(answer) == 35
    for row in answer:
        assert float(row["some"]) == pytest.approx(means[row["skillLabel"], 2])
        assert float(row["considerable"]) == pytest.approx(means[row["skillLabel"], 4])


def test_the_page_has_every_example_with_its_words_and_one_click_opens_it(
    client: FlaskClient,
) -> None:
    shown = page(client, "/examples")
    articles = shown.xpath("//article")
    assert len(articles) == len(EXAMPLES) >= 30
    for article, query in zip(
        articles, [q for group in groups() for q in group.examples], strict=True
    ):
        said = words(article)
        for text in (query.title, query.summary, query.example["pattern"], query.example["trap"]):
            assert " ".join(text.replace("`", "").split()) in said
        address = article.xpath(".//a[starts-with(text(), 'Open in')]/@href")[0]
        assert parse_qs(urlsplit(address).query)["query"] == [query.body]
        inspect(query.body)
    targets = {link.lstrip("#") for link in shown.xpath("//nav[@class='jump']//a/@href")}
    assert targets == set(shown.xpath("//section/h2/@id"))


def test_examples_are_found_by_their_words(client: FlaskClient) -> None:
    shown = page(client, "/examples?q=MINUS+framework")
    titles = [words(title) for title in shown.xpath("//article/h3")]
    assert titles == ["Which competencies does nobody teach?"]
    assert shown.xpath("//input[@name='q']/@value") == ["MINUS framework"]
    assert "No example holds" in words(page(client, "/examples?q=nothingofthekind"))


def test_an_example_opens_in_the_console_with_its_answer(client: FlaskClient) -> None:
    shown = page(client, "/sparql")
    (link,) = shown.xpath("//li//a[text()='In which towns?']/@href")
    answer = page(client, link)
    assert ["Eastbend", "3", "Ohio"] in table(answer)
