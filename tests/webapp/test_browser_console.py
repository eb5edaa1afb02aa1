"""The console in a real browser: its editor, what it offers, what it keeps, and without script."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from graph.builds import Build
from tests.webapp.conftest import serving
from tests.webapp.running import running, wait_until
from tests.webapp.test_browser_pages import EVERYTHING, rows

PREFIX = "PREFIX ceterms: <https://purl.org/ctdl/terms/>\n"
CREDENTIALS = PREFIX + "SELECT ?credential WHERE { ?credential a ceterms:Credential }"
LINKS = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
CONSTRUCT { ?x cg:nextStep ?y ; ceterms:ownedBy ?owner }
WHERE { ?x cg:nextStep ?y OPTIONAL { ?x ceterms:ownedBy ?owner } }"""
LONG_COMMENT = "# " + "long " * 2000 + "\n"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(STR(?c)) > ?f) }"


def opened(page: Page, server: str, text: str | None = None) -> Locator:
    """The editor of the console, with a text in it; script has put it there."""
    page.goto(f"{server}/sparql")
    editor = page.get_by_role("textbox", name="Query")
    if text is not None:
        editor.fill(text)
        page.keyboard.press("Control+End")
    return editor


def said(page: Page) -> Locator:
    """What the editor says below itself."""
    return page.locator("#editor-status")


def offered(page: Page) -> Locator:
    """What the completion offers."""
    return page.get_by_role("option")


def choose(page: Page) -> None:
    """Take the first. A key that comes at once is for the text, since nobody reads so fast."""
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")


def run(page: Page) -> None:
    page.get_by_role("button", name="Run").click()


def text_of(page: Page) -> str:
    """The text of the editor, line by line."""
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def test_ctrl_enter_runs_and_names_are_shown(server: str, page: Page) -> None:
    opened(page, server, CREDENTIALS).press("Control+Enter")
    link = rows(page).first.get_by_role("link")
    expect(link).not_to_contain_text("http")
    expect(link).to_have_attribute("href", re.compile("^/resource"))
    link.click()
    expect(page.get_by_role("heading", name="What it says")).to_be_visible()


def test_place_of_an_error_after_a_run(server: str, page: Page) -> None:
    editor = opened(page, server, "SELECT *\nWHERE { ?s ?p }")
    run(page)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Line 2, column")
    expect(alert.locator("pre")).to_contain_text("WHERE { ?s ?p }")
    expect(editor).to_have_accessible_description(re.compile("Line 2, column"))
    assert text_of(page) == "SELECT *\nWHERE { ?s ?p }"


def test_the_editor_shows_the_place_of_an_error_far_down(server: str, page: Page) -> None:
    lines = "".join(f"  ?s{n} ?p{n} ?o{n} .\n" for n in range(90))
    opened(page, server, f"SELECT * WHERE {{\n{lines}  ?x skos:note\n}}\n{'#' * 9}")
    run(page)
    expect(page.get_by_role("alert")).to_contain_text("Line")
    expect(page.locator(".cm-line", has_text="?x skos:note")).to_be_in_viewport()
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.type("?y ")
    expect(page.locator(".cm-activeLine")).to_contain_text("?y")
    expect(page.locator(".cm-activeLine")).to_be_in_viewport()


def test_place_of_an_error_while_writing(server: str, page: Page) -> None:
    opened(page, server, "SELECT *\nWHERE { ?s ex:p ?o }")
    expect(page.locator(".cm-lintRange-error")).to_have_text("ex:p")
    expect(said(page)).to_contain_text("Line 2, column 12: The prefix ex:")
    page.get_by_role("textbox", name="Query").fill("SELECT * WHERE { ?s ?p ?o }")
    expect(said(page)).to_have_text("")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_what_is_too_long_for_an_address_is_posted(server: str, page: Page) -> None:
    opened(page, server, LONG_COMMENT + CREDENTIALS)
    with page.expect_request(lambda request: request.is_navigation_request()) as sent:
        run(page)
    assert sent.value.method == "POST"
    expect(rows(page)).not_to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="csv").click()
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "credential"
    assert len(lines) - 1 >= rows(page).count()


def test_a_long_query_to_a_pinned_build(
    server: str, sample: Build, page: Page, page_without_script: Page
) -> None:
    for opened in (page, page_without_script):
        opened.goto(f"{server}/sparql?build={sample.id}&query=ASK%7B%7D")
        by_name = opened.locator("[role=textbox], textarea").first
        by_name.fill(LONG_COMMENT + CREDENTIALS)
        name = "Run" if opened == page else "more than"
        opened.get_by_role("button", name=name).first.click()
        expect(rows(opened)).not_to_have_count(0)
        assert f"build={sample.id}" in opened.url


