"""Our converter against PyLD, over generated documents that use any key and class of CTDL."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.ctdl.documents import Document
from loaders.ctdl.people import PEOPLE, local_name
from loaders.gather import CONTEXTS
from loaders.json_text import parse
from tests.loaders.ctdl_documents import CONTEXT, REGISTRY, ctid
from tests.loaders.pyld_oracle import by_pyld, comparable, ours

# What the converter takes out on purpose: people, and the names of contact points.
AVOIDED = {"ContactPoint", "targetContactPoint", *PEOPLE}
PUBLISHED = json.loads((CONTEXTS / "credreg.net_ctdl_schema_context_json.json").read_text("utf-8"))
TABLE = json.loads(files("loaders.ctdl").joinpath("terms.json").read_text("utf-8"))
TERMS: dict[str, Any] = {
    key: value
    for key, value in PUBLISHED["@context"].items()
    if isinstance(value, dict) and local_name(key) not in AVOIDED
}
KINDS = sorted(kind for kind in TABLE["superclasses"] if local_name(kind) not in AVOIDED)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
NAMES = st.sampled_from(
    [
        *(f"{REGISTRY}resources/{ctid(number)}" for number in range(3)),
        f"{REGISTRY}graph/{ctid(1).upper()}",
        "https://college.example/a?b=c#d",
        "audLevel:MastersDegreeLevel",
        "_:b0",
        "_:2ef04702-4456-480d-b77a-78eb59b5fa95",
    ]
)
NUMBERS = st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=2).map(float)
LANGUAGE_MAP = st.dictionaries(
    st.sampled_from(["en", "en-US", "es", "fr-CA"]), TEXT | st.lists(TEXT, max_size=2), max_size=2
)
BY_DATATYPE: dict[str, st.SearchStrategy[Any]] = {
    "xsd:boolean": st.booleans(),
    "xsd:date": st.dates().map(str),
    "xsd:dateTime": st.datetimes().map(lambda time: time.isoformat()),
    "xsd:decimal": NUMBERS,
    "xsd:float": NUMBERS,
    "xsd:integer": st.integers(-(10**6), 10**6),
    "xsd:language": st.sampled_from(["en", "en-US"]),
    "schema:Duration": st.sampled_from(["P1Y", "PT3H"]),
}


def of_term(key: str, inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values as publishers give them under a key: one, or a list."""
    meaning = TERMS[key]
    if meaning.get("@container") == "@language":
        return LANGUAGE_MAP | TEXT
    kind = meaning["@type"]
    one = NAMES | inner if kind == "@id" else BY_DATATYPE.get(kind, TEXT)
    return one | st.lists(one, max_size=3)


def nodes(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.lists(st.sampled_from(sorted(TERMS)), min_size=1, max_size=4, unique=True)
    kinds = st.none() | st.sampled_from(KINDS) | st.lists(st.sampled_from(KINDS), max_size=2)
    bodies = keys.flatmap(
        lambda some: st.fixed_dictionaries({key: of_term(key, inner) for key in some})
    )
    return st.builds(
        lambda body, kind, name: (
            body | ({"@type": kind} if kind else {}) | ({"@id": name} if name else {})
        ),
        bodies,
        kinds,
        st.none() | NAMES.filter(lambda name: not name.startswith("audLevel")),
    )


NODES = nodes(nodes(nodes(NAMES)))


@given(st.lists(NODES, min_size=1, max_size=3))
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_same_statements_as_pyld(graph: list[Any]) -> None:
    body = {"@context": CONTEXT, "@id": f"{REGISTRY}graph/{ctid(0)}", "@graph": graph}
    read = parse(json.dumps(body, ensure_ascii=False).encode())
    theirs = by_pyld(Document("a", copy.deepcopy(read), None), PUBLISHED["@context"])
    kept, noted = ours(Document("a", read, None))
    assert comparable(kept, noted) == comparable(theirs, noted)
