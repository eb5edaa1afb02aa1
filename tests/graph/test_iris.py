"""Canonical IRIs: every spelling of one thing is one name, and the engine accepts each name."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.iris import BadIri, Names, absolute, canonical, registry, vocabulary
from graph.triples import is_language, line, literal

CTID = "ce-53bc7e5d-d39c-4687-ac89-0474f691055d"
PRODUCTION = "https://credentialengineregistry.org/resources/"


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        (f"http://www.credentialengineregistry.org/graph/{CTID.upper()}/", PRODUCTION + CTID),
        (f"https://credentialengineregistry.org:443/resources/{CTID}", PRODUCTION + CTID),
        (f"https://credentialengineregistry.org/navy/resources/{CTID}", PRODUCTION + CTID),
        (f"urn:ctid:{CTID}", PRODUCTION + CTID),
        (f"urn:ctid:{CTID[3:].upper()}", PRODUCTION + CTID),
        (f"http://credentialengineregistry.org/resource/urn:ctid:{CTID[3:]}", PRODUCTION + CTID),
        (CTID, PRODUCTION + CTID),
        (f"https://sandbox.credentialengineregistry.org/graph/{CTID}",
         f"https://sandbox.credentialengineregistry.org/resources/{CTID}"),
        (f"http://lr-staging.learningtapestry.com/graph/{CTID.upper()}",
         f"https://lr-staging.learningtapestry.com/resources/{CTID}"),
        (f"https://www.learningtapestry.com/resources/{CTID}", None),
        (f"https://credentialengineregistry.org/resources/{CTID}?x", None),
        (f"https://example.org/resources/{CTID}", None),
    ],
)  # fmt: skip
def test_spellings_of_registry_resources(spelling: str, name: str | None) -> None:
    assert registry(spelling) == name


LEVEL = "https://purl.org/ctdl/vocabs/audLevel/MastersDegreeLevel"
DRAFT = "http://purl.org/ctdlasn/vocabs/publicationStatus/Draft"


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("http://purl.org/ctdl/terms/Course", "https://purl.org/ctdl/terms/Course"),
        ("http://credreg.net/ctdl/terms/Course", "https://purl.org/ctdl/terms/Course"),
        ("http://purl.org/ctdlasn/terms/Competency", "https://purl.org/ctdlasn/terms/Competency"),
        ("https://credreg.net/ctdlasn/terms/name", "https://purl.org/ctdlasn/terms/name"),
        ("http://credreg.net/qdata/terms/median", "https://credreg.net/qdata/terms/median"),
        ("http://purl.org/ctdl/vocabs/audLevel/MastersDegreeLevel", LEVEL),
        ("https://credreg.net/ctdl/vocabs/audLevel/MastersDegreeLevel", LEVEL),
        ("http://credreg.net/qdata/vocabs/demoCat/Age", "https://credreg.net/qdata/vocabs/demoCat/Age"),
        (DRAFT, DRAFT),
        (DRAFT.replace("http:", "https:"), DRAFT),
        ("https://credreg.net/ctdlasn/vocabs/publicationStatus/Draft", DRAFT),
    ],
)  # fmt: skip
def test_spellings_of_terms_and_concepts(spelling: str, name: str) -> None:
    assert (vocabulary(spelling), canonical(spelling)) == (name, name)


@pytest.mark.parametrize(
    "value",
    [
        "http://purl.org/ctdl/terms/",
        "http://purl.org/ctdl/vocabs/audLevel/",
        "http://credreg.net/ctdl/schema/context/json",
        "http://credreg.net/meta/terms/supersededBy",
        "http://purl.org/ASN/schema/core/ProgressionLevel",
        "http://purl.org/dc/terms/title",
        "https://credreg.net/ctdl/terms/LifeCycleStatus/?x=1",
    ],
)
def test_what_is_no_term_stays_as_it_is(value: str) -> None:
    assert vocabulary(value) is None
    assert canonical(value) == value


@pytest.mark.parametrize("value", ["", "x", "no scheme", "mailto:", "http://[::1", "http://a:b"])
def test_what_can_be_no_iri(value: str) -> None:
    with pytest.raises(BadIri):
        canonical(value)


@given(st.text(max_size=40), st.sampled_from(["", "http://x.org/", "https://", "urn:", "a:"]))
def test_whatever_comes_in_what_goes_out_is_one_valid_line(text: str, start: str) -> None:
    try:
        name = absolute(start + text)
    except BadIri:
        name = Names().of("doc", text)
    written = line(name, "http://x.org/p", literal(text, language="en" if text else None))
    (quad,) = ox.parse(written.encode(), ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text


@given(st.text("abcx-0123456789", max_size=12))
def test_a_tag_is_a_language_where_the_engine_reads_it(tag: str) -> None:
    written = f'<http://x.org/s> <http://x.org/p> "x"@{tag} .\n'
    try:
        list(ox.parse(written.encode(), ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        assert not is_language(tag)
    else:
        assert is_language(tag)


def test_names_of_blank_nodes_and_regions() -> None:
    names = Names("https://state.example/id/")
    uuid = CTID.removeprefix("ce-")
    assert names.bnode("d", f"_:{uuid.upper()}") == f"https://credreg.net/bnodes/{uuid}"
    assert names.bnode("d 1", "_:b0") == "https://state.example/id/doc/d%201/b0"
    assert names.region("OH") == "https://state.example/id/region/US-OH"