def test_the_result_is_in_sight(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, server, EVERYTHING)
    run(page)
    expect(page.locator(".summary")).to_be_in_viewport()
    for turn in ("Next rows", "S", "Filter"):
        page.get_by_role("button" if turn == "Filter" else "link", name=turn, exact=True).click()
        expect(page).to_have_url(re.compile("#result$"))
        expect(page.get_by_role("heading", name="Result", exact=True)).to_be_in_viewport()
    expect(page.locator("caption").first).to_be_visible()


def test_pages_of_a_long_query(server: str, page: Page) -> None:
    opened(page, server, LONG_COMMENT + EVERYTHING)
    run(page)
    first = page.locator("caption").first.inner_text()
    page.get_by_role("button", name="Next rows").click()
    expect(page.locator("caption").first).not_to_have_text(first)
    expect(page.get_by_role("button", name="Previous rows")).to_be_visible()


def test_examples_run(server: str, page: Page) -> None:
    editor = opened(page, server)
    page.get_by_text("What is offered, and where?").click()
    page.get_by_role("link", name="Credentials by state").click()
    expect(editor).to_contain_text("cg:region")
    expect(rows(page)).not_to_have_count(0)


def test_examples_are_found_by_their_words(server: str, page: Page) -> None:
    opened(page, server)
    page.get_by_role("searchbox", name="Examples with the words").fill("nobody teach")
    expect(page.get_by_role("link", name="Which competencies does nobody teach?")).to_be_visible()
    expect(page.get_by_role("link", name="Credentials by state")).to_be_hidden()
    expect(page.get_by_text("What is offered, and where?")).to_be_hidden()
    expect(page.get_by_text("1 example", exact=True)).to_be_visible()


