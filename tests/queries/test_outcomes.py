"""The question "what came of a credential", asked of the sample: all three generations in one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from credgraph import main
from graph.vocabulary import CG
from scripts.sample_ctdl_shapes import REGISTRY, ctid

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def outcomes(sample_data: Path) -> Callable[..., Rows]:
    """Asks for one measure, of one record or of all."""

    def asked(measure: str, record: str | None = None) -> Rows:
        more = ["-p", f"record={record}"] if record else []
        command = ["query", "--data", str(sample_data), "credentials/outcomes", "--format", "csv"]
        ran = CliRunner().invoke(main, [*command, "-p", f"measure={CG[measure]}", *more])
        assert ran.exit_code == 0, ran.output
        return list(csv.DictReader(io.StringIO(ran.stdout)))

    return asked


def test_one_question_compares_all_generations(outcomes: Callable[..., Rows]) -> None:
    rows = outcomes("medianEarnings")
    assert [(r["recordLabel"], r["figure"], r["generationLabel"]) for r in rows] == [
        ("Associate of Applied Science in Nursing", "66250", "observation"),
        ("Bachelor of Science in Nursing", "71400", "observation"),
        ("Practical Nursing Certificate", "48200", "aggregate data"),
        ("Structural Welding Certificate", "45250", "data profile"),
    ]
    assert {row["currency"] for row in rows} == {"USD"}
    assert [(row["from"], row["months"], row["providers"]) for row in rows[1:]] == [
        ("2023-07-01", "", "Allegheny Workforce Board"),
        ("", "12", ""),
        ("2024-01-01", "", "Millrace Technical Institute"),
    ]


def test_a_record_is_found_though_it_alone_points_at_its_data(
    outcomes: Callable[..., Rows],
) -> None:
    rows = outcomes("employmentRate", f"{REGISTRY}resources/{ctid('it-support-certificate')}")
    assert [(r["figure"], r["period"], r["wording"]) for r in rows] == [
        ("83.5", "One year after the certificate", "Graduates in work"),
        ("91", "Three years after the certificate", "Graduates in work"),
    ]
    assert len(outcomes("employmentRate")) == 4
    assert outcomes("passRate") == []
