"""`cg:competency`: what a record teaches, assesses, asks for or embodies.

Publishers point at a competency itself, or at an alignment object whose `targetNode` it is; from
the record, or from a condition within it. The evidence says by which property.
"""

from __future__ import annotations

import polars as pl

from graph.links import conditions
from graph.links.conditions import aligned, asked_for, by_manifests, of_records, pointed_at
from graph.links.evidence import by_property, strongest
from graph.links.records import records
from graph.statements import Statements
from graph.vocabulary import CEASN, CETERMS, OB

_DIRECT = (
    CETERMS.teaches,
    CETERMS.assesses,
    CETERMS.targetCompetency,
    CEASN.knowledgeEmbodied,
    CEASN.skillEmbodied,
    CEASN.abilityEmbodied,
)
_CONDITIONS = (
    CETERMS.requires,
    CETERMS.recommends,
    CETERMS.entryCondition,
    CETERMS.prerequisite,
    CETERMS.corequisite,
    CETERMS.coPrerequisite,
)
READS = (*conditions.READS, *_DIRECT, *_CONDITIONS, OB.alignment, CEASN.Competency)


def competency_links(statements: Statements) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links; and counts: how many by which property, and how many name no competency."""
    known = statements.instances(CEASN.Competency)["subject"]
    asking = by_manifests(statements, pointed_at(statements, _CONDITIONS))
    straight = asking.filter(pl.col("node").is_in(known.implode()))
    direct = pl.concat([pointed_at(statements, _DIRECT), straight])
    conditioned = asked_for(statements, asking, [CETERMS.targetCompetency])
    said = pl.concat(
        [direct.with_columns(target=pl.col("node")), conditioned.drop("is_alternative")]
    )
    mine = said.join(records(statements), on="source", how="semi").with_row_index("said")
    found = of_records(statements, aligned(statements, mine))
    badges = _by_badges(statements, known)
    links = strongest(
        [
            pl.concat([found.drop("said"), badges]).select(
                "source",
                "target",
                "via",
                declared="target",
                method=pl.lit("declared"),
                confidence=pl.lit("1"),
                derived_from="node",
            )
        ]
    )
    return links, by_property(links) | {
        "name only": mine.height - found["said"].n_unique(),
        "links": links.height,
    }


def _by_badges(statements: Statements, known: pl.Series) -> pl.DataFrame:
    """Alignments of badges with a competency that is loaded."""
    ways = pointed_at(statements, [OB.alignment])
    urls = [statements.values(p, ways["node"].unique()) for p in conditions.ALIGNMENT_TARGETS]
    said = ways.join(pl.concat(urls), left_on="node", right_on="subject")
    found = said.filter(pl.col("value").is_in(known.implode()))
    return found.select("source", "via", "node", target="value")