def test_completion_goes_from_class_to_property_to_value(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE {\n  ?c a ")
    page.keyboard.type("creden")
    expect(offered(page).first).to_contain_text("ceterms:Credential")
    expect(offered(page).first).to_contain_text("61")
    choose(page)
    page.keyboard.type(" ; ")
    page.keyboard.press("Control+Space")
    expect(page.get_by_text("Properties of ceterms:Credential")).to_be_visible()
    page.keyboard.type("regi")
    expect(offered(page).first).to_contain_text("cg:region")
    choose(page)
    page.keyboard.type(" oh")
    expect(offered(page).first).to_contain_text("Ohio")
    choose(page)
    page.keyboard.type(" }")
    expect(page.locator(".cm-name")).to_have_text("Ohio")
    run(page)
    expect(rows(page)).not_to_have_count(0)
    expect(page.locator(".cm-content")).to_contain_text(
        "PREFIX cg: <https://w3id.org/credgraph/vocab#>"
    )


@pytest.mark.parametrize(
    "before",
    [
        "?x ceterms:agentType ",
        "?x ceterms:agentType/ceterms:targetNode ",
        "?x ceterms:agentType ?type . ?type ceterms:targetNode ",
    ],
)
def test_a_concept_behind_an_alignment_object_gives_rows(
    server: str, page: Page, before: str
) -> None:
    opened(page, server, f"{PREFIX}SELECT * WHERE {{ {before}")
    page.keyboard.press("Control+Space")
    expect(offered(page).first).to_contain_text("Accreditation Body")
    page.keyboard.type("career and")
    expect(offered(page)).to_have_count(1)
    choose(page)
    expect(page.locator(".cm-name")).to_have_text("Career and Technical School")
    page.keyboard.type(" }")
    run(page)
    expect(rows(page)).not_to_have_count(0)


def test_all_things_of_a_small_class_are_offered(server: str, page: Page) -> None:
    text = "PREFIX cg: <https://w3id.org/credgraph/vocab#>\nSELECT * WHERE { ?r cg:ratedOccupation "
    opened(page, server, text)
    page.keyboard.press("Control+Space")
    expect(offered(page).first).to_contain_text("Accountants and Auditors")
    page.keyboard.type("registered n")
    expect(offered(page)).to_have_count(1)
    choose(page)
    assert "ratedOccupation <https://www.onetonline.org/link/summary/29-1141.00>" in text_of(page)


def test_nothing_is_offered_behind_a_value(server: str, page: Page) -> None:
    opened(page, server, PREFIX + "SELECT * WHERE { ?x ceterms:agentType ?type ")
    page.keyboard.type("fil")
    expect(offered(page)).to_have_text(["FILTER"])


def test_properties_follow_the_class_that_a_link_leads_to(server: str, page: Page) -> None:
    text = (
        "PREFIX cg: <https://w3id.org/credgraph/vocab#>\nSELECT * WHERE { ?c cg:occupation ?o . ?o "
    )
    opened(page, server, text)
    page.keyboard.press("Control+Space")
    expect(page.get_by_text("Properties of cg:Occupation")).to_be_visible()


def test_definitions_are_ctdls(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?c a ")
    page.keyboard.type("ceterms:ConditionP")
    expect(page.locator(".cm-completionInfo")).to_contain_text("requirement")


def test_things_are_found_by_name(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?s ?p ")
    page.keyboard.type("registered nur")
    expect(offered(page).first).to_contain_text("Registered Nurses")
    choose(page)
    expect(page.locator(".cm-name")).to_have_text("Registered Nurses")
    assert "<https://www.onetonline.org/link/summary/29-1141.00>" in text_of(page)


def test_a_misspelt_name_is_found_among_what_the_property_leads_to(server: str, page: Page) -> None:
    text = "PREFIX cg: <https://w3id.org/credgraph/vocab#>\nSELECT * WHERE { ?c cg:occupation "
    opened(page, server, text)
    page.keyboard.type("registerd")
    expect(offered(page).first).to_contain_text("Registered Nurses")
    for one in offered(page).all():
        expect(one).to_contain_text("cg:Occupation")
    choose(page)
    expect(page.locator(".cm-name")).to_have_text("Registered Nurses")


def test_prefix_is_declared_as_it_is_typed(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?s ")
    page.keyboard.type("skos:")
    expect(page.locator(".cm-line").first).to_have_text(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
    )
    page.keyboard.type("note ?n }")
    expect(said(page)).to_have_text("")


def test_a_prefix_in_a_comment_is_not_declared(server: str, page: Page) -> None:
    opened(page, server, "# PREFIX skos: is wanted\nSELECT * WHERE { ?s ")
    page.keyboard.type("skos:")
    expect(page.locator(".cm-line").first).to_have_text(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
    )


def test_completion_writes_terms_by_the_prefixes_of_the_query(server: str, page: Page) -> None:
    opened(page, server, "PREFIX c: <https://purl.org/ctdl/terms/>\nSELECT * WHERE { ?x a ")
    page.keyboard.type("organiz")
    expect(offered(page).first).to_contain_text("c:Organization")
    choose(page)
    page.keyboard.type(" ; ")
    page.keyboard.press("Control+Space")
    expect(page.get_by_text("Properties of c:Organization")).to_be_visible()
    page.keyboard.type("c:agentT")
    expect(offered(page)).to_have_count(1)
    choose(page)
    page.keyboard.type(" career and")
    expect(offered(page)).to_have_count(1)
    choose(page)
    page.keyboard.type(" }")
    written = text_of(page)
    assert "c:agentType/c:targetNode? <" in written
    assert "ceterms:" not in written
    run(page)
    expect(rows(page)).not_to_have_count(0)


def test_completion_knows_a_class_by_its_iri(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?x a <https://purl.org/ctdl/terms/Credential> ; ")
    page.keyboard.press("Control+Space")
    expect(page.get_by_text("Properties of ceterms:Credential")).to_be_visible()


def test_completion_does_not_use_a_prefix_that_means_something_else(
    server: str, page: Page
) -> None:
    opened(page, server, "PREFIX ceterms: <http://example.org/>\nSELECT * WHERE { ?x a ")
    page.keyboard.type("Certificate")
    expect(offered(page).first).to_contain_text("<https://purl.org/ctdl/terms/Certificate>")


def test_layout_can_be_undone(server: str, page: Page) -> None:
    text = "SELECT * WHERE { ?s ?p ?o . # all\n?o ?q ?r }"
    opened(page, server, text)
    page.get_by_role("button", name="Lay out").click()
    expect(page.locator(".cm-line").nth(1)).to_have_text("  ?s ?p ?o . # all")
    expect(page.locator(".cm-line").nth(2)).to_have_text("  ?o ?q ?r")
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-line").nth(1)).to_have_text("?o ?q ?r }")


def test_comments_folds_and_many_cursors(server: str, page: Page) -> None:
    opened(page, server, "SELECT *\nWHERE {\n  ?s ?p ?o .\n}")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+/")
    expect(page.locator(".cm-line").first).to_have_text("# SELECT *")
    page.keyboard.press("Control+/")
    page.keyboard.press("Control+Alt+ArrowDown")
    page.keyboard.type("x")
    assert text_of(page).startswith("xSELECT *\nxWHERE {")
    page.get_by_role("textbox", name="Query").fill("SELECT *\nWHERE {\n  ?s ?p ?o .\n}")
    page.get_by_title("Fold line", exact=True).last.click()
    expect(page.locator(".cm-foldPlaceholder")).to_be_visible()


def test_names_of_links_cover_nothing(server: str, page: Page) -> None:
    page.goto(f"{server}/sparql?{urlencode({'query': LINKS})}")
    places = page.evaluate(
        """() => [...document.querySelectorAll(".network text.edge, .network a rect")]
            .map(e => [e.tagName, e.getBoundingClientRect().toJSON()])"""
    )
    names = [place for kind, place in places if kind == "text"]
    assert len(names) > 5
    for number, name in enumerate(names):
        boxes = [place for kind, place in places if kind == "rect"]
        for other in (*names[:number], *boxes):
            apart = (
                name["right"] <= other["left"]
                or other["right"] <= name["left"]
                or name["bottom"] <= other["top"] + 2
                or other["bottom"] <= name["top"] + 2
            )
            assert apart, (name, other)


def test_tokens_are_told_apart(server: str, page: Page) -> None:
    """By a colour for each kind, and not the colour of what is around."""
    text = PREFIX + 'SELECT ?c WHERE { ?c ceterms:name "a name"@en . FILTER(?c > 3) } # why'
    opened(page, server, text)
    kinds = {
        "keyword": "PREFIX",
        "variableName": "?c",
        "typeName": "ceterms:",
        "string": '"a name"',
        "meta": "@en",
        "number": "3",
        "comment": "# why",
    }
    colours = {}
    for kind, token in kinds.items():
        found = page.locator(f".tok-{kind}").first
        expect(found).to_have_text(token)
        colours[kind] = found.evaluate("element => getComputedStyle(element).color")
    different = [colours[kind] for kind in ("keyword", "variableName", "typeName", "string")]
    assert len(set(different)) == 4
    assert colours["comment"] not in different


def test_every_word_has_its_colour(server: str, page: Page) -> None:
    opened(page, server, "SELECT ?c ?d WHERE { _:b a ?c BIND(YEAR(?c) AS ?d) }")
    keywords = ["SELECT", "WHERE", "a", "BIND", "YEAR", "AS"]
    expect(page.locator(".tok-keyword")).to_have_text(keywords)
    expect(page.locator(".tok-typeName")).to_have_text(["_:b"])


def test_brackets_close_and_show_their_partners(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE ")
    page.keyboard.type("{ ?s ?p ?o ")
    assert text_of(page) == "SELECT * WHERE { ?s ?p ?o }"
    page.keyboard.type("}")
    assert text_of(page) == "SELECT * WHERE { ?s ?p ?o }"
    expect(page.locator(".cm-matchingBracket")).to_have_text(["{", "}"])


def test_lines_are_as_deep_as_their_group(server: str, page: Page) -> None:
    opened(page, server, "")
    written = ("SELECT * WHERE {", "?s ?p ?o ;", "?q '{' .", "OPTIONAL {", "?s ?q ?r }", "x }", "x")
    for line in written:
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.keyboard.type(line)
        page.keyboard.press("Delete")  # the brace that is closed by itself
    assert text_of(page).strip().split("\n") == [
        "SELECT * WHERE {",
        "  ?s ?p ?o ;",
        "    ?q '{' .",
        "  OPTIONAL {",
        "    ?s ?q ?r }",
        "  x }",
        "x",
    ]


def test_words_of_sparql_are_explained(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?s ?p ?o FILTER(STRSTARTS(?o, 'LIMIT')) }\n")
    page.get_by_text("STRSTARTS").hover()
    expect(page.locator(".cm-help")).to_contain_text("Whether a text begins so")
    page.locator(".tok-string").hover()
    expect(page.locator(".cm-help")).to_have_count(0)
    page.keyboard.type("LIM")
    expect(offered(page)).to_have_text(["LIMIT"])
    expect(page.locator(".cm-completionInfo")).to_contain_text("At most so many rows")


def test_terms_of_the_graph_are_explained(server: str, page: Page) -> None:
    prefix = "PREFIX c: <https://purl.org/ctdl/terms/>\n"
    opened(page, server, prefix + "SELECT * WHERE { ?s a c:Credential ; c:name 'a:b' }")
    page.locator(".tok-typeName", has_text="c:").nth(-2).hover()
    expect(page.locator(".cm-help")).to_contain_text("ceterms:Credential")
    expect(page.locator(".cm-help")).to_contain_text("61 resources. Qualification")
    page.locator(".tok-typeName", has_text="c:").last.hover()
    expect(page.locator(".cm-help")).to_contain_text("statements. Name or title")
    page.locator(".tok-string").hover()
    expect(page.locator(".cm-help")).to_have_count(0)


def test_search_is_offered_with_what_it_does(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?s ")
    page.keyboard.type("cg:sear")
    expect(offered(page)).to_have_text(["cg:searchsearch"])
    expect(page.locator(".cm-completionInfo")).to_contain_text("hold these words")


def test_every_function_of_sparql_is_known(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?s ?p ?o FILTER(")
    page.keyboard.type("sameter")
    expect(offered(page)).to_have_text(["sameTerm"])


def test_each_tab_has_its_own_history(server: str, page: Page) -> None:
    opened(page, server, "ASK {}")
    page.keyboard.type(" # one")
    page.get_by_role("button", name="New", exact=True).click()
    page.keyboard.type("ASK { ?s ?p ?o }")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert "one" not in text_of(page)
    page.get_by_role("button", name="Query 1", exact=True).click()
    assert text_of(page) == "ASK {} # one"
    page.keyboard.press("Control+z")
    assert text_of(page) == "ASK {}"
    page.keyboard.press("Control+y")
    assert text_of(page) == "ASK {} # one"


def test_undo_reaches_behind_a_run(server: str, page: Page) -> None:
    opened(page, server, "ASK {}")
    page.keyboard.type(" # one")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".truth")).to_have_text("Yes")
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.press("Control+z")
    assert text_of(page) == "ASK {}"
    page.keyboard.press("Control+y")
    assert text_of(page) == "ASK {} # one"


def test_a_history_that_can_not_be_read_is_passed_over(server: str, page: Page) -> None:
    opened(page, server, "ASK {}")
    page.evaluate(
        """() => {
          const { tabs: [{ id }] } = JSON.parse(localStorage["credgraph.tabs"]);
          addEventListener("pagehide", () => {
            sessionStorage["credgraph.histories"] = JSON.stringify({ [id]: { doc: 5 } });
          });
        }"""
    )
    run(page)
    expect(page.locator(".truth")).to_have_text("Yes")
    assert text_of(page) == "ASK {}"
    expect(page.get_by_role("button", name="Query 1")).to_be_visible()


def test_after_a_run_one_writes_on_and_hears_what_came(server: str, page: Page) -> None:
    opened(page, server, CREDENTIALS).press("Control+Enter")
    expect(rows(page)).not_to_have_count(0)
    expect(page.get_by_role("textbox", name="Query")).to_be_focused()
    expect(said(page)).to_contain_text("61 rows in")
    page.keyboard.type(" LIMIT 3")
    assert text_of(page) == f"{CREDENTIALS} LIMIT 3"
    run(page)
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("textbox", name="Query")).not_to_be_focused()
    expect(said(page)).to_have_text("")


def test_back_shows_the_query_before_in_its_own_tab(server: str, page: Page) -> None:
    opened(page, server, "ASK {}").press("Control+Enter")
    expect(page.locator(".truth")).to_have_text("Yes")
    page.get_by_role("textbox", name="Query").fill("ASK { FILTER(false) }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".truth")).to_have_text("No")
    page.go_back()
    expect(page.locator(".truth")).to_have_text("Yes")
    assert text_of(page) == "ASK {}"
    expect(page.get_by_role("button", name="Query 2")).to_have_count(0)
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.press("Control+z")
    assert text_of(page) == "ASK { FILTER(false) }"


def test_windows_do_not_take_tabs_from_each_other(server: str, browser: Browser) -> None:
    context = browser.new_context()
    one, two = context.new_page(), context.new_page()
    opened(one, server, "ASK { # one\n}")
    opened(two, server)
    two.get_by_role("button", name="New", exact=True).click()
    two.keyboard.type("ASK { # two")
    one.get_by_role("textbox", name="Query").press("Control+Home")
    one.keyboard.type("#still ")
    expect(one.get_by_role("button", name="Query 2")).to_be_visible()
    opened(two, server)
    two.get_by_role("button", name="Query 2").click()
    assert text_of(two).startswith("ASK { # two")
    two.get_by_role("button", name="Query 1").click()
    assert text_of(two).startswith("#still ASK { # one")
    context.close()


def test_a_warning_is_not_shown_as_an_error(server: str, page: Page) -> None:
    opened(page, server, PREFIX + "SELECT * { ?s ceterms:nam ?o }")
    colour = "element => getComputedStyle(element).color"
    expect(said(page)).to_contain_text("The nearest here is ceterms:name")
    warning = said(page).evaluate(colour)
    page.get_by_role("textbox", name="Query").fill("SELECT * { ?s }")
    expect(said(page)).to_contain_text("can't stand here")
    assert said(page).evaluate(colour) != warning


def test_a_screen_reader_is_told_what_the_editor_is(server: str, page: Page) -> None:
    editor = opened(page, server, "SELECT * WHERE { ?s ?p ?o }")
    expect(editor).to_have_attribute("aria-multiline", "true")
    expect(editor).to_have_accessible_description(re.compile("Tab leaves the editor"))
    expect(said(page)).to_have_role("status")
    page.keyboard.type(" LIM")
    expect(editor).to_have_attribute("aria-controls", re.compile("."))
    expect(offered(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_tab_leaves_the_editor(server: str, page: Page) -> None:
    editor = opened(page, server, CREDENTIALS)
    editor.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()
    assert text_of(page) == CREDENTIALS


def test_tabs_are_kept_in_this_browser_alone(server: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    opened(page, server, CREDENTIALS)
    page.get_by_role("button", name="New", exact=True).click()
    page.keyboard.type("ASK {}")
    page.get_by_role("button", name="Query 1", exact=True).click()
    expect(page.get_by_role("textbox", name="Query")).to_contain_text("ceterms:Credential")
    page.get_by_role("button", name="Query 2").click()
    opened(page, server)
    assert text_of(page) == "ASK {}"
    run(page)
    expect(page.locator(".truth")).to_have_text("Yes")
    expect(page.get_by_role("button", name="Query 2")).to_have_attribute("aria-current", "true")
    assert context.cookies() == []
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Query 2", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Reopen Query 2").click()
    assert text_of(page) == "ASK {}"
    expect(page.get_by_role("button", name="Reopen Query 2")).to_have_count(0)
    context.close()


def test_queries_are_saved_under_a_name(server: str, page: Page) -> None:
    opened(page, server, CREDENTIALS)
    page.once("dialog", lambda dialog: dialog.accept("My credentials"))
    page.get_by_role("button", name="Save in this browser").click()
    opened(page, server, "ASK {}")
    page.get_by_text("Saved queries").click()
    page.get_by_role("button", name="My credentials", exact=True).click()
    assert text_of(page) == CREDENTIALS
    page.get_by_role("button", name="Delete My credentials").click()
    expect(page.get_by_text("Saved queries")).to_be_hidden()


def test_cancel_stops_the_query(sample_data: Path, page: Page) -> None:
    """A query of half a minute, cancelled from the keyboard."""
    with serving(sample_data) as server:
        opened(page, server, SLOW)
        expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
        page.keyboard.press("Control+Enter")
        wait_until(lambda: running(server) == 1, seconds=5)
        with page.expect_request("**/sparql/cancel"):
            for key in ("Tab", "Tab", "Enter"):
                page.keyboard.press(key)
        wait_until(lambda: running(server) == 0, seconds=3)
        expect(said(page)).to_have_text("Cancelled.")
        expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
        expect(page.get_by_role("textbox", name="Query")).to_be_focused()
        assert text_of(page) == SLOW
        opened(page, server, CREDENTIALS)
        run(page)
        expect(rows(page)).not_to_have_count(0)
        expect(page).not_to_have_url(re.compile("query-id"))
        assert "query-id" not in page.content()


def test_works_without_script(server: str, page_without_script: Page) -> None:
    page = page_without_script
    page.goto(f"{server}/sparql")
    page.get_by_label("Query").fill(CREDENTIALS)
    run(page)
    expect(rows(page)).not_to_have_count(0)
    page.get_by_role("button", name="Lay out").click()
    expect(page.get_by_label("Query")).to_have_value(
        PREFIX + "SELECT ?credential WHERE { ?credential a ceterms:Credential }\n"
    )
