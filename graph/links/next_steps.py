"""`cg:nextStep`: what may follow a record, from A to B: "after A, B".

Read from either side: B may say that it requires A, or A that it prepares for B; a pathway says
that one component precedes another, which also holds for the records that the components stand for.
"""

from __future__ import annotations

import polars as pl

from graph.links import conditions
from graph.links.conditions import asked_for, by_manifests, of_records, pointed_at
from graph.links.evidence import by_property, strongest
from graph.links.records import records
from graph.statements import Statements
from graph.vocabulary import ASN, CEASN, CETERMS, SKOS

_COMES_AFTER = {
    CETERMS.requires: "1",
    CETERMS.prerequisite: "1",
    CETERMS.entryCondition: "1",
    CETERMS.precededBy: "1",
    CETERMS.preparationFrom: "0.9",
    CETERMS.advancedStandingFrom: "0.9",
    CETERMS.recommends: "0.7",
}
"""Properties of B that lead to A, with the confidence of "after A, B"."""
_COMES_BEFORE = {
    CETERMS.isRequiredFor: "1",
    CETERMS.precedes: "1",
    CETERMS.isPreparationFor: "0.9",
    CETERMS.isAdvancedStandingFor: "0.9",
    CETERMS.isRecommendedFor: "0.7",
}
"""Properties of A that lead to B."""
_TARGETS = (CETERMS.targetCredential, CETERMS.targetLearningOpportunity, CETERMS.targetAssessment)
_ALTERNATIVE = "0.5"
NO_STEPS = (
    ASN.ProgressionLevel,
    CEASN.Competency,
    CETERMS.ConditionManifest,
    CETERMS.Job,
    CETERMS.Occupation,
    CETERMS.Task,
    CETERMS.WorkRole,
    SKOS.Concept,
)
"""Classes of what may be asked for, or stands in an order, but is nothing that one does and has."""
READS = (
    *conditions.READS,
    *_COMES_AFTER,
    *_COMES_BEFORE,
    *NO_STEPS,
    *_TARGETS,
    CETERMS.proxyFor,
)


def next_step_links(statements: Statements) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links; and counts: how many by which property."""
    said = by_manifests(statements, pointed_at(statements, [*_COMES_AFTER, *_COMES_BEFORE]))
    direct = said.with_columns(target=pl.col("node"), is_alternative=pl.lit(False))
    both = pl.concat([direct, asked_for(statements, said, _TARGETS).select(direct.columns)])
    found = of_records(statements, both).join(records(statements), on="source", how="semi")
    confidence = pl.col("via").replace_strict(_COMES_AFTER | _COMES_BEFORE)
    is_after = pl.col("via").is_in(list(_COMES_AFTER))
    steps = found.select(
        "via",
        source=pl.when(is_after).then("target").otherwise("source"),
        target=pl.when(is_after).then("source").otherwise("target"),
        declared="target",
        method=pl.lit("declared"),
        confidence=pl.when("is_alternative").then(pl.lit(_ALTERNATIVE)).otherwise(confidence),
        derived_from="node",
    )
    every = pl.concat([steps, _of_what_they_stand_for(statements, steps)])
    others = pl.concat([statements.instances(kind)["subject"] for kind in NO_STEPS]).implode()
    is_step = ~pl.col("source").is_in(others) & ~pl.col("target").is_in(others)
    links = strongest([every.filter(pl.col("source") != pl.col("target"), is_step)])
    return links, by_property(links) | {"links": links.height}


def _of_what_they_stand_for(statements: Statements, steps: pl.DataFrame) -> pl.DataFrame:
    """The steps between records whose components in a pathway follow each other."""
    stands = statements.values(CETERMS.proxyFor).filter("is_iri").select("subject", proxy="value")
    both = steps.join(stands, left_on="source", right_on="subject").join(
        stands, left_on="target", right_on="subject", suffix="_of_target"
    )
    found = both.with_columns(source="proxy", target="proxy_of_target")
    return found.select(steps.columns)
