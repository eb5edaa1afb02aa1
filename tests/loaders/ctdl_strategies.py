"""Hypothesis strategies for documents in the shapes of CTDL, usual and odd, all of them JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from loaders.gather import CONTEXTS

Json = Any
PUBLISHED: dict[str, Any] = json.loads(
    (CONTEXTS / "credreg.net_ctdl_schema_context_json.json").read_text("utf-8")
)["@context"]
CTIDS = [f"ce-{digit * 8}-{digit * 4}-4{digit * 3}-a{digit * 3}-{digit * 12}" for digit in "01ab"]
UUID = "11111111-2222-4333-8444-555555555555"
HOST = "credentialengineregistry.org"


def keys(coercion: str) -> list[str]:
    """Some keys of the published context by what it says of their values; "" for nothing."""
    entries = {key: entry for key, entry in PUBLISHED.items() if isinstance(entry, dict)}
    if not coercion:
        return ["schema:notATerm", "ceterms:notATerm", "dct:notATerm"]
    kind = "@container" if coercion == "@language" else "@type"
    found = sorted(key for key, entry in entries.items() if entry.get(kind) == coercion)
    return found[:: max(1, len(found) // 12)]


CLASSES = [
    "ceterms:Certificate",
    "ceterms:Course",
    "ceterms:ConditionProfile",
    "ceterms:CredentialAlignmentObject",
    "ceasn:Competency",
    "qdata:Observation",
    "schema:ValueProfile",
]
ctids = st.sampled_from(CTIDS)
registry_names = st.one_of(
    ctids.map(f"https://{HOST}/resources/{{}}".format),
    ctids.map(f"http://{HOST}/resources/{{}}".format),
    ctids.map(lambda ctid: f"https://{HOST}/graph/{ctid.upper()}"),
    ctids.map(f"https://sandbox.{HOST}/resources/{{}}".format),
)
blank_names = st.sampled_from([f"_:{UUID}", f"_:{UUID.upper()}", "_:b0", "_:Metric-1", "_:a_b"])
addresses = st.sampled_from(
    [
        "https://a.example",
        "https://a.example/?q=1&r=%20#part",
        "https://a.example/straße/π",
        "mailto:office@a.example",
        "urn:isbn:0451450523",
        "https://www.onetonline.org/link/summary/15-1252.00",
    ]
)
concepts = st.sampled_from(["audLevel:BeginnerLevel", "creditUnit:SemesterHour", "ceterms:Course"])
odd_names = st.sampled_from(
    [
        "www.a.example/page",
        " https://a.example/blank ",
        "https://a.example/a b",
        "https://a.example/{id}|x",
        "https://a.example/50%",
        CTIDS[0],
        f"urn:ctid:{CTIDS[1]}",
        "http://purl.org/ctdl/terms/Course",
        "https://credreg.net/ctdl/terms/Course",
    ]
)
names = st.one_of(registry_names, blank_names, addresses)
references = st.one_of(names, concepts, odd_names)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.one_of(
    st.integers(-(10**18), 10**18),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4)),
    st.sampled_from([0, -1, 1.0, 0.1, 100000.0, 1e-7, 12345678.25]),
)
tags = st.sampled_from(
    ["en", "en-US", "EN-us", "es-419", "zh-Hant-TW", "sr-Latn", "x-local", "@none"]
)
odd_tags = st.sampled_from(["english_US", "en:us", "Plain English", "e", "toolongsubtag-en"])
language_maps = st.dictionaries(
    st.one_of(tags, odd_tags),
    st.one_of(texts, st.none(), st.lists(st.one_of(texts, st.none()), max_size=3)),
    max_size=3,
)
value_objects = st.one_of(
    st.fixed_dictionaries({"@value": st.one_of(texts, numbers, st.booleans(), st.none())}),
    st.fixed_dictionaries({"@value": texts, "@language": tags.filter(lambda t: t[0] != "@")}),
    st.fixed_dictionaries(
        {"@value": texts, "@type": st.sampled_from(["xsd:string", "schema:Duration", "xsd:date"])}
    ),
)

TYPED = {
    "xsd:string": st.one_of(texts, st.integers(0, 10**6), st.booleans()),
    "xsd:float": st.one_of(numbers, st.sampled_from(["12.5", "about 9", "1e3"])),
    "xsd:decimal": st.one_of(st.integers(0, 10**6), st.sampled_from(["9963.19", "1,200.00", ""])),
    "xsd:integer": st.one_of(st.integers(-(10**9), 10**9), st.sampled_from(["7", "7.5"])),
    "xsd:boolean": st.one_of(st.booleans(), st.sampled_from(["true", "yes"])),
    "xsd:date": st.sampled_from(["2020-02-29", "2019-07-01Z", "1/1/2014", ""]),
    "xsd:dateTime": st.sampled_from(["2020-02-29T10:00:00Z", "yesterday"]),
    "xsd:language": st.sampled_from(["en", "en-US", "english_US"]),
    "schema:Duration": st.sampled_from(["P2Y", "PT90M", "two years"]),
}


def one_or_many(values: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """A value, a list of them (with nulls, as publishers leave them), or a list in a list."""
    lists = st.lists(st.one_of(values, st.none()), max_size=3)
    return st.one_of(values, values, lists, st.lists(lists, min_size=1, max_size=2), st.none())


def or_set(values: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """One or many, or a set object; a language container takes none of those."""
    lists = st.lists(values, max_size=2)
    return st.one_of(one_or_many(values), lists.map(lambda found: {"@set": found}))


def _entries(coercion: str, values: st.SearchStrategy[Json]) -> st.SearchStrategy[dict[str, Json]]:
    return st.dictionaries(st.sampled_from(keys(coercion)), values, max_size=2)


def nodes(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[dict[str, Json]]:
    """Objects with a name, types and properties of every kind; `inner` the objects within them."""
    typed = [_entries(kind, or_set(values)) for kind, values in TYPED.items()]
    parts = [
        st.dictionaries(st.just("@id"), names, max_size=1),
        st.dictionaries(
            st.just("@type"),
            st.one_of(st.sampled_from(CLASSES), st.lists(st.sampled_from(CLASSES), max_size=2)),
            max_size=1,
        ),
        _entries("@id", one_or_many(st.one_of(references, inner))),
        _entries("@id", or_set(st.one_of(references, inner))),
        _entries("@language", st.one_of(language_maps, one_or_many(texts))),
        _entries("", or_set(st.one_of(texts, numbers, st.booleans(), value_objects))),
        st.dictionaries(st.sampled_from(["hasPoint", "unknown:key"]), texts, max_size=1),
        st.one_of(typed),
        st.one_of(typed),
    ]
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


@st.composite
def alignments(draw: st.DrawFn) -> dict[str, Json]:
    """Alignment objects, whole or in part."""
    whole = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": draw(addresses),
        "ceterms:frameworkName": draw(language_maps),
        "ceterms:targetNode": draw(references),
        "ceterms:targetNodeName": draw(language_maps),
        "ceterms:codedNotation": draw(st.sampled_from(["15-1252.00", "11B", 52])),
        "ceterms:weight": draw(st.sampled_from([0.5, 1, "1"])),
    }
    kept = draw(st.sets(st.sampled_from(sorted(whole))))
    return {key: whole[key] for key in whole if key in kept}


plain_nodes = nodes(alignments())
deep_nodes = nodes(st.one_of(alignments(), plain_nodes))
CONTEXT_NAMES = [
    "https://credreg.net/ctdl/schema/context/json",
    "http://credreg.net/ctdl/schema/context/json",
    "https://credreg.net/ctdlasn/schema/context/json",
]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Json]:
    """A graph document, or a single resource with objects inside."""
    main: dict[str, Json] = {"@id": f"https://{HOST}/resources/{CTIDS[0]}"} | draw(deep_nodes)
    head: dict[str, Json] = {"@context": draw(st.sampled_from(CONTEXT_NAMES))}
    if draw(st.booleans()):
        return head | main
    others = draw(st.lists(plain_nodes, max_size=3))
    if draw(st.booleans()):
        head["@id"] = f"https://{HOST}/graph/{CTIDS[0]}"
    return head | {"@graph": [main, *others]}
