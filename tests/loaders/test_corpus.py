"""The generated corpus of the benchmarks: the same for a seed, like the Registry, and loadable."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import Summary, codes, write
from benchmarks.corpus.plan import TYPES, Plan
from graph.iris import CTID, REGISTRY
from graph.vocabulary import CG
from tests.loaders.ctdl_documents import Loaded, load_paths

SIZE = 1000
NOTED = {
    "bad-language-tag",
    "ill-typed-value",
    "iri-mended",
    "language-map-in-list",
    "literal-for-iri",
    "not-a-string",
    "person-name-dropped",
    "relative-iri",
    "undefined-blank-node",
}
"""The planted flaws that the loader writes a note about."""
KNOWN = (
    "census.gov",
    "credentialengineregistry.org",
    "credreg.net",
    "nces.ed.gov",
    "onetcenter.org",
    "onetonline.org",
    "purl.org",
)
"""The hosts that real records refer to."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="module")
def written(folder: Path) -> Summary:
    return write(folder / "corpus.zip", SIZE)


@pytest.fixture(scope="module")
def loaded(folder: Path, written: Summary) -> Loaded:
    return load_paths(folder, folder / "corpus.zip")


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def envelopes(path: Path) -> list[dict[str, Any]]:
    read = []
    for data in members(path).values():
        try:
            read.append(json.loads(data))
        except ValueError:
            continue
    return read


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a JSON value."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from objects(item)


def test_the_same_bytes_for_the_same_seed_however_many_processes(
    folder: Path, written: Summary
) -> None:
    again = write(folder / "again.zip", SIZE, workers=1)
    other = write(folder / "other.zip", SIZE, seed=2, workers=1)
    assert (folder / "again.zip").read_bytes() == (folder / "corpus.zip").read_bytes()
    assert again == written
    assert other.types == written.types
    assert not members(folder / "other.zip").keys() & members(folder / "again.zip").keys()


def test_one_member_for_each_envelope_named_by_its_ctid(folder: Path, written: Summary) -> None:
    found = envelopes(folder / "corpus.zip")
    names = members(folder / "corpus.zip").keys()
    assert len(names) == SIZE == written.types.total()
    assert len(found) == SIZE - written.flaws["unreadable-document"]
    assert {f"{one['envelope_ceterms_ctid']}.json" for one in found} <= names
    assert all(CTID.fullmatch(name.removesuffix(".json")) for name in names)
    assert all(one["owned_by"] is not None and one["published_by"] for one in found)


def test_the_mix_of_types_is_that_of_the_survey(written: Summary) -> None:
    total = sum(TYPES.values())
    for name, weight in TYPES.items():
        assert abs(written.types[name] - SIZE * weight / total) <= 1


def test_publishers_come_in_blocks() -> None:
    counts = Counter(Plan(1, 20_000).publishers).most_common()
    assert counts[0][1] / 20_000 == pytest.approx(0.18, abs=0.02)
    assert sum(count for _, count in counts[:5]) / 20_000 == pytest.approx(0.41, abs=0.03)
    assert len(counts) > 150


def test_occupations_are_given_as_publishers_give_them(folder: Path) -> None:
    nodes = objects(envelopes(folder / "corpus.zip"))
    found = [one for node in nodes for one in node.get("ceterms:occupationType", [])]
    coded = [one for one in found if "ceterms:codedNotation" in one]
    without_target = [one for one in coded if "ceterms:targetNode" not in one]
    named_only = [
        one for one in found if not one.keys() & {"ceterms:codedNotation", "ceterms:targetNode"}
    ]
    assert len(found) > 500
    assert len(without_target) / len(found) == pytest.approx(70 / 139, abs=0.15)
    assert len(named_only) / len(found) == pytest.approx(31 / 139, abs=0.1)
    distinct = {one["ceterms:codedNotation"] for one in coded}
    retired = distinct & {code for code, _ in codes.RETIRED}
    assert len(retired) / len(distinct) == pytest.approx(0.37, abs=0.1)


def test_only_planted_flaws_are_rejected_or_mended(written: Summary, loaded: Loaded) -> None:
    report = loaded.report
    assert report.table("documents").read == SIZE
    assert len(report.rejects) == written.flaws["unreadable-document"]
    assert report.repairs == Counter({k: n for k, n in written.flaws.items() if k in NOTED})
    assert report.unknown_keys == {"hasPoint": written.flaws["unknown-key"]}
    assert report.left_out == []


def test_references_resolve_but_for_the_planted(written: Summary, loaded: Loaded) -> None:
    missing = loaded.ask(
        f"""SELECT DISTINCT ?to {{ ?from ?property ?to
        FILTER(isIRI(?to) && NOT EXISTS {{ ?to ?any ?thing }})
        FILTER(CONTAINS(STR(?to), "{REGISTRY[8:]}") || CONTAINS(STR(?to), "/bnodes/"))
        FILTER(?property != <{CG.resource}>) }}"""
    )
    planted = ("dangling-link", "sandbox-host", "undefined-blank-node")
    assert len(missing) == sum(written.flaws[code] for code in planted)


def test_the_documents_are_of_published_size(written: Summary, loaded: Loaded) -> None:
    published = loaded.ask(
        f"""SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o
        FILTER(!STRSTARTS(STR(?p), "{CG}") && !STRSTARTS(STR(?p), "http://www.w3.org/")) }}"""
    )
    assert 70 < int(published[0][0]) / SIZE < 250
    assert 60 < written.bytes / int(published[0][0]) < 120


def test_a_later_corpus_has_some_revised_deleted_and_new(folder: Path, written: Summary) -> None:
    write(folder / "later.zip", SIZE, later=True, workers=1)
    before, after = members(folder / "corpus.zip"), members(folder / "later.zip")
    revised = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    assert len(before.keys() - after.keys()) == pytest.approx(0.005 * SIZE, abs=6)
    assert len(revised) == pytest.approx(0.03 * SIZE, abs=20)
    assert 0 < len(after.keys() - before.keys()) < 0.02 * SIZE
    for name in revised:
        times = [json.loads(all_[name])["node_headers"]["updated_at"] for all_ in (before, after)]
        assert times[0] < times[1]


def test_nothing_names_a_host_that_could_exist(folder: Path) -> None:
    for data in members(folder / "corpus.zip").values():
        for host in re.findall(r"https?://([^/\"\s]+)", data.decode()):
            assert host.endswith(".example") or host.removeprefix("www.").endswith(KNOWN)
