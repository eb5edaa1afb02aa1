"""`credgraph fetch ctdl`: what it prints, keeps, refuses, and ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

import credgraph
from credgraph.fetching import fetch as fetch_group
from graph import builds
from tests.loaders.fetch.fetching import run
from tests.loaders.fetch.registry_server import TOKEN, RegistryServer, ctid


def test_what_was_fetched_is_built_without_being_asked_for(
    server: RegistryServer, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    result = run(server, data, "fetch", "ctdl", "--ctid", ctid(1), "--ctid", ctid(2).upper())
    assert result.exit_code == 0, result.output
    assert "2 seen, 2 stored, 0 failed" in result.output
    assert (
        server.requests[0][2]["User-Agent"] == f"credgraph/{credgraph.VERSION} (+data@example.org)"
    )
    built = run(server, data, "build")
    assert built.exit_code == 0, built.output
    current = builds.current(data)
    assert current
    documents = {one["source"]: one["tables"]["documents"] for one in current.info["sources"]}
    assert documents.keys() == {"ctdl", "ctdl-schema"}
    assert documents["ctdl"] == {"read": 2, "loaded": 2, "rejected": 0, "left_out": 0}
    asked = tmp_path / "concepts.rq"
    asked.write_text(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        "SELECT ?label { <https://purl.org/ctdl/vocabs/accommodation/AccessibleHousing>"
        " a skos:Concept ; skos:prefLabel ?label }"
    )
    assert "Accessible Housing" in run(server, data, "query", str(asked)).output


def test_an_incomplete_fetch_ends_with_3_and_says_how_to_go_on(
    server: RegistryServer, tmp_path: Path
) -> None:
    result = run(server, tmp_path, "fetch", "ctdl", "--ctid", ctid(999))
    assert result.exit_code == 3
    assert f"failed: {ctid(999)}: the Registry has no live record of it" in result.output
    assert "goes on from here" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--ctid", "x"), "x: not a CTID"),
        (("--type", "credential,diploma"), "diploma: not a type of record"),
        (("--community", "../x"), "not the name of a community"),
        (("--ctid", ctid(1), "--type", "course"), "one way"),
    ],
)
def test_wrong_use_is_told(
    server: RegistryServer, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(server, tmp_path, "fetch", "ctdl", *arguments)
    assert result.exit_code == 3
    assert words in result.output
    assert server.requests == []


def test_the_token_comes_from_the_environment(
    server: RegistryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.state.secured = True
    server.state.zips = [server.zip_of(server.state.records)]
    assert run(server, tmp_path, "fetch", "ctdl").exit_code == 3
    monkeypatch.setenv("CE_REGISTRY_TOKEN", TOKEN)
    result = run(server, tmp_path, "fetch", "ctdl")
    assert result.exit_code == 0, result.output
    assert "the Registry says 450, the archive has 450" in result.output
    assert TOKEN not in result.output
    assert all(TOKEN.encode() not in path.read_bytes() for path in tmp_path.rglob("*.*"))


def test_every_option_is_explained() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "fetching.md").read_text("utf-8")
    for command in ("ctdl", "onet", "crosswalks"):
        for parameter in fetch_group.commands[command].params:
            assert parameter.opts[0] in text or parameter.name == "data"
