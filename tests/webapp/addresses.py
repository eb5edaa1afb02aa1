"""The pages and embeds that tests of accessibility, size and robustness go through."""

from __future__ import annotations

import re
from urllib.parse import quote
from urllib.request import urlopen

REGISTRY = "https://credentialengineregistry.org/resources/"
NURSES = "https://www.onetonline.org/link/summary/29-1141.00"
ERROR = "SELECT ?s WHERE { ?s ?p }"
MISSPELT = "SELECT ?s WHERE { ?s <https://purl.org/ctdl/terms/nam> ?name }"
TABLE = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 50"

SCALES = "PREFIX cg: <https://w3id.org/credgraph/vocab#> SELECT ?scale { ?scale a cg:Scale }"
CHARTS = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
SELECT ?region (COUNT(DISTINCT ?c) AS ?credentials) {
  ?c a ceterms:Credential ; cg:region ?region
} GROUP BY ?region"""
GRAPH = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
CONSTRUCT { ?c cg:occupation ?o } WHERE { ?c cg:occupation ?o } LIMIT 20"""

PAGES = {
    "front": "/",
    "questions": "/queries/",
    "question": "/queries/pathways/credentials-for-occupation",
    "skill gap": "/queries/occupations/skill-gap",
    "wrong parameter": "/queries/occupations/skill-gap?importance=much",
    "examples": "/examples",
    "examples found": "/examples?q=retired+code",
    "example": "/queries/examples/16-towns",
    "tour": "/tour/",
    "step": "/tour/variables",
    "step answered": f"/tour/variables?check=1&query={quote(TABLE)}",
    "step solved": f"/tour/first-pattern?check=1&query={quote(SCALES)}",
    "step error": f"/tour/counting?check=1&query={quote(ERROR)}",
    "pathways": "/pathways/",
    "occupations": "/occupations/",
    "occupation": "/occupations/29-1141.00",
    "occupation without data": "/occupations/15-2051.00",
    "retired code": "/occupations/15-1131",
    "linkage": "/linkage/",
    "check": "/queries/checks/retired-code",
    "data": "/datasets",
    "schema": "/schema",
    "class": "/schema?class=https://purl.org/ctdl/terms/Credential",
    "property": "/schema?property=https://purl.org/ctdl/terms/name",
    "schema search": "/schema?q=occupation&vocabulary=cg",
    "vocabulary": "/vocab",
    "resource": f"/resource?iri={NURSES}",
    "console": "/sparql",
    "console result": f"/sparql?query={quote(TABLE)}",
    "console charts": f"/sparql?query={quote(CHARTS)}&sort=-credentials",
    "console graph": f"/sparql?query={quote(GRAPH)}&filter=nurse",
    "console error": f"/sparql?query={quote(ERROR)}",
    "console warning": f"/sparql?query={quote(MISSPELT)}",
    "not found": "/nothing",
}
EMBEDS = {
    "question": "/queries/occupations/skill-gap/embed",
    "occupation": "/occupations/29-1141.00/embed",
}
PATHWAYS = tuple(f"pathway {number}" for number in range(1, 5))
"""The sample's pathways, whose addresses only the server knows."""


def address_of(server: str, name: str, *, embed: bool = False) -> str:
    """The whole address of a page or embed by its name here."""
    if name not in PATHWAYS:
        return server + (EMBEDS if embed else PAGES)[name]
    path = pathways(server)[PATHWAYS.index(name)]
    return server + (path.replace("/view?", "/view/embed?") if embed else path)


def pathways(server: str) -> list[str]:
    """The addresses of all pathway pages, by the list that the server shows."""
    with urlopen(f"{server}/pathways/") as response:
        return sorted(set(re.findall(r'"(/pathways/view\?iri=[^"&]+)"', response.read().decode())))
