"""``/linkage``: each check finds what was planted for it, every number opens the list it counts."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from graph.triples import iri, literal
from graph.vocabulary import CETERMS, CG
from loaders.sample import FOLDER
from queries.findings import checks
from tests.graph.building import REGISTRY, credential
from tests.webapp.pages import csv_rows, number, page, table, words
from tests.webapp.small import Serve

FLAW = re.compile(r"^\| (?P<file>\S+) \| (?P<ctid>\S*) *\| (?P<code>\S+) \|", re.M)
FLAWS = [match.groupdict() for match in FLAW.finditer((FOLDER / "FLAWS.md").read_text("utf-8"))]
CODES = {check.meta["code"] for check in checks()}
NOTES_OF_THE_LOADER = {"ill-typed-price": "ill-typed-value"}
NOT_FOUND = {
    ("ill-typed-price", "ce-9ac2f6db-1dc1-4748-883b-fab0d117b1ff"): "a date, no price",
}


def findings(client: FlaskClient, **asked: str) -> list[dict[str, str]]:
    response = client.get(f"/linkage/findings.csv?{urlencode(asked)}")
    assert response.mimetype == "text/csv"
    return csv_rows(response.get_data().decode())


def test_there_are_ten_checks_with_all_that_a_steward_needs() -> None:
    assert len(checks()) == 10
    for check in checks():
        assert all(check.meta[key] for key in ("code", "severity", "message", "rule", "fix"))


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_check_finds_the_defects_planted_for_it(client: FlaskClient, code: str) -> None:
    """Needs the owners and the records of inner nodes that the build adds."""
    planted = {
        flaw["ctid"]
        for flaw in FLAWS
        if flaw["code"] == NOTES_OF_THE_LOADER.get(code, code) and flaw["ctid"]
    }
    found = {row["resource"].rpartition("/")[2] for row in findings(client) if row["code"] == code}
    assert planted - {ctid for known, ctid in NOT_FOUND if known == code} <= found
    assert found & planted


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_check_reports_no_clean_record(client: FlaskClient, code: str) -> None:
    """A record in which nothing was planted is not found by any check."""
    flawed = {flaw["ctid"] for flaw in FLAWS}
    found = [row["resource"] for row in findings(client) if row["code"] == code]
    published = {one.rpartition("/")[2] for one in found if one.startswith(REGISTRY)}
    assert published <= flawed


def test_a_badge_with_a_retired_code_is_found(client: FlaskClient) -> None:
    found = [row for row in findings(client) if row["resource"].endswith("/software-maker")]
    assert [(row["code"], row["value"].rpartition("/")[2]) for row in found] == [
        ("retired-code", "15-1132.00")
    ]


def test_a_finding_says_what_is_wrong_where_and_what_to_do(client: FlaskClient) -> None:
    (row,) = [row for row in findings(client) if row["code"] == "sandbox-host"]
    assert row["severity"] == "error"
    assert row["value"].startswith("https://sandbox.credentialengineregistry.org/")
    assert row["organization_label"] == "Quillport University"
    assert row["label"] == "Bachelor of Science in Computer Science"
    assert row["message"]
    assert row["fix"]
    assert row["rule"]


def test_findings_by_cause_are_those_of_the_file(client: FlaskClient) -> None:
    counts = Counter(row["code"] for row in findings(client))
    shown = page(client, "/linkage/")
    for row in shown.xpath("//table")[1].xpath("./tbody/tr"):
        code = row.xpath(".//a/@href")[0].rpartition("/")[2]
        cells = [words(cell) for cell in row.xpath("./td")]
        assert int(cells[1]) == counts.pop(code, 0)
        listed = csv_rows(client.get(f"/queries/checks/{code}.csv").text)
        assert len(listed) == int(cells[1])
    assert not counts


def test_each_organization_has_its_file(client: FlaskClient) -> None:
    shown = page(client, "/linkage/")
    whole, seen = findings(client), 0
    for row in shown.xpath("//table")[2].xpath("./tbody/tr"):
        (file,) = row.xpath("./td[last()]//a/@href")
        rows = csv_rows(client.get(file).text)
        asked = parse_qs(urlsplit(file).query, keep_blank_values=True)["organization"][0]
        assert {one["organization"] for one in rows} == {asked}
        assert len(rows) == int(words(row.xpath("./td[1]")[0]))
        seen += len(rows)
    assert seen == len(whole) > 30


def test_each_number_of_an_organization_opens_its_list(client: FlaskClient) -> None:
    organizations = page(client, "/linkage/").xpath("//table")[2]
    for link in organizations.xpath("./tbody/tr/td[position() < last()]//a"):
        rows = csv_rows(client.get(link.get("href").replace("?", ".csv?")).text)
        assert len(rows) == int(words(link))


def test_every_cell_of_the_matrix_counts_the_list_that_it_opens(client: FlaskClient) -> None:
    shown = page(client, "/linkage/")
    links = shown.xpath("//table[contains(@class, 'matrix')]/tbody//a")
    assert len(links) >= 8 * 6
    for link in links:
        part = number(words(link.getparent().xpath("./small")[0]))
        rows = csv_rows(client.get(link.get("href").replace("?", ".csv?")).text)
        assert len({row["record"] for row in rows}) == part
        whole = number(words(link.xpath("./ancestor::tr/td[1]")[0]))
        assert words(link) == (f"{100 * part / whole:.1f} %")


def test_the_matrix_against_the_published_records(client: FlaskClient) -> None:
    """Of the records of a class, those that say something can't be fewer than those led on."""
    rows = table(page(client, "/linkage/").xpath("//table[contains(@class, 'matrix')]/..")[0])
    by_name = {row[0]: [number(cell.rpartition(" ")[2]) for cell in row[1:]] for row in rows}
    for records, *figures in by_name.values():
        for says, leads, today in (figures[:3], figures[3:]):
            assert records >= says >= leads >= today >= 0
    assert by_name["Credential"][0] > 40
    assert by_name["Credential"][1] > by_name["Credential"][3]  # some codes are retired


