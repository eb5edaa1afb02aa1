"""Outcomes in one form: whom and when they are about, from whichever document says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.vocabulary import CG, QDATA
from tests.graph.views_of import viewed
from tests.loaders.ctdl_documents import (
    CONTEXT,
    REGISTRY,
    Loaded,
    ctid,
    graph,
    load_documents,
    resource,
)

ME, OTHER, SET, METRIC = (f"{REGISTRY}resources/{ctid(n)}" for n in (1, 2, 3, 4))
CG_PREFIX = f"PREFIX cg: <{CG}>"


def data_set(*more: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """A document of a data set; ``qdata:`` is put before each keyword's name."""
    named = {f"qdata:{key}": value for key, value in properties.items()}
    node = {"@id": SET, "@type": "qdata:DataSetProfile", "ceterms:ctid": ctid(3)}
    return {"@context": CONTEXT, "@graph": [node | named, *more]}


def metric(*categories: str) -> dict[str, Any]:
    """A document of a metric."""
    return {
        "@context": CONTEXT,
        "@id": METRIC,
        "@type": "qdata:Metric",
        "ceterms:ctid": ctid(4),
        "ceterms:name": {"en": "What was measured"},
        "qdata:metricType": list(categories),
    }


def observed(*points: str, **figures: Any) -> dict[str, Any]:
    named = {f"qdata:{key}": value for key, value in figures.items()}
    return {"@type": "qdata:Observation", "qdata:isObservationOf": METRIC,
            "qdata:atPoint": list(points)} | named  # fmt: skip


def loaded(folder: Path, **documents: Any) -> Loaded:
    return viewed(load_documents(folder, **documents))


def figures(found: Loaded, *more: str) -> list[tuple[str, ...]]:
    """(measure, figure, the values of more properties) of every outcome."""
    wanted = " ".join(f"OPTIONAL {{ ?o cg:{name} ?{name} }}" for name in more)
    names = " ".join(f"?{name}" for name in more)
    rows = found.ask(
        f"{CG_PREFIX} SELECT ?m ?figure {names} {{ ?o cg:measure ?m ; ?m ?figure . {wanted} }}"
    )
    return [(m.removeprefix(str(CG)), *rest) for m, *rest in rows]


def profiled(**properties: Any) -> dict[str, Any]:
    """A data set with one data profile in one time frame."""
    frame = {
        "@type": "qdata:DataSetTimeFrame",
        "ceterms:startDate": "2023-01-01",
        "ceterms:endDate": "2023-12-31",
        "qdata:dataAttributes": [
            {"@type": "qdata:DataProfile"}
            | {f"qdata:{key}": value for key, value in properties.items()}
        ],
    }
    return data_set(dataSetTimePeriod=[frame], relevantDataSetFor=[ME])


# --- what they are about ----------------------------------------------------------------------

RATE = {"@type": "schema:QuantitativeValue", "qdata:percentage": 81}


@pytest.mark.parametrize("side", ["the data set", "the credential", "about", "a profile", "both"])
def test_either_side_may_say_what_a_data_set_is_about(tmp_path: Path, side: str) -> None:
    frame = {"qdata:dataAttributes": [{"qdata:employmentRate": [RATE]}]}
    of_set = {"the data set": {"relevantDataSetFor": [ME]}, "both": {"relevantDataSetFor": [ME]}}
    document = data_set(dataSetTimePeriod=[frame], **of_set.get(side, {}))
    if side == "about":
        document["@graph"][0]["schema:about"] = [ME]
    mine = graph(1, name={"en": "Welding"})
    if side in ("the credential", "both"):
        mine["@graph"][0]["qdata:relevantDataSet"] = [SET]
    if side == "a profile":
        mine["@graph"][0]["ceterms:employmentOutcome"] = [
            {"@type": "ceterms:EmploymentOutcomeProfile", "qdata:relevantDataSet": [SET]}
        ]
    found = loaded(tmp_path, mine=mine, theirs=document)
    assert figures(found, "about", "dataSet") == [("employmentRate", "81", ME, SET)]


