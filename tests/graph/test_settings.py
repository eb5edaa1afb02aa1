"""Settings: from the file, from the environment, and what is said of bad ones."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from graph.settings import HELP, BadSetting, Settings, read

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read(tmp_path, {}) == Settings()


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    (tmp_path / "credgraph.toml").write_text(
        'workers = 3\nseconds = 5\nregions = ["AG Allegheny"]\npublic_url = "https://a.example/x"\n'
    )
    found = read(tmp_path, {"CREDGRAPH_WORKERS": "4", "CREDGRAPH_EMBED_HOSTS": "*, https://b.org"})
    assert (found.workers, found.seconds) == (4, 5.0)
    assert found.regions == ("AG Allegheny",)
    assert found.public_url == "https://a.example/x"
    assert found.embed_hosts == ("*", "https://b.org")
    assert isinstance(found.seconds, float)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("embed_hosts", "https://state.example:8443,http://localhost:5000,http://localhost"),
        ("cors", ""),
        ("cors", "http://10.0.0.1:8000"),
        ("public_url", ""),
        ("public_url", "http://127.0.0.1:8000"),
        ("base", "https://id.example.org/graph#"),
        ("seconds", "0.5"),
        ("provisional", "True"),
        ("memory", "64_000_000"),
        ("publishable_issuers", "did:web:college.example"),
    ],
)
def test_good_values_pass(tmp_path: Path, name: str, value: str) -> None:
    found = getattr(read(tmp_path, {f"CREDGRAPH_{name.upper()}": value}), name)
    as_text = ",".join(found) if isinstance(found, tuple) else str(found)
    assert as_text == value.replace("_", "")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("wokers = 3", "unknown setting 'wokers'"),
        ("workers = 0", "from 1 to"),
        ("workers = 2.5", "a whole number"),
        ("workers = true", "a number"),
        ('workers = "many"', "a number"),
        ("provisional = 2", "true or false"),
        ("seconds = nan", "a number"),
        ("seconds = inf", "a number"),
        ("memory = 1000", "from 16,777,216"),
        ("base = 5", "text"),
        ('base = "https://example.org/id"', "ends with / or #"),
        ('base = "urn:x/"', "http"),
        ('base = "https://example.org/{id}/"', "ends with / or #"),
        ('base = "https://example.org/a#b#"', "ends with / or #"),
        ('base = "https://example.org/100%/"', "ends with / or #"),
        ('cors = "https://a.org, https://b.org"', "one origin"),
        ('public_url = "example.org"', "http"),
        ('public_url = "https://example.org/?x"', "without ?"),
        ('embed_hosts = ["http://example.org"]', "https://host"),
        ('embed_hosts = ["https://example.org/page"]', "https://host"),
        ("embed_hosts = [\"https://example.org; script-src 'none'\"]", "https://host"),
        ("embed_hosts = [5]", "a list of texts"),
        ('regions = ["Allegheny"]', "AG Allegheny"),
        ('publishable_issuers = ["college"]', "an absolute IRI"),
        ('pinned = ["../current"]', "the id of a build"),
        ("workers = ", "can't be read"),
    ],
)
def test_a_bad_value_says_where_and_what(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "credgraph.toml"
    file.write_text(line)
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, {})
    assert str(caught.value).startswith(str(file))
    assert words in str(caught.value)


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="CREDGRAPH_WORKERS: workers must be a number"):
        read(tmp_path, {"CREDGRAPH_WORKERS": "two"})
    with pytest.raises(BadSetting, match="CREDGRAPH_WORKRS: unknown setting"):
        read(tmp_path, {"CREDGRAPH_WORKRS": "2"})


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "credgraph.toml").write_bytes(b"base = '\xff'")
    with pytest.raises(BadSetting, match="can't be read"):
        read(tmp_path, {})


def test_the_docs_list_every_setting_with_its_default() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| (.+) \|$", DOCS.read_text("utf-8"), re.M
    )
    assert [row[0] for row in rows] == [f.name for f in fields(Settings)]
    kinds = {
        bool: "true or false",
        str: "text",
        int: "whole number",
        float: "number",
        tuple: "list",
    }
    for name, kind, default, purpose in rows:
        value = getattr(Settings(), name)
        assert kind == kinds[type(value)], name
        assert purpose == HELP[name], name
        if value in ("", ()):
            assert default.startswith("empty"), name
        elif isinstance(value, bool):
            assert default == f"`{str(value).lower()}`", name
        else:
            assert type(value)(default.strip("`")) == value, name