def test_who_comes_while_the_checks_run_is_told_to_come_again(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.checked.PATIENCE", 0)
    client = serve(credential(1))
    answers = [client.get("/linkage/", headers={"Accept": "text/html"})]
    while answers[-1].status_code == 503 and len(answers) < 500:
        time.sleep(0.02)
        answers.append(client.get("/linkage/", headers={"Accept": "text/html"}))
    first, last = answers[0], answers[-1]
    assert (first.status_code, last.status_code) == (503, 200)
    assert int(first.headers["Retry-After"]) > 0
    assert "Try again" in first.text
    assert "Findings by organization" in last.text


def test_an_organization_that_is_not_here_is_not_one_without_findings(client: FlaskClient) -> None:
    for asked in ("organization=https://example.org/nobody", "check=dangling-link"):
        response = client.get(f"/linkage/findings.csv?{asked}")
        assert response.status_code in (400, 404)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_are_formulas_are_made_harmless(serve: Serve, start: str) -> None:
    """A record whose occupation is named like a formula, in a file for spreadsheets."""
    node = "urn:alignment"
    name = f'{start}HYPERLINK("https://example.org")'
    lines = credential(1, (CETERMS.occupationType, iri(node)))
    lines += [f"<{node}> <{CETERMS.targetNodeName}> {literal(name)} ."]
    client = serve([one if one.endswith("\n") else f"{one}\n" for one in lines])
    (row,) = [one for one in findings(client) if one["code"] == "name-only"]
    assert row["value"] == f"'{name}"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_the_vocabulary_of_the_matrix_is_the_graphs() -> None:
    """`cg:occupation` and `cg:region` stand in the vocabulary that is published."""
    text = (Path(__file__).parents[2] / "graph" / "credgraph.ttl").read_text("utf-8")
    for term in (CG.occupation, CG.region):
        assert f"cg:{term.rpartition('#')[2]}" in text


def test_the_page_of_a_check_says_what_is_wrong_by_which_rule_and_what_to_do(
    client: FlaskClient,
) -> None:
    shown = words(page(client, "/queries/checks/ill-typed-price").xpath("//main")[0])
    for said in ("A price is no number.", "xsd:decimal in the CTDL context", "Publish the number"):
        assert said in shown
