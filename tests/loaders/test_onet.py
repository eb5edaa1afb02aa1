"""Whole releases: every row is in the graph or accounted for, and says what the file says.

The oracle is polars over the raw files, written without a look at the loader.
"""

from __future__ import annotations

import random
from decimal import Decimal, InvalidOperation

import polars as pl
import pytest

from loaders import LoadReport
from tests.loaders.onet_release import BASE, Loaded, stored
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

ONET = SHARED / "onet"
SOC = "O*NET-SOC Code"
KINDS = {
    "Skills": "SkillRating",
    "Knowledge": "KnowledgeRating",
    "Abilities": "AbilityRating",
    "Work Styles": "WorkStyleRating",
    "Interests": "InterestRating",
    "Work Values": "WorkValueRating",
    "Education, Training, and Experience": "EducationTrainingExperienceRating",
}
SCALES = {
    "IM": "importance",
    "LV": "level",
    "OI": "occupationalInterest",
    "EX": "extent",
    "WI": "workStylesImpact",
    "DR": "distinctivenessRank",
    "IH": "highPointRank",
    "VH": "highPointRank",
}
PERCENTAGES = ["RL", "RW", "PT", "OJ"]
# A pattern that has one match for each row of the table.
FACTS = {
    "Occupation Data": "?s a cg:Occupation ; skos:prefLabel ?title",
    "Content Model Reference": "?s a cg:Element ; skos:notation ?id",
    "Scales Reference": "?s a cg:Scale ; cg:minimum ?low ; cg:maximum ?high",
    "Level Scale Anchors": "?s a cg:ScaleAnchor ; cg:scale ?l ; dcterms:description ?d",
    "Job Zone Reference": "?s a cg:JobZone ; skos:notation ?zone",
    "Job Zones": "?s cg:jobZone ?zone ; cg:jobZoneDate ?date ; cg:jobZoneSource ?source",
    "Related Occupations": "?s a cg:RelatedOccupation ; cg:relatedTo ?o ; cg:rank ?rank",
    "Basic Interests to RIASEC": "?s cg:riasecInterest ?o",
    "Interests Illustrative Activities": "?s cg:illustrativeActivity ?o",
    "Interests Illustrative Occupations": "?s cg:illustrativeOccupation ?o . ?o a cg:Occupation",
    "RIASEC Keywords": "?s cg:actionKeyword|cg:objectKeyword ?o",
    "Task Statements": "?occupation cg:task ?s . ?s a cg:Task ; cg:statement ?text",
    "Emerging Tasks": "?occupation cg:emergingTask ?s . ?s a cg:EmergingTask ; cg:statement ?text",
    "IWA Reference": "?s a cg:IntermediateWorkActivity ; skos:broader ?e . ?e a cg:Element",
    "DWA Reference": "?s a cg:DetailedWorkActivity ; skos:broader ?i . "
    "?i a cg:IntermediateWorkActivity",
    "Tasks to DWAs": "?s cg:detailedWorkActivity ?d . ?d a cg:DetailedWorkActivity",
    "Technology Skills": "?s a cg:TechnologySkill ; cg:ratedOccupation ?o ; cg:exampleOf ?c",
    "Tools Used": "?s a cg:ToolUsed ; cg:ratedOccupation ?o ; cg:exampleOf ?c",
    "Sample of Reported Titles": "?s cg:reportedTitle ?title",
    "Occupation Level Metadata": "?s a cg:SurveyFigure ; cg:surveyItem ?item ; cg:date ?date",
    "Survey Booklet Locations": "?s a cg:SurveyQuestion ; skos:notation ?n ; cg:element ?e",
    "Task Categories": "?s cg:scale <scale/FT> ; schema:position ?p ; skos:prefLabel ?d",
}  # fmt: skip


RELEASES = ("db_29_1_text", "db_30_1_text")
NOT_AT_HAND = {"db_29_1_text": {"Skills", "Knowledge", "Abilities"}}
"""Tables of a release that the shared data lacks."""


