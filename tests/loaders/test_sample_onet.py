"""The sample's occupations: all of it loads, figures are the release's, sentences are our own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.iris import Names
from graph.sink import Channel, Sink
from graph.vocabulary import CG, DCT, SKOS
from loaders import LoadReport, Source, load
from loaders.onet.tables import TABLES
from loaders.sample import FOLDER
from tests.shared import SHARED, needs_shared

SCRIPTS = Path(__file__).parents[2] / "scripts"
RELEASE = "db_30_1_text"
HERE, REAL = FOLDER / "onet" / RELEASE, SHARED / "onet" / RELEASE
# The columns whose text is ours; every other cell is the release's.
OUR_COLUMNS = {
    "Occupation Data": {"Description"},
    "Content Model Reference": {"Description"},
    "Job Zone Reference": {"Experience", "Education", "Job Training", "Examples"},
    "Task Statements": {"Task"},
    "Emerging Tasks": {"Task"},
    "DWA Reference": {"DWA Title"},
    "IWA Reference": {"IWA Title"},
    "Education, Training, and Experience Categories": {"Category Description"},
}
OFFICIAL_PROSE = [
    "Occupation Data", "Task Statements", "DWA Reference", "IWA Reference", "Job Zone Reference",
    "Emerging Tasks",
]  # fmt: skip
WHOLE = [
    "Skills", "Knowledge", "Abilities", "Interests", "Work Values", "Work Styles", "Job Zones",
    "Education, Training, and Experience",
]  # fmt: skip
TABLE_FILES = sorted(path.name for path in HERE.glob("*.txt"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[LoadReport, ox.Store]:
    path = tmp_path_factory.mktemp("sample") / "onet.nt"
    source = Source("onet", "onet", (FOLDER / "onet", FOLDER / "crosswalks"))
    with Channel(path) as channel:
        report = load(source, Sink(channel))
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    return report, store


def one(store: ox.Store, subject: str, predicate: str) -> str | None:
    found = [
        quad.object.value
        for quad in store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        if not isinstance(quad.object, ox.BlankNode | ox.Triple)
    ]
    assert len(found) <= 1
    return found[0] if found else None


def count(store: ox.Store, kind: str) -> int:
    answer = store.query(f"SELECT ?s {{ ?s a <{kind}> }}")
    assert isinstance(answer, ox.QuerySolutions)
    return len(list(answer))


def cells(path: Path) -> Iterator[dict[str, str]]:
    header, *lines = path.read_text("utf-8").splitlines()
    for line in lines:
        yield dict(zip(header.split("\t"), line.split("\t"), strict=True))


def facts(path: Path) -> list[tuple[str, ...]]:
    ours = OUR_COLUMNS.get(path.stem, set())
    return [tuple(v for k, v in row.items() if k not in ours) for row in cells(path)]


def test_nothing_is_rejected_and_every_table_is_accounted_for(
    loaded: tuple[LoadReport, ox.Store],
) -> None:
    report, _ = loaded
    assert report.rejects == []
    assert report.version == "30.1"
    assert [name for name, table in report.tables.items() if not table.reconciles] == []
    for name in set(TABLES) & {path.stem for path in HERE.iterdir()}:
        assert report.tables[name].loaded == report.tables[name].read > 0, name


def test_every_crosswalk_of_the_sample_leads_somewhere(
    loaded: tuple[LoadReport, ox.Store],
) -> None:
    report, store = loaded
    files = {path.name for path in (FOLDER / "crosswalks").iterdir()}
    national = "national_M2025_dl.csv"  # one table with the wages of the state
    assert len(report.tables.keys() - TABLES.keys() - {"files"}) == len(files - {national})
    assert report.left_out == []
    for term in (
        CG.crosswalkOccupation, CG.wageEstimate, CG.combines, SKOS.exactMatch, SKOS.relatedMatch,
    ):  # fmt: skip
        quads = list(store.quads_for_pattern(None, ox.NamedNode(term), None))
        assert quads, term
    names = Names()
    assert one(store, names.of("cip", "51.3801"), SKOS.prefLabel)
    assert one(store, names.of("naics", "541512"), SKOS.prefLabel)


def test_wages_of_the_invented_state_stand_beside_those_of_the_nation(
    loaded: tuple[LoadReport, ox.Store],
) -> None:
    _, store = loaded
    found = store.query(f"""SELECT ?area ?code ?jobs ?wage ?mark {{
      ?e a <{CG.WageEstimate}> ; <{CG.area}> ?area ; <{CG.occupationGroup}> ?group .
      BIND(REPLACE(STR(?group), "^.*/", "") AS ?code)
      OPTIONAL {{ ?e <{CG.employment}> ?jobs }} OPTIONAL {{ ?e <{CG.medianAnnualWage}> ?wage }}
      OPTIONAL {{ ?e <{CG.medianAnnualWageMark}> ?mark }} }}""")
    assert isinstance(found, ox.QuerySolutions)
    by_area: dict[str, dict[str, tuple[str | None, ...]]] = {}
    for row in found:
        values = tuple(row[n].value if row[n] else None for n in ("jobs", "wage", "mark"))
        by_area.setdefault(row["area"].value, {})[row["code"].value] = values
    names = Names()
    nation, state = by_area.pop(names.of("region", "US")), by_area.pop(names.region("AG"))
    assert not by_area
    assert nation.keys() == state.keys()
    assert state["29-1141"] != nation["29-1141"]
    assert state["49-9081"] == (None, None, "*")
    for code, (jobs, _, _) in state.items():
        assert jobs is None or 200 <= int(jobs) < int(nation[code][0] or 0) / 50


def test_sixty_occupations_each_with_title_description_and_tasks(
    loaded: tuple[LoadReport, ox.Store],
) -> None:
    _, store = loaded
    assert count(store, CG.Occupation) == 60
    without = store.query(
        f"ASK {{ ?o a <{CG.Occupation}> FILTER NOT EXISTS {{ ?o <{SKOS.prefLabel}> ?title ; "
        f"<{DCT.description}> ?text ; <{CG.task}> ?task ; <{CG.jobZone}> ?zone }} }}"
    )
    assert not without


def test_a_usable_figure_and_one_that_must_not_be_used(
    loaded: tuple[LoadReport, ox.Store],
) -> None:
    _, store = loaded
    listening = Names().of("onet", "rating", "29-1141.00", "2.A.1.b")
    assert one(store, listening, CG.level) == "4.25"
    programming = Names().of("onet", "rating", "15-1252.00", "2.B.3.e")
    assert one(store, programming, CG.level) is None
    assert one(store, programming, CG.levelPublished) == "4.12"


def test_paramedics_have_no_ratings_but_a_code_that_was_split(
    loaded: tuple[LoadReport, ox.Store],
) -> None:
    _, store = loaded
    retired = ox.NamedNode(Names().of("soc2010", "29-2041"))
    news = store.quads_for_pattern(retired, ox.NamedNode(DCT.isReplacedBy), None)
    assert {quad.object for quad in news} == {
        ox.NamedNode(Names().of("soc", code)) for code in ("29-2042", "29-2043")
    }
    skills = store.query(
        f"ASK {{ ?r a <{CG.SkillRating}> ; <{CG.ratedOccupation}> "
        "<https://www.onetonline.org/link/summary/29-2043.00> }"
    )
    assert not skills


@needs_shared
@pytest.mark.parametrize("name", TABLE_FILES)
def test_every_fact_is_the_releases(name: str) -> None:
    assert set(facts(HERE / name)) <= set(facts(REAL / name))


@needs_shared
@pytest.mark.parametrize("table", WHOLE)
def test_no_row_of_an_occupation_is_left_out(table: str) -> None:
    codes = {row["O*NET-SOC Code"] for row in cells(HERE / "Occupation Data.txt")}
    real = [row for row in facts(REAL / f"{table}.txt") if row[0] in codes]
    assert facts(HERE / f"{table}.txt") == real


@needs_shared
def test_no_official_sentence_is_in_the_sample() -> None:
    sample = [*FOLDER.glob("onet/**/*.txt"), *SCRIPTS.glob("sample_onet/*")]
    long = {c for path in sample for row in cells(path) for c in row.values() if len(c) >= 40}
    ours = "\n".join(sorted(long)).lower()
    official = {
        sentence.strip().rstrip(".").lower()
        for table in OFFICIAL_PROSE
        for row in cells(REAL / f"{table}.txt")
        for column in OUR_COLUMNS[table]
        for sentence in re.split(r"(?<=\.) ", row[column])
    }
    official = {sentence for sentence in official if len(sentence) >= 40}
    assert len(official) > 15_000
    assert [sentence for sentence in official if sentence in ours] == []


@needs_shared
def test_the_committed_sample_is_what_the_script_makes(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "scripts.sample_onet",
        str(SHARED / "onet"),
        "--to",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, cwd=SCRIPTS.parent)
    for part in ("onet", "crosswalks"):
        made = {p.relative_to(tmp_path): p for p in (tmp_path / part).rglob("*") if p.is_file()}
        kept = {p.relative_to(FOLDER): p for p in (FOLDER / part).rglob("*") if p.is_file()}
        assert made.keys() == kept.keys()
        changed = [str(n) for n in made if made[n].read_bytes() != kept[n].read_bytes()]
        assert changed == []
