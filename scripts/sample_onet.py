"""Make the sample's O*NET release and crosswalks from the real ones and our own sentences.

Usage: ``python -m scripts.sample_onet DATA [--to FOLDER]`` where DATA holds ``db_30_1_text/``,
``soc/``, ``crosswalks/``, ``ctdl_asn/`` and ``oews/``. Codes, titles, names and figures are theirs.
Every sentence is ours: it lies in ``scripts/sample_onet/``, and one that the release has too is
refused. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import polars as pl

from scripts.sample_onet_crosswalks import OURS, competencies, crosswalk_tables, only

SAMPLE = Path(__file__).parents[1] / "loaders" / "sample" / "data"
RELEASE = "db_30_1_text"
SOC = "O*NET-SOC Code"
RELATED = "Related O*NET-SOC Code"
EDUCATION = "Education, Training, and Experience"
WHOLE = (
    "Skills", "Knowledge", "Abilities", "Interests", "Work Values", "Work Styles", EDUCATION,
    "Job Zones",
)  # fmt: skip
"""Tables of which every row of an occupation is kept."""

Tables = dict[str, pl.DataFrame]


class CopiedSentence(ValueError):
    """One of our sentences stands in the release word for word."""


def read(path: Path) -> pl.DataFrame:
    """A tab-separated table as text; quotes mean nothing in it."""
    return pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False)


def spread(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """At most `most` rows of each occupation, at even distances, so that not all begin with A."""
    place, count = pl.int_range(pl.len()).over(SOC), pl.len().over(SOC)
    chosen = (place * most // count) != ((place - 1) * most // count)
    return rows.filter(chosen | (place == 0) | (count <= most))


def reworded(real: pl.DataFrame, ours: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """The rows of `real` that `ours` has by `key`, with our text in the columns that it has.

    Errors: `CopiedSentence`; `ValueError` for a key of ours that is not in the release.
    """
    if missing := ours.join(real, on=key, how="anti").rows():
        raise ValueError(f"not in the release: {missing}")
    texts = [column for column in ours.columns if column not in key]
    for column in texts:
        if copied := set(ours[column].drop_nulls()) & set(real[column].drop_nulls()):
            raise CopiedSentence(f"{column}: {sorted(copied)}: the release's words; use others")
    rows = real.drop(texts).join(ours, on=key, how="inner", maintain_order="left")
    return rows.select(real.columns)


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """With `Row`, the place of a row among its occupation's, for rows that have no other key."""
    row = (pl.int_range(pl.len()).over(SOC) + 1).cast(pl.String)
    return rows.with_columns(row.alias("Row"))


def occupations_part(release: Tables, codes: list[str]) -> Tables:
    """The tables that say what an occupation is called and how it compares, without its work."""
    alternate = only(release["Alternate Titles"], SOC, codes)
    reported = only(release["Sample of Reported Titles"], SOC, codes)
    related = only(release["Related Occupations"], SOC, codes)
    return {
        "Occupation Data": reworded(
            release["Occupation Data"], read(OURS / "descriptions.tsv"), [SOC]
        ),
        "Job Zone Reference": reworded(
            release["Job Zone Reference"], read(OURS / "job_zones.tsv"), ["Job Zone"]
        ),
        "Related Occupations": only(related, RELATED, codes),
        "Alternate Titles": spread(alternate, 6),
        "Sample of Reported Titles": spread(reported, 4),
        **{name: only(release[name], SOC, codes) for name in WHOLE},
        f"{EDUCATION} Categories": reworded(
            release[f"{EDUCATION} Categories"],
            read(OURS / "education_categories.tsv"),
            ["Scale ID", "Category"],
        ),
    }


