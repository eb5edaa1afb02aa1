"""``/occupations/``: the list, an occupation's page, codes of other classifications."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from flask.testing import FlaskClient

from loaders.sample import FOLDER
from tests.webapp.addresses import NURSES
from tests.webapp.pages import BROWSER, csv_rows, links, page, table, words


def onet(name: str) -> list[dict[str, str]]:
    """The rows of a table of the sample's O*NET release, read without our loader."""
    path = FOLDER / "onet" / "db_30_1_text" / f"{name}.txt"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def panel(shown: Any, heading: str) -> list[list[str]]:
    (found,) = shown.xpath(f"//h2[starts-with(normalize-space(), '{heading}')]")
    return table(found.xpath("./following::table[1]/..")[0])


def test_the_list_holds_every_occupation_of_the_release(client: FlaskClient) -> None:
    shown = page(client, "/occupations/").xpath("//ul[@class='columns']")[0]
    codes = {address.rpartition("/")[2] for address in links(shown)}
    assert codes == {row["O*NET-SOC Code"] for row in onet("Occupation Data")}


@pytest.mark.parametrize(
    ("words_", "code", "there"),
    [
        ("nurses", "29-1141.00", True),
        ("REGISTERED nurses", "29-1141.00", True),
        ("29-1141", "29-1141.00", True),
        ("nurses welders", "29-1141.00", False),
        ("<script>", "29-1141.00", False),
    ],
)
def test_searching(client: FlaskClient, words_: str, code: str, there: bool) -> None:
    response = client.get("/occupations/", query_string={"q": words_}, headers=BROWSER)
    assert response.status_code == 200
    assert (f"/occupations/{code}" in response.text) == there
    assert "<script>" not in response.text


def test_the_page_tells_what_the_release_says(client: FlaskClient) -> None:
    shown = page(client, "/occupations/29-1141.00")
    assert words(shown.xpath("//h1")[0]) == "Registered Nurses 29-1141.00"
    (about,) = [r for r in onet("Occupation Data") if r["O*NET-SOC Code"] == "29-1141.00"]
    assert about["Description"] in words(shown)
    skills = panel(shown, "Skills")
    rated = {
        row["Element Name"]: float(row["Data Value"])
        for row in onet("Skills")
        if row["O*NET-SOC Code"] == "29-1141.00" and row["Scale ID"] == "IM"
    }
    best = sorted(rated.values(), reverse=True)[: len(skills)]
    assert [rated[row[0]] for row in skills] == best
    tasks = {r["Task"] for r in onet("Task Statements") if r["O*NET-SOC Code"] == "29-1141.00"}
    assert {row[0] for row in panel(shown, "Tasks")} <= {" ".join(t.split()) for t in tasks}


def test_credentials_that_lead_there_are_those_of_the_query(client: FlaskClient) -> None:
    query = "/queries/pathways/credentials-for-occupation.csv?occupation=" + NURSES
    wanted = {row["recordLabel"] for row in csv_rows(client.get(query).text)}
    shown = panel(page(client, "/occupations/29-1141.00"), "Credentials")
    assert {row[0] for row in shown} == wanted
    assert len(wanted) > 2


def test_wages_are_those_of_the_nation_and_of_the_state(client: FlaskClient) -> None:
    shown = panel(page(client, "/occupations/29-1141.00"), "Wages and employment")
    assert [row[0] for row in shown] == ["U.S.", "Allegheny"]
    for name, row in zip(("national", "state"), shown, strict=True):
        path = FOLDER / "crosswalks" / f"{name}_M2025_dl.csv"
        with path.open(encoding="utf-8", newline="") as file:
            (wanted,) = (r for r in csv.DictReader(file) if r["OCC_CODE"] == "29-1141")
        assert row[1:3] == [wanted["TOT_EMP"], wanted["A_MEDIAN"]]


def test_career_moves_are_the_near_occupations_that_a_move_leads_to(client: FlaskClient) -> None:
    code = "31-1131.00"
    near = csv_rows(client.get(f"/queries/occupations/nearest.csv?occupation={code}").text)
    wanted = [r for r in near if float(r["distance"]) <= 0.5 and int(r["jobZoneRise"]) <= 1]
    assert 0 < len(wanted) < len(near)
    shown = page(client, f"/occupations/{code}")
    moves = panel(shown, "Where people can move from here")
    assert [row[0] for row in moves] == [row["nearLabel"] for row in wanted]
    assert "/occupations/39-9011.00" in links(shown)
    for query, count in (("nearest", len(wanted)), ("moves", None)):
        (link,) = (a for a in links(shown) if f"/queries/occupations/{query}?" in a)
        answer = table(page(client, link))
        assert answer[: len(wanted)]
        assert {row[0] for row in answer[: len(wanted)]} == {row[0] for row in moves}
        assert count in (None, len(answer))


def test_an_occupation_of_which_little_is_known(client: FlaskClient) -> None:
    rated = {row["O*NET-SOC Code"] for row in onet("Skills")}
    bare = [r["O*NET-SOC Code"] for r in onet("Occupation Data")]
    code = next(code for code in bare if code not in rated)
    shown = page(client, f"/occupations/{code}")
    assert "None" not in words(shown.xpath("//main")[0])


def test_a_six_digit_code_leads_on(client: FlaskClient) -> None:
    response = client.get("/occupations/29-1141")
    assert response.status_code == 302
    assert response.location == "/occupations/29-1141.00"


@pytest.mark.parametrize("code", ["15-1131", "15-1131.00"])
def test_a_retired_code_names_its_successor(client: FlaskClient, code: str) -> None:
    shown = page(client, f"/occupations/{code}", 404)
    (successor,) = [one for one in links(shown) if one.startswith("/occupations/15-")]
    assert successor == "/occupations/15-1251.00"
    assert client.get(successor).status_code in (200, 404)


@pytest.mark.parametrize("code", ["99-9999.00", "nurse", "29-1141.00x", "29-1141.00%20", "%3Cb%3E"])
def test_a_code_that_there_is_not(client: FlaskClient, code: str) -> None:
    response = client.get(f"/occupations/{code}", headers=BROWSER, follow_redirects=True)
    assert response.status_code in (200, 404)
    assert "<b>" not in response.text
    if code != "29-1141.00x":
        assert client.get(f"/occupations/{code}/embed").status_code in (302, 404)
