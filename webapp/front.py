"""The front page: what is loaded, and where each kind of user begins."""

from __future__ import annotations

from flask import Blueprint, render_template

from graph.vocabulary import CEASN, CETERMS, CG, OB
from webapp.site import build

blueprint = Blueprint("front", __name__)

TITLES = {
    "onet": "O*NET",
    "ctdl": "Credential Registry (CTDL)",
    "ctdl-schema": "CTDL vocabulary",
    "ler": "Learning records",
}
"""Sources by their kind."""

HOLDINGS = {
    CETERMS.Credential: "credentials",
    CETERMS.LearningOpportunityProfile: "programs and courses",
    CETERMS.Organization: "organizations",
    CEASN.Competency: "competencies",
    CETERMS.Pathway: "pathways",
    CG.Occupation: "occupations",
    OB.Achievement: "badge achievements",
}
"""The classes of records that the front page counts, under the names that it gives them."""


@blueprint.get("/")
def show() -> str:
    """What the graph holds: sources, versions, dates, counts, links that lead nowhere."""
    return render_template("front.html", info=build().info, holdings=_holdings(), titles=TITLES)


def _holdings() -> list[tuple[str, int]]:
    """(name, records) of each class that has records, as the build counted them."""
    counts = build().info["profile"].get("records", {})
    return [(name, counts[kind]) for kind, name in HOLDINGS.items() if kind in counts]
