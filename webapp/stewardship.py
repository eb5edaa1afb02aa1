"""``/linkage``: how well records are linked, and what is wrong, by cause and by publisher."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from graph.vocabulary import CG, shorten
from queries import Query, catalog
from queries.findings import as_csv, checks
from webapp.asking import Row, rows, text
from webapp.checked import all_findings
from webapp.choices import choices
from webapp.site import build

blueprint = Blueprint("stewardship", __name__, url_prefix="/linkage")

_KINDS = {CG.occupation: "Occupation", CG.region: "State"}
_STAGES = (
    ("linked", "Says something", {"says": "1"}),
    ("resolvable", "Leads somewhere", {"leads": "1"}),
    ("current", "By a code of today", {"today": "1"}),
)
"""Column of the matrix's query, heading, and the parameters that list a cell's records."""

_SHOWN = 200
"""Organizations that the page lists; the file has those of all."""


@dataclass(frozen=True)
class Figure:
    """One cell of the matrix: how many of how many, and where they are listed."""

    part: int
    whole: int
    listing: str


@dataclass(frozen=True)
class Cause:
    """One check: its findings by organization (IRI; "" for none)."""

    check: Query
    by_organization: Counter[str]

    @property
    def address(self) -> str:
        """The check's page, with its list and its SPARQL."""
        name = self.check.id.partition("/")[2]
        return url_for("canned.show", folder="checks", name=name)


@blueprint.get("/")
def show() -> str:
    """The matrix, the checks, and the findings of each organization."""
    found = all_findings()
    counts = defaultdict[str, Counter[str]](Counter)
    for one in found:
        counts[one.code][one.organization] += 1
    names = {one.organization: one.organization_label for one in found}
    totals = Counter(one.organization for one in found)
    return render_template(
        "linkage.html",
        matrix=_matrix(),
        kinds=list(_KINDS.values()),
        stages=[heading for _, heading, _ in _STAGES],
        causes=[Cause(check, counts[check.meta["code"]]) for check in checks()],
        organizations=[
            (iri, names[iri] or shorten(iri), n) for iri, n in totals.most_common(_SHOWN)
        ],
        all_organizations=len(totals),
    )


@blueprint.get("/findings.csv")
def findings_csv() -> Response:
    """All findings, or those of ``?organization=IRI`` (empty: those of no organization), as CSV."""
    if stray := request.args.keys() - {"organization", "build"}:
        abort(400, f"{min(stray)} means nothing here; there are organization and build.")
    found = all_findings()
    wanted = request.args.get("organization")
    if wanted and wanted not in dict(choices("checks/organizations")):
        abort(404, f"No organization {wanted} owns or offers a record of this dataset.")
    if wanted is not None:
        found = tuple(one for one in found if one.organization == wanted)
    response = Response(as_csv(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="findings-{build().id}.csv"'
    return response


def _matrix() -> list[tuple[str, int, list[list[Figure]]]]:
    """(class, records, its figures by kind of link and stage) for every class that has records."""
    by_class: dict[str, dict[str, Row]] = {}
    for row in rows(catalog()["checks/linkage"].bind()):
        by_class.setdefault(text(row, "class"), {})[text(row, "property")] = row
    return [
        (_name(by_kind), _number(by_kind, "records"), [_figures(by_kind[k]) for k in _KINDS])
        for by_kind in by_class.values()
    ]


def _name(by_kind: dict[str, Row]) -> str:
    row = next(iter(by_kind.values()))
    return text(row, "classLabel") or shorten(text(row, "class"))


def _number(by_kind: dict[str, Row], column: str) -> int:
    return int(text(next(iter(by_kind.values())), column))


def _figures(row: Row) -> list[Figure]:
    whole = int(text(row, "records"))
    of_cell = {"class": text(row, "class"), "property": text(row, "property")}
    return [
        Figure(int(text(row, column)), whole, _listing(of_cell | chosen))
        for column, _, chosen in _STAGES
    ]


def _listing(values: dict[str, str]) -> str:
    address: dict[str, Any] = {"folder": "checks", "name": "linked-records", **values}
    return url_for("canned.show", **address)
