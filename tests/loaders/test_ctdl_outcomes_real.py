"""The outcomes of real data sets, against a plain walk over their JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graph.vocabulary import CG
from tests.graph.views_of import viewed
from tests.loaders.ctdl_documents import load_paths
from tests.shared import SHARED, needs_shared

FOLDER = SHARED / "ctdl" / "dev" / "outcomes"
COUNTS = {  # property: what its value and its percentage are
    "ceterms:jobsObtained": ("employed", "employmentRate"),
    "qdata:employmentRate": ("employmentRate", "employmentRate"),
    "qdata:holdersInSet": ("holdersInSet", None),
    "qdata:meetEmploymentCriteria": ("employed", None),
    "qdata:passRate": ("passRate", "passRate"),
    "qdata:relatedEmployment": ("relatedEmployed", "relatedEmploymentRate"),
    "qdata:subjectsInSet": ("subjectsInSet", None),
    "qdata:totalWIOACompleters": ("completions", "completionRate"),
    "qdata:totalWIOAParticipants": ("participants", None),
    "qdata:unrelatedEmployment": ("unrelatedEmployed", "unrelatedEmploymentRate"),
    "qdata:earningsAmount": ("earnings", None),
}
Figures = Counter[tuple[str, Decimal]]


def each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document."""
    for item in each(value):
        if isinstance(item, dict):
            yield item
            for inner in item.values():
                yield from objects(inner)


def published(document: Any) -> Figures:
    """Every figure in a document, by what it is."""
    found: Figures = Counter()

    def add(measure: str | None, holder: dict[str, Any], key: str) -> None:
        if measure and key in holder:
            found[measure, Decimal(str(holder[key]))] += 1

    for node in objects(document):
        add("medianEarnings", node, "ceterms:medianEarnings")
        add("completions", node, "ceterms:numberAwarded")
        for key, (count, rate) in COUNTS.items():
            for value in each(node.get(key, [])):
                add(count, value, "schema:value")
                add(rate, value, "qdata:percentage")
        for value in each(node.get("qdata:earningsDistribution", [])):
            for prefix in ("qdata", "schema"):
                add("medianEarnings", value, f"{prefix}:median")
                for share in (10, 25, 75, 90):
                    add(f"earningsPercentile{share}", value, f"{prefix}:percentile{share}")
        if node.get("@type") == "qdata:Observation":  # no metric here says its category
            add("observedMedian", node, "qdata:median")
            add("observedPercentage", node, "qdata:percentage")
    return found


@needs_shared
@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*")) if FOLDER.is_dir() else [], ids=lambda path: path.stem[:30]
)
def test_every_published_figure_is_an_outcome(tmp_path: Path, path: Path) -> None:
    found = viewed(load_paths(tmp_path, path))
    rows = found.ask(f"SELECT ?o ?m ?v {{ ?o a <{CG.Outcome}> ; <{CG.measure}> ?m ; ?m ?v }}")
    seen = Counter((m.removeprefix(str(CG)), Decimal(v)) for _, m, v in rows)
    assert seen == published(json.loads(path.read_text("utf-8-sig")))


@needs_shared
def test_real_outcomes_say_what_they_are_about_and_when(tmp_path: Path) -> None:
    found = viewed(load_paths(tmp_path, FOLDER))
    rows = found.ask(
        f"""PREFIX cg: <{CG}> SELECT ?figure ?who ?from ?to {{
        ?o cg:passRate ?figure ; cg:about/<https://purl.org/ctdl/terms/name> ?who ;
          cg:periodStart ?from ; cg:periodEnd ?to }}"""
    )
    assert [(f, a, b) for f, _, a, b in rows] == [
        ("100", "2020-01-01", "2020-12-31"),
        ("94.8", "2019-01-01", "2019-12-31"),
        ("98", "2018-01-01", "2018-12-31"),
    ]
    assert len({who for _, who, *_ in rows}) == 1