def test_a_figure_of_a_profile_is_about_the_credential(tmp_path: Path) -> None:
    profile = {
        "@type": "ceterms:AggregateDataProfile",
        "ceterms:description": {"en": "After a year"},
        "ceterms:currency": "USD",
        "ceterms:medianEarnings": 40125.5,
        "ceterms:lowEarnings": 31000,
        "ceterms:highEarnings": 52000,
        "ceterms:numberAwarded": 12,
        "ceterms:postReceiptMonths": 12,
        "ceterms:jobsObtained": [{"@type": "schema:QuantitativeValue", "schema:value": 9}],
    }
    found = loaded(tmp_path, a=graph(1, aggregateData=[profile]))
    assert figures(found, "about", "currency", "monthsAfter", "wording") == [
        ("completions", "12", ME, "", "12", "After a year"),
        ("earningsPercentile25", "31000", ME, "USD", "12", "After a year"),
        ("earningsPercentile75", "52000", ME, "USD", "12", "After a year"),
        ("employed", "9", ME, "", "12", ""),
        ("medianEarnings", "40125.5", ME, "USD", "12", "After a year"),
    ]


def test_points_say_more_than_the_data_set(tmp_path: Path) -> None:
    cohort = {"@id": "_:c", "@type": "skos:Concept", "skos:prefLabel": {"en": "Class of 2020"}}
    year = {
        "@id": "_:y",
        "@type": "qdata:DataSetTimeFrame",
        "ceterms:startDate": "2021",
        "ceterms:endDate": "2021-06",
    }
    document = data_set(
        cohort,
        year,
        relevantDataSetFor=[ME, OTHER],
        dataSetTemporalCoverage={"qdata:startDate": "2010-01-01"},
        hasObservation=[observed(OTHER, "_:c", "_:y", median=51000), observed(median=50000)],
    )
    found = loaded(tmp_path, a=document, b=metric("metricCat:Earnings"), c=graph(1), d=graph(2))
    rows = figures(found, "about", "periodStart", "group")
    assert [row[:4] for row in rows] == [
        ("medianEarnings", "50000", ME, "2010-01-01"),
        ("medianEarnings", "50000", OTHER, "2010-01-01"),
        ("medianEarnings", "51000", OTHER, "2021"),
    ]
    assert [bool(row[4]) for row in rows] == [False, False, True]
    assert found.ask(
        f"{CG_PREFIX} SELECT (DATATYPE(?s) AS ?a) (DATATYPE(?e) AS ?b) {{ ?o cg:periodStart ?s ;"
        " cg:periodEnd ?e }"
    ) == [tuple(f"http://www.w3.org/2001/XMLSchema#{kind}" for kind in ("gYear", "gYearMonth"))]


def test_a_point_that_is_a_record_but_no_credential_is_a_group(tmp_path: Path) -> None:
    women = f"{REGISTRY}resources/{ctid(5)}"
    concept = {"@context": CONTEXT, "@id": women, "@type": "skos:Concept",
               "skos:prefLabel": {"en": "Women"}, "ceterms:ctid": ctid(5)}  # fmt: skip
    found = loaded(
        tmp_path,
        a=data_set(
            relevantDataSetFor=[ME],
            hasObservation=[observed(women, median=40000), observed(OTHER, median=50000)],
        ),
        b=metric("metricCat:Earnings"),
        c=concept,
    )
    assert figures(found, "about", "group") == [
        ("medianEarnings", "40000", ME, women),
        ("medianEarnings", "50000", OTHER, ""),
    ]


@pytest.mark.parametrize(("records", "about"), [(100, 100), (101, 0)])
def test_a_figure_about_very_many_is_about_none(tmp_path: Path, records: int, about: int) -> None:
    named = [f"{REGISTRY}resources/{ctid(n)}" for n in range(100, 100 + records)]
    document = data_set(relevantDataSetFor=named, hasObservation=[observed(median=5)])
    found = loaded(tmp_path, a=document, b=metric("metricCat:Earnings"))
    assert len({row[2] for row in figures(found, "about")} - {""}) == about
    assert {row[2] for row in figures(found, "dataSet")} == {SET}


