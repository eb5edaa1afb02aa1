"""``/queries/``: forms, answers, their twins as data, snippets, and what is not listed."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import polars
import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]

from queries import catalog
from tests.webapp.addresses import NURSES
from tests.webapp.pages import BROWSER, PROGRAM, csv_rows, labelled, links, page, table, words

GAP = "/queries/occupations/skill-gap"
CREDENTIALS = "/queries/pathways/credentials-for-occupation"
SECURITY = "https://www.onetonline.org/link/summary/15-1212.00"
HIDDEN = sorted(name for name, query in catalog().items() if query.hidden)
EXAMPLES = sorted(name for name, query in catalog().items() if query.example)
LISTED = sorted(set(catalog()) - set(HIDDEN) - set(EXAMPLES))


@pytest.mark.parametrize("name", sorted(catalog()))
def test_every_query_answers_with_its_defaults(client: FlaskClient, name: str) -> None:
    shown = page(client, f"/queries/{name}")
    assert words(shown.xpath("//h1")[0]) == catalog()[name].title
    assert not shown.xpath("//*[@role='alert']")
    ending = shown.xpath("//p[@class='downloads']//a")[0].text
    assert client.get(f"/queries/{name}.{ending}").status_code == 200


def test_the_list_leads_to_every_question_and_to_no_hidden_one(client: FlaskClient) -> None:
    listed = links(page(client, "/queries/").xpath("//main")[0])
    more = ["/examples", "/tour/"]
    assert sorted(listed) == sorted([*more, *(f"/queries/{name}" for name in LISTED)])
    assert HIDDEN
    assert all("hidden" in catalog()[name].text for name in HIDDEN)


def test_the_form_keeps_what_was_typed(client: FlaskClient) -> None:
    asked = {"from": NURSES, "to": SECURITY, "importance": "4.25"}
    shown = page(client, f"{GAP}?{urlencode(asked)}")
    assert labelled(shown, "From").xpath("./option[@selected]/@value") == [NURSES]
    assert labelled(shown, "To").xpath("./option[@selected]/@value") == [SECURITY]
    (typed,) = shown.xpath("//input[@name='importance']/@value")
    assert typed == "4.25"


def test_a_drop_down_offers_what_another_query_gives(client: FlaskClient) -> None:
    field = labelled(page(client, CREDENTIALS), "Occupation")
    offered = {o.get("value"): words(o) for o in field.xpath("./option")}
    rows = csv_rows(client.get("/queries/occupations/all.csv").text)
    assert offered == {row["value"]: row["label"] for row in rows}
    assert len(offered) == 60
    states = labelled(page(client, CREDENTIALS), "State").xpath("./option")
    assert words(states[0]) == "Any"
    assert states[0].get("value") == ""


def test_a_value_that_is_no_option_stays_in_the_form(client: FlaskClient) -> None:
    stranger = "https://www.onetonline.org/link/summary/99-9999.00"
    shown = page(client, f"{CREDENTIALS}?{urlencode({'occupation': stranger})}")
    field = labelled(shown, "Occupation")
    assert field.xpath("./option[@selected]/@value") == [stranger]
    assert "no rows" in words(shown)


def test_an_optional_value_left_empty_asks_for_all(client: FlaskClient) -> None:
    def count(**asked: str) -> int:
        return len(csv_rows(client.get(f"{CREDENTIALS}.csv?{urlencode(asked)}").text))

    everything = count(occupation=NURSES)
    assert everything > 0
    assert count(occupation=NURSES, region="") == everything
    nowhere = "https://w3id.org/credgraph/id/region/US-HI"
    assert count(occupation=NURSES, region=nowhere) == 0


@pytest.mark.parametrize("name", ["occupations/skill-gap", "pathways/steps", "checks/retired-code"])
def test_twins_say_what_the_page_says(client: FlaskClient, name: str) -> None:
    rows = csv_rows(client.get(f"/queries/{name}.csv").text)
    assert rows
    found = json.loads(client.get(f"/queries/{name}.json").data)
    names = found["head"]["vars"]
    from_json = [
        {n: row[n]["value"] if n in row else "" for n in names}
        for row in found["results"]["bindings"]
    ]
    assert from_json == rows
    for ending, kind in (("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV)):
        read = ox.parse_query_results(client.get(f"/queries/{name}.{ending}").data, kind)
        assert isinstance(read, ox.QuerySolutions)
        assert [{n: getattr(row[n], "value", "") for n in names} for row in read] == rows
    shown = [row for n in range(1, 99) for row in page_rows(client, name, n)]
    assert len(shown) == len(rows)
    for cells, row in zip(shown, rows, strict=True):
        for n in names:
            # A thing and its label are one cell; a thing alone is shown by its label.
            text = row.get(f"{n}Label") or row[n]
            if not text.startswith("http") and not n.endswith("Label"):
                assert " ".join(text.split()) in cells


def page_rows(client: FlaskClient, name: str, number: int) -> list[list[str]]:
    """The rows on one page of the answer; none after the last."""
    shown = page(client, f"/queries/{name}?page={number}")
    return table(shown) if shown.xpath("//table") else []


def test_the_query_file_is_there_as_it_is(client: FlaskClient) -> None:
    response = client.get(f"{GAP}.rq")
    assert response.mimetype == "application/sparql-query"
    file = Path(__file__).parents[2] / "queries" / "occupations" / "skill-gap.rq"
    assert response.text == file.read_text("utf-8")


def test_a_wrong_value_names_its_field(client: FlaskClient) -> None:
    shown = page(client, f"{GAP}?importance=much", 400)
    (alert,) = shown.xpath("//*[@role='alert']")
    assert "importance" in words(alert)
    wrong = shown.xpath("//*[@aria-invalid]")
    assert [field.get("name") for field in wrong] == ["importance"]
    assert wrong[0].get("value") == "much"
    for address in (f"{GAP}?importance=much", f"{GAP}.json?importance=much"):
        response = client.get(address, headers=PROGRAM)
        assert response.status_code == 400
        assert response.mimetype == "application/problem+json"
        assert json.loads(response.data)["parameter"] == "importance"
    assert client.get(f"{GAP}/embed?importance=much").status_code == 400


@pytest.mark.parametrize(
    "value", ["1) } DROP ALL #", "http://a> <urn:b", "29-1141", "javascript:alert(1)", "\x00"]
)
def test_no_value_changes_the_query(client: FlaskClient, value: str) -> None:
    response = client.get(f"{GAP}?{urlencode({'from': value})}", headers=BROWSER)
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert "no rows" in words(html.fromstring(response.data))


def test_the_same_address_gives_data_to_programs(client: FlaskClient) -> None:
    response = client.get(GAP, headers=PROGRAM)
    assert response.mimetype == "application/sparql-results+json"
    assert client.get(f"{GAP}?format=csv", headers=BROWSER).mimetype == "text/csv"
    headers = client.get(f"{GAP}.csv").headers
    build = headers["Credgraph-Build"]
    assert headers["Content-Disposition"] == f'attachment; filename="skill-gap-{build}.csv"'


def test_the_permanent_link_repeats_the_answer(client: FlaskClient) -> None:
    shown = page(client, f"{GAP}?{urlencode({'from': NURSES, 'to': SECURITY})}")
    (link,) = [one for one in links(shown) if one.startswith("http://localhost/queries/")]
    asked = parse_qs(urlsplit(link).query)
    assert asked["from"] == [NURSES]
    assert asked["to"] == [SECURITY]
    assert asked["build"][0] in words(shown.xpath("//footer")[0])
    assert table(page(client, link.removeprefix("http://localhost"))) == table(shown)


def test_the_console_opens_with_the_bound_query(client: FlaskClient) -> None:
    shown = page(client, f"{GAP}?{urlencode({'from': NURSES, 'to': SECURITY})}")
    (link,) = shown.xpath("//a[text()='Change it in the console']/@href")
    there = page(client, link)
    assert table(there) == table(shown)
    assert SECURITY in there.xpath("//textarea")[0].text_content()


@pytest.mark.parametrize("address", ["/queries/no/query", "/queries/no/query.csv", f"{GAP}.pdf"])
def test_what_there_is_not(client: FlaskClient, address: str) -> None:
    page(client, address, 404)
    assert client.get(address).mimetype == "application/problem+json"


def test_the_pages_turn(client: FlaskClient) -> None:
    """The pages of 20 rows, one after the other, are the whole answer."""
    address, seen = "/queries/checks/linked-records", 0
    whole = len(csv_rows(client.get(f"{address}.csv").text))
    assert whole > 40
    while address:
        shown = page(client, address)
        seen += len(table(shown))
        address = next(iter(shown.xpath("//a[@rel='next']/@href")), "")
    assert seen == whole
    page(client, "/queries/checks/linked-records?page=0", 400)
    page(client, "/queries/checks/linked-records?page=x", 400)


def snippets(server: str) -> dict[str, str]:
    """The snippets of a page, by their heading, as they are copied from it."""
    address = f"{server}{CREDENTIALS}?{urlencode({'occupation': NURSES})}"
    with urlopen(Request(address, headers=BROWSER)) as response:
        shown = html.fromstring(response.read())
    return {
        words(heading): heading.xpath("following::pre[1]")[0].text_content()
        for heading in shown.xpath("//details//h3")
    }


def test_the_curl_line_is_run(server: str, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = shlex.split(snippets(server)["curl"])
    subprocess.run([*command, "--silent"], cwd=tmp_path, check=True, timeout=30)
    rows = csv_rows((tmp_path / "answer.csv").read_text("utf-8"))
    assert "Associate of Applied Science in Nursing" in {row["recordLabel"] for row in rows}


def test_the_python_snippet_is_run(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, polars.DataFrame] = {}
    exec(snippets(server)["Python"], names)
    assert "record" in names["answer"].columns
    assert len(names["answer"]) > 2
    assert "shape" in capsys.readouterr().out


def test_an_occupation_can_be_given_by_its_code(client: FlaskClient) -> None:
    by_code = client.get(f"{GAP}.csv?to=15-1212.00").text
    assert by_code == client.get(f"{GAP}.csv?to={SECURITY}").text != client.get(f"{GAP}.csv").text


def test_a_misspelt_parameter_does_not_give_another_answer(client: FlaskClient) -> None:
    response = client.get(f"{GAP}.csv?form={NURSES}", headers=PROGRAM)
    assert response.status_code == 400
    assert "form" in response.get_json(force=True)["detail"]


def test_a_permanent_link_spells_defaults_out(client: FlaskClient) -> None:
    shown = page(client, GAP)
    (link,) = (a.get("href") for a in shown.xpath("//section//a") if "build=" in a.get("href"))
    asked = parse_qs(urlsplit(link).query)
    assert asked.keys() == {"from", "to", "kind", "importance", "build"}
    assert asked["to"] == [NURSES]
