"""What each published figure measures: the tables behind the one view of outcomes."""

from __future__ import annotations

from collections.abc import Iterable

from graph.vocabulary import CETERMS, CG, QDATA, SCHEMA

RATES = frozenset(
    {
        CG.employmentRate,
        CG.relatedEmploymentRate,
        CG.unrelatedEmploymentRate,
        CG.completionRate,
        CG.passRate,
        CG.observedPercentage,
    }
)
"""Measures in percent: 0 to 100."""

# schema.org has the same names; early records use those.
EARNINGS = {
    QDATA.median: CG.medianEarnings,
    SCHEMA.median: CG.medianEarnings,
    QDATA.mean: CG.meanEarnings,
    SCHEMA.value: CG.earnings,
    **{
        space[f"percentile{n}"]: CG[f"earningsPercentile{n}"]
        for space in (QDATA, SCHEMA)
        for n in (10, 25, 75, 90)
    },
}
"""The measure of each statistic of earnings."""

AGGREGATE_EARNINGS = {
    CETERMS.medianEarnings: CG.medianEarnings,
    CETERMS.lowEarnings: CG.earningsPercentile25,
    CETERMS.highEarnings: CG.earningsPercentile75,
}
AGGREGATE_COUNTS = {CETERMS.numberAwarded: CG.completions}
"""The measures of the figures that stand in an aggregate data profile itself."""


def _counted(count: str, rate: str | None = None) -> dict[str, str]:
    """The measures of a quantitative value: a number of people, or a share of them."""
    return ({QDATA.percentage: rate} if rate else {}) | {SCHEMA.value: count}


JOBS = _counted(CG.employed, CG.employmentRate)
"""The measures of ``ceterms:jobsObtained``."""

DATA_PROFILE: dict[str, dict[str, str]] = {
    QDATA.earningsAmount: EARNINGS,
    QDATA.earningsDistribution: EARNINGS,
    QDATA.employmentRate: _counted(CG.employmentRate, CG.employmentRate),
    QDATA.holdersInSet: _counted(CG.holdersInSet),
    QDATA.meetEmploymentCriteria: _counted(CG.employed),
    QDATA.passRate: _counted(CG.passRate, CG.passRate),
    QDATA.relatedEmployment: _counted(CG.relatedEmployed, CG.relatedEmploymentRate),
    QDATA.subjectsInSet: _counted(CG.subjectsInSet),
    QDATA.totalWIOACompleters: _counted(CG.completions, CG.completionRate),
    QDATA.totalWIOAParticipants: _counted(CG.participants),
    QDATA.unrelatedEmployment: _counted(CG.unrelatedEmployed, CG.unrelatedEmploymentRate),
}
"""For each property of a data profile: the measure of each statistic in its value."""

_COMPLETION = _counted(CG.completions, CG.completionRate)
_CATEGORIES = {
    "Earnings": EARNINGS,
    "Employment": _counted(CG.employed, CG.employmentRate),
    "Completion": _COMPLETION,
    "CredentialAttainment": _COMPLETION,
    "Enrollment": _counted(CG.participants),
}
_STAGES = {"PostEnrollment", "PostCompletion"}
_CATEGORY = QDATA.iri.replace("terms/", "vocabs/metricCat/")
_ANY = {
    QDATA.median: CG.observedMedian,
    QDATA.mean: CG.observedMean,
    QDATA.percentage: CG.observedPercentage,
    SCHEMA.value: CG.observedValue,
}
STATISTICS = frozenset((*EARNINGS, *AGGREGATE_EARNINGS, *AGGREGATE_COUNTS, *JOBS, *_ANY))
"""Every property whose value may be a figure."""


def of_metric(categories: Iterable[str]) -> dict[str, str]:
    """The measure of each statistic of a metric's observations, by the IRIs of its categories.

    A metric of no known category, or of several that make it something else (earnings *before*
    enrollment), gives only the statistic.
    """
    named = {category.removeprefix(_CATEGORY) for category in categories} - _STAGES
    return _CATEGORIES.get(named.pop(), _ANY) if len(named) == 1 else _ANY
