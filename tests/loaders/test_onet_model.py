"""The shape of the graph, on small invented tables: one for each kind of statement."""

from __future__ import annotations

from pathlib import Path

from tests.loaders.onet_release import (
    RATING_END,
    RATING_HEADER,
    SMALL,
    STATISTICS,
    Loaded,
    release,
    stored,
    table,
)

CATEGORY_HEADER = (
    f"O*NET-SOC Code|Element ID|Scale ID|Category|Data Value|{STATISTICS}|Date|Domain Source"
)
SHORT_HEADER = "O*NET-SOC Code|Element ID|Scale ID|Data Value|Date|Domain Source"
BAKER = "https://www.onetonline.org/link/summary/11-1011.00"
NODE = "rating/11-1011.00"


def loaded(folder: Path, **tables: str) -> Loaded:
    named = {name.replace("_", " "): content for name, content in tables.items()}
    return stored(folder, release(folder, {**SMALL, **named}))


def facts(graph: Loaded, node: str, start: str) -> dict[str, str | None]:
    found = graph.rows(f"SELECT ?p ?v {{ <{node}> ?p ?v }}")
    named = {str(p).partition("#")[2]: v for p, v in found}
    return {name: value for name, value in named.items() if name.startswith(start)}


def test_one_node_carries_importance_and_level(tmp_path: Path) -> None:
    graph = loaded(tmp_path)
    assert graph.rows(
        f"SELECT ?r {{ ?r a cg:Rating , cg:SkillRating ; cg:ratedOccupation <{BAKER}> ; "
        "cg:element <element/2.A.1> ; cg:importance 4.12 ; cg:level 5.25 }"
    ) == [(f"https://w3id.org/credgraph/id/onet/{NODE}/2.A.1",)]


def test_suppressed_and_irrelevant_values_are_only_published_and_null_is_unknown(
    tmp_path: Path,
) -> None:
    skills = table(
        RATING_HEADER,
        "11-1011.00|2.A.1|x|IM|2.5|8|0.9|1|4|Y|n/a|08/2023|Analyst",
        "11-1011.00|2.A.1|x|LV|0.3|8|0.1|0|1|N|Y|08/2023|Analyst",
        "11-1011.00|2.A.2|x|IM|3.5|n/a|n/a|n/a|n/a|n/a|n/a|08/2023|Occupational Expert",
    )
    graph = loaded(tmp_path, Skills=skills)
    assert facts(graph, f"{NODE}/2.A.1", "importance") == {
        "importancePublished": "2.5",
        "importanceSampleSize": "8",
        "importanceStandardError": "0.9",
        "importanceLowerBound": "1",
        "importanceUpperBound": "4",
        "importanceSuppressed": "true",
        "importanceDate": "2023-08",
        "importanceSource": "Analyst",
    }
    level = facts(graph, f"{NODE}/2.A.1", "level")
    assert level["levelPublished"] == "0.3"
    assert level["levelNotRelevant"] == "true"
    assert "level" not in level
    assert facts(graph, f"{NODE}/2.A.2", "importance") == {
        "importance": "3.5",
        "importanceDate": "2023-08",
        "importanceSource": "Occupational Expert",
    }


def test_percentages_stand_on_a_node_for_each_category(tmp_path: Path) -> None:
    end = "20|1.5|n/a|n/a|{}|08/2023|Incumbent"
    graph = loaded(
        tmp_path,
        **{
            "Education, Training, and Experience": table(
                CATEGORY_HEADER,
                f"11-1011.00|2.D.1|RL|1|62.5|{end.format('N')}",
                f"11-1011.00|2.D.1|RL|2|37.5|{end.format('Y')}",
                f"11-1011.00|2.D.1|RL|n/a|99|{end.format('N')}",
            ),
            "Education, Training, and Experience Categories": table(
                "Element ID|Element Name|Scale ID|Category|Category Description",
                "2.D.1|Schooling|RL|1|None",
                "2.D.1|Schooling|RL|2|Some",
            ),
        },
    )
    shares = "?r cg:element <element/2.D.1> ; cg:categoryShare ?s . ?s cg:category ?c"
    assert graph.rows(
        f"SELECT ?label ?v ?p {{ {shares} . ?c skos:prefLabel ?label ; schema:position ?n "
        "OPTIONAL { ?s cg:percentage ?v } OPTIONAL { ?s cg:percentagePublished ?p } } ORDER BY ?n"
    ) == [("None", "62.5", None), ("Some", None, "37.5")]
    place = "db_30_1_text/Education, Training, and Experience.txt: line 4"
    assert graph.rejects() == {("bad-value", place)}


