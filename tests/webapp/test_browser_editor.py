"""The editor in a real browser: colours, layout, brackets, and what its words mean."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.webapp.console_page import PREFIX, offered, opened, text_of


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


def test_every_function_of_sparql_is_known(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?s ?p ?o FILTER(")
    page.keyboard.type("sameter")
    expect(offered(page)).to_have_text(["sameTerm"])
