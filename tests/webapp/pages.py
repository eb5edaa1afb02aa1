"""Reads pages as a user does: headings, tables, links, fields."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PROGRAM = {"Accept": "application/json"}
Page = Any
"""An lxml element: it has no type hints."""


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    """The page at an address, parsed."""
    response = client.get(address, headers=BROWSER)
    assert response.status_code == status, f"{address}: {response.status_code} {response.text}"
    assert response.mimetype == "text/html"
    return html.fromstring(response.data)


def words(element: Page) -> str:
    """The text in an element, blanks made one."""
    return " ".join(element.text_content().split())


def links(element: Page) -> list[str]:
    """Every address that the element leads to."""
    return [str(address) for address in element.xpath(".//a/@href")]


def table(element: Page, number: int = 0) -> list[list[str]]:
    """The rows of a table's body, as text."""
    return [
        [words(cell) for cell in row.xpath("./td|./th")]
        for row in element.xpath(".//table")[number].xpath("./tbody/tr")
    ]


def labelled(element: Page, label: str) -> Page:
    """The field whose label begins with this text."""
    for found in element.xpath("//label"):
        if words(found).startswith(label):
            (field,) = element.xpath(f"//*[@id='{found.get('for')}']")
            return field
    raise AssertionError(f"no field {label}")


def number(text: str) -> int:
    """The number that a text begins with: ``1,234 rows``."""
    match = re.match(r"[\d,]+", text)
    assert match, text
    return int(match.group().replace(",", ""))


def csv_rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))