# --- what they measure ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("categories", "measure"),
    [
        (["metricCat:Employment"], "employmentRate"),
        (["metricCat:Employment", "metricCat:PostCompletion"], "employmentRate"),
        (["metricCat:Completion"], "completionRate"),
        (["metricCat:CredentialAttainment"], "completionRate"),
        (["metricCat:Employment", "metricCat:PreEnrollment"], "observedPercentage"),
        (["metricCat:Employment", "metricCat:Earnings"], "observedPercentage"),
        (["metricCat:SomethingNew"], "observedPercentage"),
        ([], "observedPercentage"),
    ],
)
def test_the_category_of_a_metric_says_what_was_measured(
    tmp_path: Path, categories: list[str], measure: str
) -> None:
    document = data_set(hasObservation=[observed(ME, percentage=77.5)])
    found = loaded(tmp_path, a=document, b=metric(*categories))
    assert figures(found, "metric", "wording") == [(measure, "77.5", METRIC, "What was measured")]


def test_a_category_may_stand_in_an_alignment(tmp_path: Path) -> None:
    alignment = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": "metricCat:Employment",
    }
    measured = metric() | {"qdata:metricType": [alignment]}
    found = loaded(tmp_path, a=data_set(hasObservation=[observed(percentage=50)]), b=measured)
    assert figures(found) == [("employmentRate", "50")]


def test_a_data_profile_gives_one_outcome_for_each_value(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        a=profiled(
            employmentRate=[{"schema:value": 45.4}, {"qdata:percentage": 47}],
            earningsAmount=[{"schema:value": 15.91, "schema:currency": "USD"}],
            earningsDistribution=[{"qdata:median": 52000.0, "schema:percentile10": 29000}],
            passRate=98,
            industryRate=[{"qdata:percentage": 12}],
        ),
    )
    assert figures(found, "periodEnd") == [
        ("earnings", "15.91", "2023-12-31"),
        ("earningsPercentile10", "29000", "2023-12-31"),
        ("employmentRate", "45.4", "2023-12-31"),
        ("employmentRate", "47", "2023-12-31"),
        ("medianEarnings", "52000", "2023-12-31"),
        ("passRate", "98", "2023-12-31"),
    ]
    assert found.ask(f"{CG_PREFIX} SELECT (COUNT(?o) AS ?n) {{ ?o a cg:Outcome }}") == [("5",)]


# --- what can't be one ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "reason", "kept"),
    [
        ({"qdata:percentage": "most of them"}, "not a number", []),
        ({"qdata:percentage": "NaN"}, "not a number", []),
        ({"qdata:percentage": 3115}, "from 0 to 100", []),
        ({"qdata:percentage": -4}, "from 0 to 100", []),
        ({"qdata:percentage": 0.59}, "a share", ["0.59"]),
        ({"qdata:percentage": 72, "schema:value": 3115}, "from 0 to 100", ["72"]),
    ],
)
def test_a_figure_that_is_none_is_told_and_stays_as_published(
    tmp_path: Path, value: dict[str, Any], reason: str, kept: list[str]
) -> None:
    found = loaded(tmp_path, a=profiled(employmentRate=[value]))
    (said,) = found.ask(
        f'{CG_PREFIX} SELECT ?reason {{ ?n cg:noteCode "unclear-figure" ; cg:reason ?reason }}'
    )
    assert reason in said[0]
    assert [figure for _, figure in figures(found)] == kept
    assert found.ask(f"SELECT ?v {{ ?value <{QDATA.percentage}> ?v }}")


def test_of_two_figures_for_one_thing_none_is_taken(tmp_path: Path) -> None:
    found = loaded(tmp_path, a=profiled(employmentRate=[{"qdata:percentage": [70, 72]}]))
    assert figures(found) == []
    assert found.notes == ["unclear-figure"] * 2


def test_the_percentage_of_a_rate_goes_before_its_value(tmp_path: Path) -> None:
    rate = {"qdata:percentage": 70, "schema:value": 31}
    assert figures(loaded(tmp_path, a=profiled(employmentRate=[rate]))) == [
        ("employmentRate", "70")
    ]


def test_what_says_no_figure_gives_no_outcome(tmp_path: Path) -> None:
    withheld = observed(ME) | {"qdata:dataWithholdingType": "dataWithholding:DataSuppressed"}
    found = loaded(
        tmp_path,
        a=data_set(hasObservation=[withheld]),
        b=metric("metricCat:Earnings"),
        c={"@context": CONTEXT, "@graph": [resource(5)]},
    )
    assert figures(found) == []
    assert "unclear-figure" not in found.notes
