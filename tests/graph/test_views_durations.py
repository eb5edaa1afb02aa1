"""Durations in days: what they are, by an independent reader, and what is no duration."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rdflib.xsd_datetime import Duration, parse_xsd_duration

from graph.views import days
from graph.vocabulary import CETERMS, CG
from tests.graph.views_of import viewed
from tests.loaders.ctdl_documents import REGISTRY, ctid, graph, load_documents


@pytest.mark.parametrize(
    "text",
    ["P2Y", "P18M", "P1Y6M", "P15W", "P28D", "P1DT12H", "PT40H", "PT90M", "PT1H30M15S", "P0D",
     "P10Y11M12DT13H14M15S"],
)  # fmt: skip
def test_days_are_those_of_another_reader(text: str) -> None:
    read = parse_xsd_duration(text, as_timedelta_if_possible=False)
    assert isinstance(read, Duration)
    years, months = Decimal(read.years), Decimal(read.months)
    expected = years * Decimal("365.25") + months * Decimal("30.4375")
    expected += Decimal(str(read.tdelta.total_seconds())) / 86400
    found = days(text)
    assert found is not None
    assert abs(found - expected) < Decimal("0.000001")


def test_fractions_and_mixed_weeks_are_read() -> None:
    assert days("P6.54Y") == Decimal("2388.735")
    assert days("P0,5D") == Decimal("0.5")
    assert days(" P1W2D ") == 9


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1YT", "2 years", "P2", "-P1D", "p2y", "P1H", "P" + "9" * 10 + "Y"]
)
def test_what_is_no_duration_has_no_days(text: str) -> None:
    assert days(text) is None


def test_the_graph_has_both_and_a_note_on_what_cant_be_read(tmp_path: Path) -> None:
    profile = {
        "@type": "ceterms:DurationProfile",
        "ceterms:exactDuration": "P2Y",
        "ceterms:timeRequired": "forty hours",
    }
    found = viewed(
        load_documents(tmp_path, a=graph(1, estimatedDuration=[profile], renewalFrequency="P3Y"))
    )
    me = f"{REGISTRY}resources/{ctid(1)}"
    assert found.ask(
        f"SELECT ?t ?days {{ ?p <{CETERMS.exactDuration}> ?t ; <{CG.exactDurationDays}> ?days }}"
    ) == [("P2Y", "730.5")]
    assert found.values(me, CG.renewalFrequencyDays) == ["1095.75"]
    assert found.ask(f"SELECT ?days {{ ?p <{CG.timeRequiredDays}> ?days }}") == []
    (note,) = found.ask(
        f"""SELECT ?code ?value ?property ?source {{ ?note <{CG.originalValue}> ?value ;
        <{CG.noteCode}> ?code ; <{CG.property}> ?property ;
        <http://www.w3.org/ns/prov#wasDerivedFrom> ?source }}"""
    )
    assert note[:3] == ("ill-typed-value", "forty hours", CETERMS.timeRequired)
    assert note[3].endswith("source/ctdl")