def test_work_context_has_a_mean_and_shares(tmp_path: Path) -> None:
    end = "20|1.5|n/a|n/a|N|08/2023|Incumbent"
    context = table(
        CATEGORY_HEADER,
        f"11-1011.00|4.C.1|CX|n/a|3.4|{end}",
        f"11-1011.00|4.C.1|CXP|5|60|{end}",
        f"11-1011.00|4.C.2|CT|n/a|1.4|{end}",
        f"11-1011.00|4.C.2|CX|5|1.4|{end}",
    )
    graph = loaded(tmp_path, Work_Context=context)
    assert graph.ask(
        f"<{NODE}/4.C.1> a cg:WorkContextRating ; cg:workContext 3.4 ; cg:categoryShare ?s . "
        "?s a cg:CategoryShare ; cg:category <category/4.C.1/CXP/5> ; cg:percentage 60.0"
    )
    assert graph.ask(f"<{NODE}/4.C.2> cg:workContext 1.4")
    assert graph.rejects() == {("bad-value", "db_30_1_text/Work Context.txt: line 5")}


def test_task_ratings_rate_a_task(tmp_path: Path) -> None:
    end = "20|1.5|n/a|n/a|N|08/2023|Incumbent"
    header = CATEGORY_HEADER.replace("Element ID", "Task ID")
    graph = loaded(
        tmp_path,
        Task_Statements=table(
            "O*NET-SOC Code|Task ID|Task|Task Type|Incumbents Responding|Date|Domain Source",
            "11-1011.00|77|Bake.|Core|20|08/2023|Incumbent",
        ),
        Task_Categories=table(
            "Scale ID|Category|Category Description", "FT|1|Seldom", "FT|2|Often"
        ),
        Task_Ratings=table(
            header,
            f"11-1011.00|77|IM|n/a|4.5|{end}",
            f"11-1011.00|77|RT|n/a|90|{end}",
            f"11-1011.00|77|FT|2|75|{end}",
            f"11-1011.00|78|IM|n/a|4.5|{end}",
        ),
    )
    assert graph.rows(
        f"SELECT ?label {{ <{BAKER}> cg:task ?task . ?r cg:ratedTask ?task ; a cg:TaskRating ; "
        "cg:importance 4.5 ; cg:relevance 90.0 ; cg:categoryShare ?s . "
        "?s cg:percentage 75.0 ; cg:category/skos:prefLabel ?label }"
    ) == [("Often",)]
    place = "db_30_1_text/Task Ratings.txt: line 5"
    assert graph.rejects() == {("unknown-reference", place)}


def test_work_activities_are_rated_like_skills(tmp_path: Path) -> None:
    activities = table(RATING_HEADER, f"11-1011.00|4.A.1|x|LV|2.5|{RATING_END}")
    graph = loaded(tmp_path, Work_Activities=activities)
    assert graph.ask(f"<{NODE}/4.A.1> a cg:WorkActivityRating ; cg:level 2.5")