def read(release: str, name: str) -> pl.DataFrame:
    if name in NOT_AT_HAND.get(release, ()):
        pytest.skip(f"{name} of {release} is not among the shared data")
    return pl.read_csv(
        ONET / release / f"{name}.txt",
        separator="\t",
        quote_char=None,
        infer_schema=False,
        null_values=["n/a"],
    )


@pytest.fixture(scope="module", params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def loaded(release: str, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return stored(tmp_path_factory.mktemp("onet"), ONET / release, ONET / "soc")


def count(loaded: Loaded, pattern: str) -> int:
    return int(loaded.one(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}") or 0)


def usable(rows: pl.DataFrame) -> pl.Series:
    """Whether a value may be used as what it is: not suppressed, relevant, and no rank of 0."""
    use = pl.lit(True)
    for flag in {"Recommend Suppress", "Not Relevant"} & set(rows.columns):
        use &= pl.col(flag).is_null() | (pl.col(flag) == "N")
    ranks = pl.col("Scale ID").is_in(["DR", "IH", "VH"])
    no_rank = ranks & (pl.col("Data Value").cast(pl.Float64) == 0)
    return rows.select(pl.repeat(True, pl.len()) & use & ~no_rank).to_series()


def accounted_for(report: LoadReport, release: str) -> None:
    """Every file is a table of the report, and every line of it is in its counts."""
    assert [name for name, rows in report.tables.items() if not rows.reconciles] == []
    assert not report.unknown_keys
    tables = {path.stem for path in (ONET / release).glob("*.txt")} - {"Read Me"}
    assert tables <= report.tables.keys()
    for name in tables:
        assert report.tables[name].read == len(read(release, name)), name
        assert report.tables[name].left_out == 0, name


SPEAKS = {"db_29_1_text": ("29.1", "2024-11"), "db_30_1_text": ("30.1", "2025-12")}
"""What each release is, and the newest date in it."""


def test_every_file_and_row_is_loaded(loaded: Loaded, release: str) -> None:
    report = loaded.report
    accounted_for(report, release)
    assert (report.version, report.as_of) == SPEAKS[release]
    assert report.rejects == []
    read_me = {f"{release}/Read Me.txt"} if (ONET / release / "Read Me.txt").exists() else set()
    not_loaded = {"soc/soc2010_isco2008.csv", "soc/soc2018_6digit.csv"} | read_me
    assert {note.place for note in report.left_out} == not_loaded


def test_no_statement_is_written_twice(loaded: Loaded) -> None:
    assert len(loaded.store) == loaded.report.triples


@pytest.mark.parametrize("name", FACTS)
def test_one_fact_a_row(loaded: Loaded, release: str, name: str) -> None:
    assert count(loaded, FACTS[name]) == len(read(release, name))


@pytest.mark.parametrize("name", ["Education, Training, and Experience", "Work Context"])
def test_categories(loaded: Loaded, release: str, name: str) -> None:
    rows = read(release, f"{name} Categories").sample(20, seed=7)
    for row in rows.iter_rows(named=True):
        category = f"category/{row['Element ID']}/{row['Scale ID']}/{row['Category']}"
        assert loaded.rows(
            f"SELECT ?label ?position {{ <{category}> skos:prefLabel ?label ; "
            f"schema:position ?position ; cg:element <element/{row['Element ID']}> }}"
        ) == [(row["Category Description"], row["Category"])]


@pytest.mark.parametrize("name", KINDS)
def test_sums_of_what_may_be_used_and_of_what_may_not(
    loaded: Loaded, release: str, name: str
) -> None:
    rows = read(release, name).filter(~pl.col("Scale ID").is_in([*PERCENTAGES, "IH", "VH"]))
    rows = rows.with_columns(usable(rows).alias("use"))
    groups = rows.group_by("Scale ID", "use").agg(
        pl.len(), pl.col("Data Value").cast(pl.Decimal(18, 4)).sum().alias("sum")
    )
    for scale, use, number, total in groups.iter_rows():
        term = f"cg:{SCALES[scale]}" + ("" if use else "Published")
        ((n, found),) = loaded.rows(
            f"SELECT (COUNT(?v) AS ?n) (SUM(?v) AS ?sum) {{ ?r a cg:{KINDS[name]} ; {term} ?v }}"
        )
        assert (n, Decimal(found or 0)) == (str(number), total), (scale, use)


def test_values_that_must_not_be_used_never_look_like_real_ones(
    loaded: Loaded, release: str
) -> None:
    for measure in ("importance", "level", "percentage"):
        for mark in ("Suppressed", "NotRelevant"):
            assert not loaded.ask(f"?r cg:{measure}{mark} true ; cg:{measure} ?v"), measure
    assert not loaded.ask("?r cg:distinctivenessRank 0")
    assert not loaded.ask("?r cg:highPointRank 0")
    irrelevant = sum(
        int((read(release, name)["Not Relevant"] == "Y").sum())
        for name in {"Skills", "Knowledge", "Abilities"} - NOT_AT_HAND.get(release, set())
    )
    assert count(loaded, "?r cg:levelNotRelevant true ; cg:levelPublished ?v") == irrelevant


@pytest.mark.parametrize("name", ["Skills", "Knowledge", "Abilities", "Work Styles"])
def test_random_ratings_cell_by_cell(loaded: Loaded, release: str, name: str) -> None:
    rows = read(release, name)
    rows = rows.with_columns(usable(rows).alias("use")).sample(40, seed=3)
    for row in rows.iter_rows(named=True):
        term = SCALES[row["Scale ID"]]
        facts = {
            term if row["use"] else f"{term}Published": row["Data Value"],
            f"{term}SampleSize": row.get("N"),
            f"{term}StandardError": row.get("Standard Error"),
            f"{term}LowerBound": row.get("Lower CI Bound"),
            f"{term}UpperBound": row.get("Upper CI Bound"),
            f"{term}Suppressed": boolean(row.get("Recommend Suppress")),
            f"{term}NotRelevant": boolean(row.get("Not Relevant")),
            f"{term}Date": f"{row['Date'][3:]}-{row['Date'][:2]}",
            f"{term}Source": row["Domain Source"],
        }
        node = f"rating/{row[SOC]}/{row['Element ID']}"
        found = {
            str(p).partition("#")[2]: plain(v)
            for p, v in loaded.rows(f"SELECT ?p ?v {{ <{node}> ?p ?v }}")
            if str(p).partition("#")[2].startswith(term)
        }
        assert found == {k: plain(v) for k, v in facts.items() if v is not None}


def plain(cell: str | None) -> str | Decimal | None:
    """A number as a number, so that 4 is 4.0."""
    try:
        return Decimal(cell or "")
    except InvalidOperation:
        return cell


def boolean(cell: str | None) -> str | None:
    return {"Y": "true", "N": "false", None: None}[cell]


def test_random_percentages(loaded: Loaded, release: str) -> None:
    rows = read(release, "Education, Training, and Experience").filter(
        pl.col("Category").is_not_null()
    )
    suppressed = (rows["Recommend Suppress"] == "Y").sum()
    every = "?r cg:categoryShare ?s . ?s cg:percentage|cg:percentagePublished ?v"
    assert count(loaded, every) == len(rows)
    assert count(loaded, "?s a cg:CategoryShare ; cg:percentagePublished ?v") == suppressed
    for row in rows.sample(40, seed=5).iter_rows(named=True):
        element, scale, category = row["Element ID"], row["Scale ID"], row["Category"]
        term = "percentagePublished" if row["Recommend Suppress"] == "Y" else "percentage"
        ((value, size),) = loaded.rows(
            "SELECT ?v ?n { ?r cg:ratedOccupation "
            f"<https://www.onetonline.org/link/summary/{row[SOC]}> ; cg:element <element/{element}>"
            f" ; cg:categoryShare ?s . ?s cg:category <category/{element}/{scale}/{category}> ; "
            f"cg:{term} ?v ; cg:percentageSampleSize ?n }}"
        )
        assert (plain(value), size) == (plain(row["Data Value"]), row["N"])


@pytest.mark.parametrize(("name", "values", "points"), [
    ("Interests", "OI", "IH"), ("Work Values", "EX", "VH"),
])  # fmt: skip
def test_the_first_high_point_is_the_highest_value(
    loaded: Loaded, release: str, name: str, values: str, points: str
) -> None:
    rows = read(release, name)
    number = pl.col("Data Value").cast(pl.Float64)
    given = rows.filter((pl.col("Scale ID") == points) & (number != 0))
    kind, value = KINDS[name], SCALES[values]
    assert count(loaded, f"?r a cg:{kind} ; cg:highPointRank ?rank") == len(given)
    found = loaded.rows(
        f"SELECT ?o ?v {{ ?r a cg:{kind} ; cg:highPointRank 1 ; cg:ratedOccupation ?o ; "
        f"cg:{value} ?v }}"
    )
    highest = rows.filter(pl.col("Scale ID") == values).group_by(SOC).agg(number.max())
    assert len(found) == len(highest)
    assert {(str(o).rpartition("/")[2], float(v or 0)) for o, v in found} == set(highest.rows())


def test_titles(loaded: Loaded, release: str) -> None:
    rows = read(release, "Alternate Titles")
    titles = {(code, t) for code, *ts in rows.select(SOC, "Alternate Title", "Short Title").rows()
              for t in ts if t}  # fmt: skip
    assert count(loaded, "?s a cg:Occupation ; skos:altLabel ?title") == len(titles)
    reported = read(release, "Sample of Reported Titles")
    found = loaded.rows(
        "SELECT ?n ?t { ?o cg:reportedTitle ?t ; skos:altLabel ?t ; skos:notation ?n }"
    )
    assert sorted(found) == sorted(reported.select(SOC, "Reported Job Title").rows())
    shown = reported.filter(pl.col("Shown in My Next Move") == "Y")
    assert count(loaded, "?s cg:reportedTitle ?t ; cg:myNextMoveTitle ?t") == len(shown)


def test_tasks_with_quotes_dates_and_revisions(loaded: Loaded, release: str) -> None:
    rows = read(release, "Task Statements")
    quoted = rows.filter(pl.col("Task").str.contains('"'))
    picked = [*quoted.iter_rows(named=True), *rows.sample(30, seed=2).iter_rows(named=True)]
    assert len(quoted) == 6
    for row in picked:
        assert loaded.rows(
            f"SELECT ?t ?k ?n ?d {{ <task/{row['Task ID']}> cg:statement ?t ; cg:date ?d . "
            f"OPTIONAL {{ <task/{row['Task ID']}> cg:taskType ?k }} "
            f"OPTIONAL {{ <task/{row['Task ID']}> cg:incumbentsResponding ?n }} }}"
        ) == [(row["Task"], row["Task Type"], row["Incumbents Responding"],
               f"{row['Date'][3:]}-{row['Date'][:2]}")]  # fmt: skip
    revised = read(release, "Emerging Tasks").filter(pl.col("Category") == "Revision")
    found = loaded.rows(
        'SELECT ?text ?of { ?t cg:emergingTaskCategory "Revision" ; cg:statement ?text ; '
        "prov:wasRevisionOf/skos:notation ?of }"
    )
    assert set(found) == set(revised.select("Task", "Original Task ID").rows())


def test_element_links_and_commodities(loaded: Loaded, release: str) -> None:
    for other, term in [
        ("Work Activities", "relatedWorkActivity"),
        ("Work Context", "relatedWorkContext"),
    ]:
        pairs = {
            tuple(f"{BASE}element/{cell}" for cell in row)
            for kind in ("Abilities", "Skills")
            for row in read(release, f"{kind} to {other}")
            .select(f"{kind} Element ID", f"{other} Element ID").rows()
        }  # fmt: skip
        assert set(loaded.rows(f"SELECT ?a ?b {{ ?a cg:{term} ?b }}")) == pairs
    reference = read(release, "UNSPSC Reference")
    row = reference.row(random.Random(4).randrange(len(reference)), named=True)
    above = loaded.rows(
        f"SELECT ?code ?title {{ <unspsc/{row['Commodity Code']}> skos:broader+ ?c . "
        "?c skos:notation ?code ; skos:prefLabel ?title }"
    )
    levels = ("Class", "Family", "Segment")
    assert set(above) == {(row[f"{level} Code"], row[f"{level} Title"]) for level in levels}
