"""The layouts up to release 30.2 and from 30.3: the same facts become the same statements."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.vocabulary import DCT
from tests.loaders.onet_release import (
    BASE,
    RATING_END,
    RATING_HEADER,
    SMALL,
    STATISTICS,
    Loaded,
    release,
    stored,
    table,
)

ONLINE = "https://www.onetonline.org/link/summary/"
BAKER = f"{ONLINE}11-1011.00"
SHARES = f"O*NET-SOC Code|Element ID|Scale ID|Category|Data Value|{STATISTICS}|Date|Domain Source"
SHORT = "O*NET-SOC Code|Element ID|Element Name|Scale ID|Data Value|Date|Domain Source"
END = "20|1.5|n/a|n/a|N|08/2023|Incumbent"
SKILL = "11-1011.00|{}|x|{}|3.5|" + RATING_END
ELEMENTS = (
    SMALL["Content Model Reference"]
    + "2.B.1\tStirring\tn/a\n3.A.1\tPractice\tn/a\n4.A.1.a.1\tGetting\tn/a\n1.B.3.a\tCooking\tn/a\n"
)
ACTIVITIES = "4.A.1.a.1.b\tGet bread ready.\tn/a\n4.A.1.a.1.b.2\tKnead bread.\tn/a\n"
COMMON = {
    **{name: content for name, content in SMALL.items() if name != "Skills"},
    "Scales Reference": SMALL["Scales Reference"] + table("RW|Work|0|100", "DS|Display|0|10"),
    "Task Statements": table(
        "O*NET-SOC Code|Task ID|Task|Task Type|Incumbents Responding|Date|Domain Source",
        "11-1011.00|77|Bake.|Core|20|08/2023|Incumbent",
    ),
    "Sample of Reported Titles": table(
        "O*NET-SOC Code|Reported Job Title|Shown in My Next Move",
        "11-1011.00|Bread maker|Y",
        "11-1011.00|Loafer|N",
    ),
}
TITLES = ("11-1011.00|Bread maker|Maker|02,05", "11-1021.00|Grinder|n/a|08")
SCHOOL = ("11-1011.00|2.D.1|RL|1|60|" + END, "11-1011.00|2.D.1|RL|2|40|" + END)
PRACTICE = ("11-1011.00|3.A.1|RW|1|100|" + END,)
INTERESTS = (
    "11-1011.00|1.B.1.a|Realistic|OI|3.1|11/2023|Machine Learning",
    "11-1011.00|1.B.1.b|Investigative|OI|6.2|11/2023|Machine Learning",
    "11-1011.00|1.B.1.g|First|IH|2|11/2023|Machine Learning",
)
CATEGORIES = "Element ID|Element Name|Scale ID|Category|Category Description"

NEW_IDS = {"4.A.1.a.1.I01.D01": "4.A.1.a.1.b.2", "4.A.1.a.1.I01": "4.A.1.a.1.b"}
"""What the ids of work activities became, the longer first."""
SCHEME = """{"@graph": [
  {"@id": "https://example.org/get", "skos:notation": "4.A.1.a.1",
   "skos:prefLabel": {"en": "Getting"}, "skos:definition": {"en": "To get."}},
  {"@id": "https://example.org/ready", "skos:notation": "4.A.1.a.1.I01",
   "skos:definition": {"en": "Get bread ready."}},
  {"@id": "https://example.org/knead", "skos:notation": "4.A.1.a.1.I01.D01",
   "skos:definition": {"en": "Knead bread."}}]}"""

OLD: Mapping[str, str] = {
    **COMMON,
    "Content Model Reference": ELEMENTS,
    "Skills": table(
        RATING_HEADER, SKILL.format("2.A.1", "IM"), SKILL.format("2.B.1", "IM"),
        SKILL.format("2.B.1", "LV"),
    ),
    "Alternate Titles": table("O*NET-SOC Code|Alternate Title|Short Title|Source(s)", *TITLES),
    "Interests": table(SHORT, *INTERESTS),
    "Education, Training, and Experience": table(SHARES, *SCHOOL, *PRACTICE),
    "Education, Training, and Experience Categories": table(
        CATEGORIES, "2.D.1|Schooling|RL|1|None", "3.A.1|Practice|RW|1|Some"
    ),
    "IWA Reference": table(
        "Element ID|IWA ID|IWA Title", "4.A.1.a.1|4.A.1.a.1.I01|Get bread ready."
    ),
    "DWA Reference": table(
        "Element ID|IWA ID|DWA ID|DWA Title",
        "4.A.1.a.1|4.A.1.a.1.I01|4.A.1.a.1.I01.D01|Knead bread.",
    ),
    "Tasks to DWAs": table(
        "O*NET-SOC Code|Task ID|DWA ID|Date|Domain Source",
        "11-1011.00|77|4.A.1.a.1.I01.D01|03/2014|Analyst",
    ),
    "Skills to Work Activities": table(
        "Skills Element ID|Skills Element Name|Work Activities Element ID|"
        "Work Activities Element Name",
        "2.A.1|Kneading|4.A.1|Getting flour",
        "2.B.1|Stirring|4.A.1|Getting flour",
    ),
    "Basic Interests to RIASEC": table(
        "Basic Interests Element ID|Basic Interests Element Name|RIASEC Element ID|"
        "RIASEC Element Name",
        "1.B.3.a|Cooking|1.B.1.a|Realistic",
    ),
    "RIASEC Keywords": table("Element ID|Element Name|Keyword|Keyword Type",
        "1.B.1.a|Realistic|Make|Action"),
}  # fmt: skip

NEW: Mapping[str, str] = {
    **COMMON,
    "Content Model Reference": ELEMENTS + ACTIVITIES,
    "Essential Skills": table(RATING_HEADER, SKILL.format("2.A.1", "IM")),
    "Transferable Skills": table(
        RATING_HEADER, SKILL.format("2.B.1", "IM"), SKILL.format("2.B.1", "LV")
    ),
    "Job Titles": table("O*NET-SOC Code|Job Title|Short Title|Source(s)", *TITLES),
    "Career Interest Types": table(SHORT, *INTERESTS),
    "Education": table(SHARES, *SCHOOL),
    "Education Categories": table(CATEGORIES, "2.D.1|Schooling|RL|1|None"),
    "Training and Experience": table(SHARES, *PRACTICE),
    "Training and Experience Categories": table(CATEGORIES, "3.A.1|Practice|RW|1|Some"),
    "GWAs to IWAs": table(
        "GWA Element ID|IWA Element ID|IWA Element Name",
        "4.A.1.a.1|4.A.1.a.1.b|Get bread ready.",
    ),
    "GWAs to IWAs to DWAs": table(
        "GWA Element ID|IWA Element ID|DWA Element ID|DWA Element Name",
        "4.A.1.a.1|4.A.1.a.1.b|4.A.1.a.1.b.2|Knead bread.",
    ),
    "Tasks to DWAs": table(
        "O*NET-SOC Code|Task ID|DWA Element ID|DWA Element Name|Date|Domain Source",
        "11-1011.00|77|4.A.1.a.1.b.2|Knead bread.|03/2014|Analyst",
    ),
    "Essential Skills to Work Activities": table(
        "Essential Skills Element ID|Essential Skills Element Name|Work Activities Element ID|"
        "Work Activities Element Name",
        "2.A.1|Kneading|4.A.1|Getting flour",
    ),
    "Transferable Skills to Work Activities": table(
        "Transferable Skills Element ID|Work Activities Element ID", "2.B.1|4.A.1"
    ),
    "Specific Interest Areas to Career Interest Types": table(
        "Specific Interest Areas Element ID|Career Interest Types Element ID", "1.B.3.a|1.B.1.a"
    ),
    "Career Interest Type Keywords": table("Element ID|Element Name|Keyword|Keyword Type",
        "1.B.1.a|Realistic|Make|Action"),
}  # fmt: skip


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Loaded, Loaded]:
    old, new = (tmp_path_factory.mktemp(name) for name in ("old", "new"))
    scheme = old / "scheme.json"
    scheme.write_text(SCHEME)
    return (
        stored(old, release(old, OLD, "db_30_2_text"), scheme),
        stored(new, release(new, NEW, "db_31_0_text"), scheme),
    )


def statements(graph: Loaded) -> set[str]:
    """Every statement but the attribution, which names the release; activities by their new ids."""
    return {with_new_ids(str(quad)) for quad in graph.store if quad.predicate.value != DCT.rights}


def with_new_ids(statement: str) -> str:
    for old, new in NEW_IDS.items():
        statement = statement.replace(old, new)
    return statement


def test_the_same_facts_are_the_same_statements_but_for_ids_of_activities(
    layouts: tuple[Loaded, Loaded],
) -> None:
    old, new = layouts
    for graph in layouts:
        assert graph.report.rejects == []
        assert graph.report.left_out == []
        assert not graph.report.unknown_keys
    assert statements(new) - statements(old) == set()
    assert statements(old) - statements(new) == set()
    assert len(old.store) == old.report.triples > 150


QUESTIONS = {
    "what an occupation asks for": "?r a cg:SkillRating ; cg:element ?x ; cg:importance ?y",
    "other titles": "?o skos:altLabel ?x BIND(?o AS ?y)",
    "interests": "?r a cg:InterestRating ; cg:element ?x ; cg:occupationalInterest ?y",
    "schooling": "?r cg:categoryShare ?s . ?s cg:category/skos:prefLabel ?x ; cg:percentage ?y",
    "from task to element": "?t cg:detailedWorkActivity/skos:broader/skos:broader ?x . "
    "?x a cg:Element BIND(?t AS ?y)",
    "what a skill bears on": "?y cg:relatedWorkActivity ?x",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_query_does_not_know_which_release_it_asks(
    question: str, layouts: tuple[Loaded, Loaded]
) -> None:
    query = f"SELECT ?x ?y {{ {QUESTIONS[question]} }} ORDER BY ?x ?y"
    old, new = (graph.rows(query) for graph in layouts)
    assert old == new != []


def test_a_reported_title_is_another_title_and_those_shown_to_the_public_are_told(
    layouts: tuple[Loaded, Loaded],
) -> None:
    for graph in layouts:
        for title, shown in [("Bread maker", True), ("Loafer", False)]:
            told = f"<{BAKER}> cg:reportedTitle '{title}'@en ; skos:altLabel '{title}'@en"
            assert graph.ask(told)
            assert graph.ask(f"{told} ; cg:myNextMoveTitle '{title}'@en") is shown
        assert graph.ask(f"<{BAKER}> skos:altLabel 'Maker'@en")


def test_a_work_activity_is_one_thing_though_the_content_model_lists_it_too(
    layouts: tuple[Loaded, Loaded],
) -> None:
    for graph in layouts:
        found = graph.rows(
            "SELECT ?a ?class { ?a skos:prefLabel 'Knead bread.'@en ; a ?class } ORDER BY ?class"
        )
        assert [str(name).rpartition("#")[2] for _, name in found] == [
            "Concept",
            "DetailedWorkActivity",
        ]


def test_what_has_the_old_id_of_an_activity_is_the_activity_with_its_title(
    layouts: tuple[Loaded, Loaded],
) -> None:
    for graph, ids in zip(layouts, [list(NEW_IDS), list(NEW_IDS.values())], strict=True):
        detailed, intermediate = ids
        assert set(graph.rows("SELECT ?ours ?theirs { ?ours skos:exactMatch ?theirs }")) == {
            (f"{BASE}element/4.A.1.a.1", "https://example.org/get"),
            (f"{BASE}iwa/{intermediate}", "https://example.org/ready"),
            (f"{BASE}dwa/{detailed}", "https://example.org/knead"),
        }


def test_without_the_tables_of_activities_the_content_model_names_them(tmp_path: Path) -> None:
    tables = {name: text for name, text in NEW.items() if not name.startswith("GWAs")}
    graph = stored(tmp_path, release(tmp_path, tables, "db_31_0_text"))
    assert graph.ask(
        "?t cg:detailedWorkActivity ?d . ?d a cg:DetailedWorkActivity ; skos:broader ?i . "
        "?i a cg:IntermediateWorkActivity ; skos:broader <element/4.A.1.a.1>"
    )


def test_software_is_an_example_of_its_category_and_a_tool_of_its_commodity(
    tmp_path: Path,
) -> None:
    software = table(
        "O*NET-SOC Code|Workplace Example|Element ID|Element Name|Hot Technology|In Demand",
        "11-1011.00|Bread planner|2.A.1|Kneading|Y|n/a",
        "11-1011.00|Oven control|9.Z|Unknown|N|N",
    )
    new = stored(tmp_path, release(tmp_path, {**NEW, "Software Skills": software}, "db_31_0_text"))
    old_tables = {
        **OLD,
        "Technology Skills": table(
            "O*NET-SOC Code|Example|Commodity Code|Commodity Title|Hot Technology|In Demand",
            "11-1011.00|Bread planner|43232202|Kneading|Y|n/a",
        ),
    }
    folder = tmp_path / "old"
    folder.mkdir()
    old = stored(folder, release(folder, old_tables, "db_30_2_text"))
    question = (
        f"SELECT ?name ?kind ?hot {{ ?t a cg:TechnologySkill ; cg:ratedOccupation <{BAKER}> ; "
        "skos:prefLabel ?name ; cg:exampleOf/skos:prefLabel ?kind ; cg:hotTechnology ?hot }"
    )
    assert old.rows(question) == new.rows(question) == [("Bread planner", "Kneading", "true")]
    place = "db_31_0_text/Software Skills.txt: line 3"
    assert new.rejects() == {("unknown-reference", place)}


def test_specific_interest_areas_have_a_value_and_a_rank_of_0_is_none(tmp_path: Path) -> None:
    areas = table(
        SHORT,
        "11-1011.00|1.B.3.a|Cooking|OI|6.5|05/2026|AI/Expert",
        "11-1011.00|1.B.3.a|Cooking|DS|1|05/2026|AI/Expert",
        "11-1021.00|1.B.3.a|Cooking|DS|0|05/2026|AI/Expert",
    )
    tables = {**NEW, "Specific Interest Areas": areas}
    graph = stored(tmp_path, release(tmp_path, tables, "db_31_0_text"))
    assert graph.report.rejects == []
    assert graph.ask("<rating/11-1011.00/1.B.3.a> cg:occupationalInterest 6.5 ; cg:displayRank 1")
    assert graph.ask("<rating/11-1021.00/1.B.3.a> cg:displayRankPublished 0")
    assert not graph.ask("?r cg:displayRank 0")


def test_what_a_release_lacks_is_absent(layouts: tuple[Loaded, Loaded]) -> None:
    for graph in layouts:
        for kind in ("WorkValueRating", "ToolUsed", "WorkContextRating"):
            assert not graph.ask(f"?x a cg:{kind}")
        assert "Work Values" not in graph.report.tables


def test_work_styles_go_with_work_activities_from_30_3(tmp_path: Path) -> None:
    links = table("Work Styles Element ID|Work Context Element ID", "1.D.1|4.C.1")
    tables = {**NEW, "Work Styles to Work Context": links}
    graph = stored(tmp_path, release(tmp_path, tables, "db_31_0_text"))
    assert graph.ask("<element/1.D.1> cg:relatedWorkContext <element/4.C.1>")
