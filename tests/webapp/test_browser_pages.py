"""The pages in a real browser, used as people use them: by mouse, and without script."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Locator, Page, expect

QUESTION = "/queries/pathways/credentials-for-occupation"
EVERYTHING = "SELECT ?s WHERE { ?s ?p ?o }"


def rows(page: Page) -> Locator:
    """The rows of the first table's body."""
    return page.locator("table").first.locator("tbody tr")


def downloaded(page: Page, name: str) -> list[list[str]]:
    """The rows of a CSV file behind a link, without its headings."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    text = waiting.value.path().read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.mark.parametrize(
    ("door", "heading"),
    [
        ("Ask a question", "Questions"),
        ("See a pathway", "Pathways"),
        ("Look up an occupation", "Occupations"),
        ("Check the links", "How well records are linked"),
        ("Write SPARQL", "SPARQL console"),
        ("Take the data", "The data, whole"),
    ],
)
def test_each_door_is_one_click_from_the_front(
    server: str, page: Page, door: str, heading: str
) -> None:
    page.goto(server)
    page.get_by_role("link", name=door).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_question_answers_for_what_was_chosen(server: str, page: Page) -> None:
    page.goto(server + QUESTION)
    before = rows(page).all_inner_texts()
    page.get_by_label("Occupation", exact=True).select_option(label="47-2111.00 Electricians")
    page.get_by_label("State").select_option(index=1)
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_url(lambda url: "47-2111.00" in url and "region=" in url)
    shown = rows(page).all_inner_texts()
    assert shown
    assert shown != before
    expect(page.get_by_label("Occupation", exact=True).locator(":checked")).to_contain_text(
        "Electricians"
    )
    for row, line in zip(shown, downloaded(page, "csv"), strict=True):
        assert any(cell and cell in row for cell in line)


def test_question_works_without_script(server: str, page_without_script: Page) -> None:
    page = page_without_script
    page.goto(server + QUESTION)
    page.get_by_label("Occupation", exact=True).select_option(label="47-2111.00 Electricians")
    page.get_by_role("button", name="Show the answer").click()
    expect(rows(page).first).to_contain_text("Electric")


def test_pager_goes_on_and_back(server: str, page: Page) -> None:
    page.goto(f"{server}/sparql")
    page.get_by_role("textbox", name="Query").fill(EVERYTHING)
    page.get_by_role("button", name="Run").click()
    first = page.locator("caption").first.inner_text()
    page.get_by_role("link", name="Next rows").click()
    expect(page.locator("caption").first).not_to_have_text(first)
    page.get_by_role("link", name="Previous rows").click()
    expect(page.locator("caption").first).to_have_text(first)
    expect(page.get_by_role("link", name="Previous rows")).to_have_count(0)
