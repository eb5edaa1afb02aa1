"""Wages and employment of occupations: the Occupational Employment and Wage Statistics (OEWS),
national and by state.

Estimates are of SOC groups. In place of some detailed occupations the agency publishes combined
groups (`combined_groups`). Source: U.S. Bureau of Labor Statistics,
https://www.bls.gov/oes/tables.htm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import polars as pl

from graph.vocabulary import CG, PROV, RDFS, SKOS, XSD
from loaders.onet.crosswalks.combined_groups import COMBINED_GROUPS
from loaders.onet.crosswalks.soc import SOC_CODE, STRUCTURES
from loaders.onet.expressions import a, literal_of, term, text, triple, typed, under
from loaders.onet.frame import FILE, Column
from loaders.onet.table import OCCUPATIONS, SOC, Rule, Table, Writing, by_name, occupation

CODE, LEVEL, AREA, NODE, MEMBER = "OCC_CODE", "O_GROUP", "Area", "Estimate", "Member"
FIGURES: Mapping[str, tuple[str, str]] = {
    "TOT_EMP": ("employment", "employment"),
    "EMP_PRSE": ("employmentRelativeStandardError", "employment_prse"),
    "JOBS_1000": ("jobsPerThousand", "jobs_per_1000"),
    "LOC_QUOTIENT": ("locationQuotient", "loc_quotient"),
    "H_MEAN": ("meanHourlyWage", "h_mean"),
    "A_MEAN": ("meanAnnualWage", "a_mean"),
    "MEAN_PRSE": ("wageRelativeStandardError", "wage_prse"),
    "H_PCT10": ("hourlyWage10thPercentile", "h_pct10"),
    "H_PCT25": ("hourlyWage25thPercentile", "h_pct25"),
    "H_MEDIAN": ("medianHourlyWage", "h_median"),
    "H_PCT75": ("hourlyWage75thPercentile", "h_pct75"),
    "H_PCT90": ("hourlyWage90thPercentile", "h_pct90"),
    "A_PCT10": ("annualWage10thPercentile", "a_pct10"),
    "A_PCT25": ("annualWage25thPercentile", "a_pct25"),
    "A_MEDIAN": ("medianAnnualWage", "a_median"),
    "A_PCT75": ("annualWage75thPercentile", "a_pct75"),
    "A_PCT90": ("annualWage90thPercentile", "a_pct90"),
}
"""The columns with figures: the property that each becomes, and its name in other editions."""

NUMBER, MARK = r"[0-9][0-9,]*(\.[0-9]+)?", r"\*\*?|#|~|-"
_COMBINED = pl.DataFrame(
    [(group, member) for group, members in COMBINED_GROUPS.items() for member in members],
    schema=[CODE, MEMBER],
    orient="row",
)
_LEVELS = {"0": "major", "1": "minor", "2": "broad", "3": "detailed"}
_YEAR = re.compile(r"(?:20|oesm)(\d\d)(?!\d)")


def year_of(name: str) -> str:
    """The year in a file's name (``national_M2025_dl.xlsx``, ``oesm25st.zip``), else ``""``."""
    found = _YEAR.findall(name)
    return f"20{found[-1]}" if found else ""


