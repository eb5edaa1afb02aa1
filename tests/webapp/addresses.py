"""The pages and embeds that tests of accessibility, size and robustness go through."""

from __future__ import annotations

from urllib.parse import quote

REGISTRY = "https://credentialengineregistry.org/resources/"
NURSES = "https://www.onetonline.org/link/summary/29-1141.00"
ERROR = "SELECT ?s WHERE { ?s ?p }"
TABLE = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 50"

PAGES = {
    "front": "/",
    "questions": "/queries/",
    "question": "/queries/pathways/credentials-for-occupation",
    "skill gap": "/queries/occupations/skill-gap",
    "wrong parameter": "/queries/occupations/skill-gap?importance=much",
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
    "resource": f"/resource?iri={NURSES}",
    "console": "/sparql",
    "console result": f"/sparql?query={quote(TABLE)}",
    "console error": f"/sparql?query={quote(ERROR)}",
    "not found": "/nothing",
}
EMBEDS = {
    "question": "/queries/occupations/skill-gap/embed",
    "occupation": "/occupations/29-1141.00/embed",
}
