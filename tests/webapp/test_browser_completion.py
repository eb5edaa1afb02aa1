"""What the editor's completion offers, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.webapp.console_page import PREFIX, choose, offered, opened, run, said, text_of
from tests.webapp.test_browser_pages import rows


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
    # The list may be replaced while it is looked at.
    expect(offered(page).filter(has_not_text="cg:Occupation")).to_have_count(0)
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


def test_search_is_offered_with_what_it_does(server: str, page: Page) -> None:
    opened(page, server, "SELECT * WHERE { ?s ")
    page.keyboard.type("cg:sear")
    expect(offered(page)).to_have_text(["cg:searchsearch"])
    expect(page.locator(".cm-completionInfo")).to_contain_text("hold these words")
