"""The sample's crosswalks, cut from the real ones; `scripts.sample_onet` writes them.

Codes, titles and figures are those of the files; definitions are left out. The figures of the
invented state are invented too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

OURS = Path(__file__).parent / "sample_onet"
_OEWS = {
    "occ_code": "OCC_CODE", "occ_title": "OCC_TITLE", "display_level": "O_GROUP",
    "employment": "TOT_EMP", "employment_prse": "EMP_PRSE", "wage_prse": "MEAN_PRSE",
}  # fmt: skip
_LEVELS = {"0": "major", "1": "minor", "2": "broad", "3": "detailed"}


def only(rows: pl.DataFrame, column: str, values: Iterable[str]) -> pl.DataFrame:
    """The rows whose `column` is one of `values`, in their order."""
    return rows.filter(pl.col(column).is_in(sorted(set(values))))


def read(path: Path, separator: str = ",") -> pl.DataFrame:
    """A table with a header, as text."""
    return pl.read_csv(path, separator=separator, infer_schema=False)


def soc_part(folder: Path, codes: list[str]) -> dict[str, pl.DataFrame]:
    """The SOC groups of the occupations with those above them, and the codes they had in 2010."""
    groups = {code[:7] for code in codes}
    crosswalk = read(folder / "soc" / "soc2010_soc2018.csv")
    changed = only(crosswalk, "soc2018", groups).filter(pl.col("soc2010") != pl.col("soc2018"))
    crosswalk = only(crosswalk, "soc2010", changed["soc2010"]).with_columns(
        pl.col("soc2018_title").str.strip_suffix(" (##)")
    )
    structure = read(folder / "soc" / "soc2018_all.csv")
    parents: dict[str, str] = dict(structure.select("code", "parent").iter_rows())
    wanted: set[str] = set()
    for code in {*groups, *crosswalk["soc2018"]}:
        while code in parents:
            wanted.add(code)
            code = parents[code]
    old = pl.read_excel(folder / "crosswalks" / "ONET_to_US2010SOC.xlsx")
    return {
        "soc2018_all": only(structure, "code", wanted),
        "soc2010_soc2018": crosswalk,
        "ONET_to_US2010SOC": only(old, "2010 SOC Code", crosswalk["soc2010"]),
    }


def programs_part(folder: Path, codes: list[str]) -> dict[str, pl.DataFrame]:
    """The programs that may lead to the occupations, and the groups above them."""
    crosswalk = read(folder / "crosswalks" / "CIP2020_SOC2018_Crosswalk.csv")
    crosswalk = only(crosswalk, "SOC2018Code", (code[:7] for code in codes))
    crosswalk = crosswalk.filter(pl.col("CIP2020Code") != "99.9999")
    every = read(folder / "crosswalks" / "CIPCode2020.csv").with_columns(
        pl.col("CIPFamily", "CIPCode").str.strip_chars('="')
    )
    named = {code[:size] for code in crosswalk["CIP2020Code"] for size in (2, 5, 7)}
    columns = ["CIPFamily", "CIPCode", "Action", "CIPTitle"]
    return {
        "CIP2020_SOC2018_Crosswalk": crosswalk,
        "CIPCode2020": only(every, "CIPCode", named).select(columns),
        "2-6_digit_2022_Codes": read(OURS / "naics.tsv", "\t"),
    }


def wages_part(folder: Path, codes: list[str]) -> dict[str, pl.DataFrame]:
    """National wages and employment of the occupations, in the columns of the agency."""
    figures = read(folder / "oews" / "oews_may2025_national.tsv", "\t")
    groups = {code[:7] for code in codes} | {f"{code[:2]}-0000" for code in codes}
    known = set(read(folder / "soc" / "soc2018_6digit.csv")["soc2018_code"])
    siblings = pl.col("occ_code").str.head(6).is_in(sorted({code[:6] for code in codes}))
    is_combined = siblings & (pl.col("display_level") == "3")
    is_combined &= ~pl.col("occ_code").is_in(sorted(known))
    kept = figures.filter(pl.col("occ_code").is_in(sorted(groups)) | is_combined)
    kept = kept.drop(name for name in kept.columns if name.endswith("_footnote"))
    kept = kept.with_columns(
        pl.lit("99").alias("AREA"),
        pl.lit("U.S.").alias("AREA_TITLE"),
        pl.lit("1").alias("AREA_TYPE"),
        pl.lit("US").alias("PRIM_STATE"),
        pl.lit("cross-industry").alias("I_GROUP"),
        pl.col("display_level").replace(_LEVELS),
    )
    names = {name: _OEWS.get(name, name.upper()) for name in kept.columns}
    kept = kept.rename(names).drop("JOBS_PER_1000", "LOC_QUOTIENT")
    figure = pl.col(name for name in kept.columns if name.startswith(("A_", "H_")))
    national = kept.with_columns(figure.replace("-", "*"))
    return {"national_M2025_dl": national, "state_M2025_dl": in_allegheny(national)}


def in_allegheny(national: pl.DataFrame) -> pl.DataFrame:
    """Wages and employment in the invented state: a hundredth of the nation's jobs, at nine tenths
    to eleven tenths of its wages, by the code of the group. Of groups with less than 200 jobs no
    figure is released; marks stay."""
    level = 0.9 + pl.col("OCC_CODE").str.tail(4).cast(pl.Int64) % 7 / 30
    jobs = _tens(pl.col("TOT_EMP").cast(pl.Float64) / 100)
    few = jobs < 200
    hidden = {"TOT_EMP": "**", "EMP_PRSE": "**", "MEAN_PRSE": "*"}
    paid = [name for name in national.columns if name.startswith(("A_", "H_"))]
    figures = {"TOT_EMP": jobs.cast(pl.String)} | {name: _paid(name, level) for name in paid}
    place = {"AREA": "91", "AREA_TITLE": "Allegheny", "AREA_TYPE": "2", "PRIM_STATE": "AG"}
    return national.with_columns(
        pl.when(few)
        .then(pl.lit(hidden.get(name, "*")))
        .otherwise(figures.get(name, name))
        .alias(name)
        for name in (*figures, "EMP_PRSE", "MEAN_PRSE")
    ).with_columns(pl.lit(cell).alias(name) for name, cell in place.items())


def _tens(number: pl.Expr) -> pl.Expr:
    return (number / 10).round().cast(pl.Int64) * 10


def _paid(name: str, level: pl.Expr) -> pl.Expr:
    """A wage at another level, as the agency rounds it: a year's to tens, an hour's to cents."""
    wage = pl.col(name).cast(pl.Float64, strict=False) * level
    cents = (wage * 100).round().cast(pl.Int64)
    hourly = pl.format("{}.{}", cents // 100, (cents % 100).cast(pl.String).str.zfill(2))
    new = _tens(wage).cast(pl.String) if name.startswith("A_") else hourly
    return pl.coalesce(new, name)


def esco_part(folder: Path, codes: list[str]) -> dict[str, pl.DataFrame]:
    """The occupations of ESCO that are like ours."""
    rows = read(folder / "crosswalks" / "esco_onet_crosswalk_MCC.csv")
    wanted = [
        "id", "esco_occupation", "isco_code", "onet_code", "semantic_similarity", "concept_uri",
    ]  # fmt: skip
    return {"esco_onet_crosswalk": only(rows, "onet_code", codes).select(wanted)}


def competencies(folder: Path, elements: set[str]) -> dict[str, list[dict[str, Any]]]:
    """The competencies of O*NET's own frameworks that are elements of ours, with their names."""
    keys = ("@id", "@type", "ceterms:ctid", "ceasn:codedNotation", "ceasn:competencyLabel")
    chosen = [
        {key: node[key] for key in keys if key in node}
        for path in sorted((folder / "ctdl_asn").glob("*Framework*.json"))
        for node in json.loads(path.read_text("utf-8"))["@graph"]
        if node.get("ceasn:codedNotation") in elements
    ]
    return {"@graph": chosen}


def crosswalk_tables(folder: Path, codes: list[str]) -> dict[str, pl.DataFrame]:
    """Every table of the sample that is no part of a release, by the name of its file."""
    parts = (soc_part, programs_part, wages_part, esco_part)
    return {name: rows for part in parts for name, rows in part(folder, codes).items()}
