"""Job zones: how much preparation an occupation takes."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import a, month, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.table import CODE, DATE, SOC, SOURCE, Table, Writing, by_name, occupation

REFERENCE = "Job Zone Reference"


def _zones(writing: Writing) -> list[pl.Expr]:
    zone = writing.iri("job-zone", "Job Zone")
    return [
        *a(zone, CG.JobZone, SKOS.Concept),
        triple(zone, SKOS.notation, text("Job Zone", None)),
        triple(zone, SKOS.prefLabel, text("Name")),
        triple(zone, CG.experience, text("Experience")),
        triple(zone, CG.education, text("Education")),
        triple(zone, CG.jobTraining, text("Job Training")),
        triple(zone, CG.examples, text("Examples")),
        triple(zone, CG.svpRange, text("SVP Range", None)),
    ]


def _zone_of(writing: Writing) -> list[pl.Expr]:
    return [
        triple(occupation(), CG.jobZone, term(writing.iri("job-zone", "Job Zone"))),
        triple(occupation(), CG.jobZoneDate, month("Date")),
        triple(occupation(), CG.jobZoneSource, text("Domain Source", None)),
    ]


_ZONE = "[0-9]+(-[0-9]+)?"
"""A zone, or several as one (``1-2``)."""
_PROSE = ("Experience", "Education", "Job Training", "Examples", "SVP Range")

TABLES = by_name(
    Table(
        REFERENCE,
        (
            Column("Job Zone", _ZONE),
            Column("Name"),
            *(Column(name, required=False) for name in _PROSE),
        ),
        key=("Job Zone",),
        lines=_zones,
    ),
    Table(
        "Job Zones",
        (CODE, Column("Job Zone", _ZONE, refers_to=REFERENCE), DATE, SOURCE),
        key=(SOC,),
        lines=_zone_of,
    ),
)
