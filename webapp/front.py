"""The front page: what is loaded, and where each kind of user begins."""

from __future__ import annotations

from flask import Blueprint, render_template

from graph.vocabulary import CEASN, CETERMS, CG, OB
from webapp.site import build

blueprint = Blueprint("front", __name__)

TITLES = {"onet": "O*NET", "ctdl": "Credential Registry (CTDL)", "ler": "Learning records"}
"""Sources by their kind."""

HOLDINGS = {
    CETERMS.Credential: "credentials",
    CETERMS.LearningOpportunityProfile: "programs and courses",
    CETERMS.Organization: "organizations",
    CEASN.Competency: "competencies",
    CETERMS.Pathway: "pathways",
    CG.Occupation: "occupations",
    CG.Task: "tasks",
    CG.Rating: "ratings of skills, knowledge and more",
    OB.Achievement: "badge achievements",
    CG.Link: "resolved links",
}
"""The classes that the front page counts, under the names that it gives them."""


@blueprint.get("/")
def show() -> str:
    """What the graph holds: sources, versions, dates, counts, links that lead nowhere."""
    info = build().info
    classes = info["profile"]["classes"]
    holdings = [(kind, name, classes[kind]) for kind, name in HOLDINGS.items() if kind in classes]
    return render_template("front.html", info=info, holdings=holdings, titles=TITLES)