def test_high_points_rank_the_interests_that_they_point_at(tmp_path: Path) -> None:
    end = "11/2023|Machine Learning"
    interests = table(
        SHORT_HEADER,
        f"11-1011.00|1.B.1.a|OI|3.1|{end}",
        f"11-1011.00|1.B.1.b|OI|6.2|{end}",
        f"11-1011.00|1.B.1.g|IH|2.00|{end}",
        f"11-1011.00|1.B.1.h|IH|0|{end}",
        f"11-1021.00|1.B.1.a|IH|1|{end}",
        f"11-1021.00|1.B.1.g|IH|7|{end}",
    )
    graph = loaded(tmp_path, Interests=interests)
    assert graph.ask(f"<{NODE}/1.B.1.b> cg:occupationalInterest 6.2 ; cg:highPointRank 1")
    assert graph.rows("SELECT ?r { ?i cg:highPointRank ?r }") == [("1",)]
    assert graph.ask(f"<{NODE}/1.B.1.h> cg:highPointRankPublished 0")
    places = {place for _, place in graph.rejects()}
    assert places == {f"db_30_1_text/Interests.txt: line {line}" for line in (6, 7)}


def test_a_rank_of_0_is_no_rank(tmp_path: Path) -> None:
    styles = table(
        SHORT_HEADER,
        "11-1011.00|1.D.1|WI|-1.5|12/2025|AI/Expert",
        "11-1011.00|1.D.1|DR|0|12/2025|AI/Expert",
        "11-1021.00|1.D.1|DR|3|12/2025|AI/Expert",
    )
    graph = loaded(tmp_path, Work_Styles=styles)
    assert graph.ask(f"<{NODE}/1.D.1> cg:workStylesImpact -1.5")
    assert graph.rows("SELECT ?v { ?r cg:distinctivenessRank ?v }") == [("3",)]
    assert graph.rows("SELECT ?v { ?r cg:distinctivenessRankPublished ?v }") == [("0",)]


def test_a_commodity_is_named_even_without_its_reference_table(tmp_path: Path) -> None:
    tools = table(
        "O*NET-SOC Code|Example|Commodity Code|Commodity Title",
        "11-1011.00|Big oven|52141501|Ovens",
    )
    graph = loaded(tmp_path, Tools_Used=tools)
    assert graph.rows(
        f"SELECT ?tool ?kind {{ ?t a cg:ToolUsed ; cg:ratedOccupation <{BAKER}> ; "
        "skos:prefLabel ?tool ; cg:exampleOf/skos:prefLabel ?kind }"
    ) == [("Big oven", "Ovens")]


def test_zones_that_are_one_are_a_zone(tmp_path: Path) -> None:
    graph = loaded(
        tmp_path,
        Job_Zone_Reference=table(
            "Job Zone|Name|Experience|Education|Job Training|Examples|SVP Range",
            "1-2|Little or some preparation|n/a|n/a|n/a|n/a|n/a",
        ),
        Job_Zones=table(
            "O*NET-SOC Code|Job Zone|Date|Domain Source",
            "11-1011.00|1-2|08/2026|Analyst",
            "11-1021.00|one|08/2026|Analyst",
        ),
    )
    assert graph.rows("SELECT ?o ?n { ?o cg:jobZone/skos:notation ?n }") == [(BAKER, "1-2")]
    assert {code for code, _ in graph.rejects()} == {"bad-value"}


def test_retired_codes_lead_to_their_successors(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text(
        "soc2010,soc2010_title,soc2018\n11-1011,Bakers,11-1011\n11-1011,Bakers,11-1021\n"
    )
    graph = stored(tmp_path, path)
    assert set(
        graph.rows("SELECT ?c { ?old a cg:RetiredOccupationCode ; dcterms:isReplacedBy ?c }")
    ) == {(f"https://w3id.org/credgraph/id/soc/{code}",) for code in ("11-1011", "11-1021")}


def test_the_source_carries_its_licence_and_attribution(tmp_path: Path) -> None:
    graph = loaded(tmp_path)
    ((licence, rights),) = graph.rows(
        "SELECT ?l ?r { ?source dcterms:license ?l ; dcterms:rights ?r }"
    )
    assert licence == "https://creativecommons.org/licenses/by/4.0/"
    assert str(rights).startswith("This page includes information from the O*NET 30.1 Database")
    assert "has modified all or some of this information" in str(rights)