def derived(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds ``Area`` and ``Year``, and calls the level of a group by one name."""
    place = pl.col("AREA_TYPE").fill_null("1")
    state = pl.concat_str(pl.lit("US-"), "PRIM_STATE")
    year = pl.col(FILE).map_elements(year_of, return_dtype=pl.String, skip_nulls=False)
    level = pl.col(LEVEL).replace(_LEVELS).fill_null("detailed")
    return rows.with_columns(
        pl.when(place == "1").then(pl.lit("US")).when(place.is_in(["2", "3"])).then(state)
        .otherwise("AREA").alias(AREA),
        pl.when(pl.col(CODE) == "00-0000").then(pl.lit("total")).otherwise(level).alias(LEVEL),
        year.replace("", None).alias("Year"),
    )  # fmt: skip


def _estimates(writing: Writing) -> list[pl.Expr]:
    node, group = _node(writing), under(writing.base("soc"), CODE)
    period = typed(pl.concat_str("Year", pl.lit("-05")), XSD.gYearMonth)
    known = [writing.known[name] for name in STRUCTURES if name in writing.known]
    told = pl.concat([table.to_series() for table in known]) if known else pl.Series([""])
    untold = pl.when(~pl.col(CODE).is_in(told.implode())).then(group)
    figures = [line for column in FIGURES for line in _figure(node, column)]
    return [
        *a(node, CG.WageEstimate),
        triple(node, CG.occupationGroup, term(group)),
        triple(node, CG.groupLevel, text(LEVEL, None)),
        triple(node, CG.area, term(_area(writing))),
        triple(_area(writing), RDFS.label, text("AREA_TITLE", None)),
        triple(node, CG.referencePeriod, period),
        triple(node, PROV.wasDerivedFrom, writing.origin),
        *a(untold, CG.SocGroup, SKOS.Concept),
        triple(untold, SKOS.notation, text(CODE, None)),
        triple(untold, SKOS.prefLabel, text("OCC_TITLE")),
        *figures,
    ]  # fmt: skip


def _node(writing: Writing) -> pl.Expr:
    return under(writing.base("oews"), pl.col("Year").fill_null("undated"), AREA, CODE)


def _area(writing: Writing) -> pl.Expr:
    region = pl.when(pl.col(AREA).str.starts_with("US")).then(pl.lit("region"))
    return under(writing.names.base, region.otherwise(pl.lit("area")), AREA)


def _figure(node: pl.Expr, column: str) -> list[pl.Expr]:
    """A figure as a number; or the mark that stands in its place."""
    name, cell = FIGURES[column][0], pl.col(column)
    is_number = cell.str.contains(f"^(?:{NUMBER})$")
    plain = cell.str.replace_all(",", "").str.replace(r"\.0*$", "")
    kind = XSD.integer if column == "TOT_EMP" else XSD.decimal
    return [
        triple(pl.when(is_number).then(node), CG[name], typed(plain, kind)),
        triple(pl.when(~is_number).then(node), CG[f"{name}Mark"], literal_of(cell)),
    ]


def _of_occupations(
    rows: pl.DataFrame, writing: Writing
) -> Iterator[tuple[pl.DataFrame, list[pl.Expr]]]:
    """Which occupations an estimate is of, and which groups a combined group combines."""
    if OCCUPATIONS not in writing.known:
        return
    occupations = writing.known[OCCUPATIONS].select(SOC, pl.col(SOC).str.slice(0, 7).alias(MEMBER))
    detailed = rows.filter(pl.col(LEVEL) == "detailed")
    present = detailed.select(CODE).unique(maintain_order=True)
    combined = present.join(_COMBINED, on=CODE, maintain_order="left_right")
    combined = combined.join(occupations, on=MEMBER, how="semi")
    group, member = (under(writing.base("soc"), column) for column in (CODE, MEMBER))
    yield combined, [triple(group, CG.combines, term(member))]
    own = occupations.with_columns(pl.col(MEMBER).alias(CODE))
    within = occupations.join(_COMBINED, on=MEMBER, maintain_order="left")
    of = detailed.join(pl.concat([own, within]), on=CODE, maintain_order="left_right")
    yield of, [triple(occupation(), CG.wageEstimate, term(_node(writing)))]


def _text(name: str, *also: str, pattern: str = ".+") -> Column:
    return Column(name, pattern, required=False, may_be_absent=True, also=also)


TABLES = by_name(
    Table(
        "OEWS wages and employment",
        (
            Column(CODE, SOC_CODE),
            Column("OCC_TITLE"),
            Column("A_MEDIAN", f"{NUMBER}|{MARK}", required=False),
            _text("AREA", pattern="[0-9]+"),
            _text("AREA_TYPE", pattern="[0-9]+"),
            _text("PRIM_STATE", pattern="[A-Z]{2}"),
            *map(_text, ("AREA_TITLE", "I_GROUP")),
            _text(LEVEL, "display_level", pattern="total|major|minor|broad|detailed|[0-3]"),
            *(
                _text(column, other, pattern=f"{NUMBER}|{MARK}")
                for column, (_, other) in FIGURES.items()
                if column != "A_MEDIAN"
            ),
        ),
        key=(CODE, "AREA", LEVEL, "I_GROUP"),
        lines=_estimates,
        derived=derived,
        left_out=Rule(
            "I_GROUP",
            (pl.col("I_GROUP") != "cross-industry").fill_null(False),
            "one-industry",
            "an estimate of one industry; those of all industries together are loaded",
        ),
        further=_of_occupations,
        many=True,
        edition=year_of,
        not_loaded=frozenset(
            {"NAICS", "NAICS_TITLE", "OWN_CODE", "PCT_TOTAL", "PCT_RPT", "ANNUAL", "HOURLY"}
            | {f"{other}_footnote" for _, other in FIGURES.values()}
        ),
    ),
)