def work_part(release: Tables, codes: list[str]) -> Tables:
    """Tasks and the activities that they are cases of."""
    activities = read(OURS / "work_activities.tsv")
    tasks = reworded(release["Task Statements"], read(OURS / "tasks.tsv"), [SOC, "Task ID"])
    links = only(release["Tasks to DWAs"], "Task ID", tasks["Task ID"])
    return {
        "Task Statements": tasks,
        "Emerging Tasks": reworded(
            numbered(only(release["Emerging Tasks"], SOC, codes)),
            read(OURS / "emerging_tasks.tsv"),
            [SOC, "Row"],
        ).drop("Row"),
        "Tasks to DWAs": links,
        "DWA Reference": titled(release, "DWA", activities, links["DWA ID"]),
        "IWA Reference": titled(
            release, "IWA", activities, links["DWA ID"].str.extract(r"^(.+)\.D\d+$")
        ),
    }


def titled(release: Tables, kind: str, titles: pl.DataFrame, used: pl.Series) -> pl.DataFrame:
    """The reference table of ``DWA`` or ``IWA``, cut to the activities `used`, with our titles."""
    ours = only(titles, "Activity ID", used).select(
        pl.col("Activity ID").alias(f"{kind} ID"), pl.col("Title").alias(f"{kind} Title")
    )
    if untitled := set(used) - set(ours[f"{kind} ID"]):
        raise ValueError(f"no title in work_activities.tsv: {sorted(untitled)}")
    return reworded(release[f"{kind} Reference"], ours, [f"{kind} ID"])


def tools_part(release: Tables, codes: list[str]) -> Tables:
    """Technologies and tools, and the commodities that they are examples of."""
    technology = only(release["Technology Skills"], SOC, codes)
    wanted = (pl.col("Hot Technology") == "Y") | (pl.col("In Demand") == "Y")
    chosen = pl.concat(
        [spread(technology.filter(wanted), 4), spread(technology.filter(~wanted), 4)]
    )
    technology = technology.join(chosen, on=[SOC, "Example"], how="semi", maintain_order="left")
    tools = spread(only(release["Tools Used"], SOC, codes), 5)
    code = "Commodity Code"
    return {
        "Technology Skills": technology,
        "Tools Used": tools,
        "UNSPSC Reference": only(
            release["UNSPSC Reference"], code, [*technology[code], *tools[code]]
        ),
    }


def references_part(release: Tables, sample: Tables) -> Tables:
    """The elements that the sample's tables name, with those above them, and its scales."""
    named = {e for rows in sample.values() if "Element ID" in rows for e in rows["Element ID"]}
    scales = {s for rows in sample.values() if "Scale ID" in rows for s in rows["Scale ID"]}
    paths = [element.split(".") for element in named]
    elements = {".".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1)}
    model = only(release["Content Model Reference"], "Element ID", elements)
    return {
        "Content Model Reference": model.with_columns(pl.lit("n/a").alias("Description")),
        "Scales Reference": only(release["Scales Reference"], "Scale ID", scales),
    }


def make(data: Path, to: Path) -> None:
    """Write the sample's ``onet/`` and ``crosswalks/`` below `to`."""
    release = {path.stem: read(path) for path in sorted((data / RELEASE).glob("*.txt"))}
    codes = read(OURS / "descriptions.tsv")[SOC].to_list()
    parts = [part(release, codes) for part in (occupations_part, work_part, tools_part)]
    sample: Tables = {name: rows for part in parts for name, rows in part.items()}
    sample |= references_part(release, sample)
    (to / "onet" / RELEASE).mkdir(parents=True, exist_ok=True)
    crosswalks = to / "crosswalks"
    crosswalks.mkdir(parents=True, exist_ok=True)
    for name, rows in sample.items():
        path = to / "onet" / RELEASE / f"{name}.txt"
        rows.write_csv(path, separator="\t", quote_style="never", null_value="n/a")
    for name, rows in crosswalk_tables(data, codes).items():
        rows.write_csv(crosswalks / f"{name}.csv")
    elements = set(sample["Content Model Reference"]["Element ID"])
    same = json.dumps(competencies(data, elements), indent=1, ensure_ascii=False)
    (crosswalks / "onet_competencies.json").write_text(same + "\n", "utf-8")


def main() -> None:
    """Read the command line and make the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--to", type=Path, default=SAMPLE, metavar="FOLDER")
    given = parser.parse_args()
    try:
        make(given.data, given.to)
    except (OSError, ValueError, KeyError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
