"""JSON-LD with pinned contexts: nothing fetched, nothing invented, nothing that never ends."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from loaders.jsonld import (
    MAX_DEPTH,
    MAX_VALUES,
    Contexts,
    JsonLdError,
    UnknownContext,
    digest_of,
)
from tests.loaders.ler_records import ASSETS, badge, needs_contexts
from tests.shared import SHARED, needs_shared

URL = "https://college.example/context"
CONTEXT = {"@context": {"name": "https://schema.org/name", "type": "@type"}}


def pinned(folder: Path, context: Any = CONTEXT, digest: str | None = None) -> Contexts:
    (folder / "a.json").write_text(json.dumps(context, indent=3))
    entry = {"file": "a.json", "digest": digest or digest_of(context)}
    (folder / "index.json").write_text(json.dumps({URL: entry}))
    return Contexts([folder])


def test_the_digest_ignores_layout_and_order() -> None:
    expected = hashlib.sha256(b'{"a": 1, "b": "\\u00e9"}').hexdigest()[:12]
    assert digest_of({"b": "é", "a": 1}) == expected


def test_a_pinned_context_gives_terms_their_meaning(tmp_path: Path) -> None:
    expanded = pinned(tmp_path).expand({"@context": URL, "name": "Welder"})
    assert expanded == [{"https://schema.org/name": [{"@value": "Welder"}]}]


def test_a_context_that_is_not_pinned_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownContext, match=r"https://else\.example/c .*--contexts"):
        pinned(tmp_path).expand({"@context": "https://else.example/c"})


def test_a_changed_context_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JsonLdError, match="digest differs"):
        pinned(tmp_path, digest="0" * 12).expand({"@context": URL, "name": "Welder"})


def test_a_context_is_read_once(tmp_path: Path) -> None:
    contexts = pinned(tmp_path)
    first = contexts.expand({"@context": URL, "name": "Welder"})
    (tmp_path / "a.json").unlink()
    assert contexts.expand({"@context": URL, "name": "Welder"}) == first


def test_the_first_folder_wins(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        pinned(folder, {"@context": {"name": f"https://{folder.name}.example/name"}})
    (node,) = Contexts(folders).expand({"@context": URL, "name": "Welder"})
    assert list(node) == ["https://one.example/name"]


def test_no_base_is_invented_for_relative_iris(tmp_path: Path) -> None:
    document = {"@context": URL, "@id": "here", "type": "Medal", "name": "Welder"}
    (node,) = pinned(tmp_path).expand(document)
    assert (node["@id"], node["@type"]) == ("here", ["Medal"])


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = {"name": value}
    return value


def test_what_nests_too_deeply_is_refused(tmp_path: Path) -> None:
    for levels in (MAX_DEPTH, 50_000):
        with pytest.raises(JsonLdError) as raised:
            pinned(tmp_path).expand({"@context": URL, "name": nested(levels)})
        assert raised.value.rule == "nested too deeply"


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JsonLdError) as raised:
        pinned(tmp_path).expand({"@context": URL, "name": ["x"] * MAX_VALUES})
    assert raised.value.rule == "too large"


def test_the_rule_broken_quotes_nothing(tmp_path: Path) -> None:
    with pytest.raises(JsonLdError) as raised:
        pinned(tmp_path).expand({"@context": URL, "@id": ["kim@people.example"]})
    assert raised.value.rule == "invalid @id value"


@needs_shared
def test_every_context_at_hand_has_the_digest_of_its_index() -> None:
    folder = SHARED / "ler" / "contexts"
    contexts = Contexts([folder])
    urls = json.loads((folder / "index.json").read_text("utf-8"))
    assert len(urls) > 90
    for url in urls:
        assert contexts.load(url)["document"]


@needs_contexts
def test_the_built_folder_serves_open_badges_and_ctdl() -> None:
    contexts = Contexts([ASSETS])
    for url in json.loads((ASSETS / "index.json").read_text("utf-8")):
        assert contexts.load(url)["document"]
    assert contexts.expand(badge())
    assert contexts.load("https://credreg.net/ctdl/schema/context/json")["document"]
    for name in ("ctdl.json", "ctdlasn.json"):
        assert json.loads((ASSETS / "ctdl-schema" / name).read_text("utf-8"))["@graph"]


@needs_contexts
@needs_shared
def test_the_built_contexts_equal_the_published_ones() -> None:
    """But for Open Badges 3.0.3, of which several variants are in circulation."""
    built, published = Contexts([ASSETS]), Contexts([SHARED / "ler" / "contexts"])
    known = json.loads((SHARED / "ler" / "contexts" / "index.json").read_text("utf-8"))
    for url in json.loads((ASSETS / "index.json").read_text("utf-8")):
        if url in known and not url.endswith("context-3.0.3.json"):
            assert built.load(url)["document"] == published.load(url)["document"], url
