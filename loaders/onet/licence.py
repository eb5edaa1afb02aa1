"""What the licence of the O*NET database asks every page to show (CC BY 4.0).

Source: https://www.onetcenter.org/license_db.html.
"""

from __future__ import annotations

from graph.triples import iri, line, literal
from graph.vocabulary import DCT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def attribution(version: str | None) -> str:
    """The sentence to show, and what must follow where the data were changed, as here."""
    database = f"O*NET {version} Database" if version else "O*NET Database"
    return (
        f"This page includes information from the {database} by the U.S. Department of Labor, "
        "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. "
        "O*NET® is a trademark of USDOL/ETA. credgraph has modified all or some of this "
        "information. USDOL/ETA has not approved, endorsed, or tested these modifications."
    )


def licence_lines(source: str, version: str | None) -> list[str]:
    """Lines that give the source (an IRI) its licence and its attribution."""
    return [
        line(source, DCT.license, iri(LICENCE)),
        line(source, DCT.rights, literal(attribution(version), language="en")),
    ]
