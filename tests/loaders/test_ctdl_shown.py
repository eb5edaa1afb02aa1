"""`credgraph convert ctdl`: what it prints is what a build loads."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.iris import Names
from graph.vocabulary import CG, RDF_TYPE
from loaders.ctdl.shown import Shown, shown
from loaders.gather import pinned
from loaders.sample import FOLDER
from tests.graph.views_of import viewed
from tests.loaders.ctdl_documents import graph, load_paths
from tests.shared import SHARED, needs_shared

DEV = SHARED / "ctdl" / "dev"
NOTE = ox.NamedNode(CG.LoadNote)


def of(given: Path | bytes) -> Shown:
    return shown(given, pinned(()), Names())


def printed(text: str) -> set[ox.Triple]:
    store = ox.Store()  # it writes a number in one way, whichever way it was given
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    return {quad.triple for quad in store}


def built(folder: Path, path: Path) -> set[ox.Triple]:
    """All that a build that holds provisional records has of the file, but the notes."""
    store = viewed(load_paths(folder, path, contexts=pinned(()), provisional=True)).store
    notes = {q.subject for q in store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), NOTE)}
    return {quad.triple for quad in store if quad.subject not in notes}


@pytest.mark.parametrize("name", ["health", "outcomes", "support", "paralegal-2018"])
def test_it_prints_what_a_build_loads(tmp_path: Path, name: str) -> None:
    path = FOLDER / "ctdl" / f"{name}.json"
    assert printed(of(path).turtle) == built(tmp_path, path)


@needs_shared
def test_it_prints_what_a_build_loads_of_every_real_document(tmp_path: Path) -> None:
    paths = sorted(path for path in DEV.rglob("*.json*") if path.stat().st_size < 100_000)
    told = 0
    for path in paths:
        found = of(path)
        assert printed(found.turtle) == built(tmp_path, path), path.name
        assert found.turtle or found.warnings, path.name
        told += bool(found.warnings)
        (tmp_path / "out.nt").unlink()
    assert len(paths) > 100
    assert told > 20


def test_a_provisional_record_is_shown_as_one() -> None:
    draft = graph(1, name={"en": "Draft"}) | {"adms:status": "graphPublicationStatus:Provisional"}
    found = of(json.dumps(draft).encode())
    assert '"Draft"@en' in found.turtle
    assert "cg:ProvisionalRecord" in found.turtle
    assert (found.warnings, found.rejects) == ([], 0)


def test_the_record_comes_first_and_its_parts_near_it() -> None:
    cost = {"@type": "ceterms:CostProfile", "ceterms:price": 9.5}
    duration = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P2W"}
    document = graph(1, estimatedCost=[cost], estimatedDuration=[duration])
    lines = of(json.dumps(document).encode()).turtle.splitlines()
    subjects = [line.partition(" ")[2] for line in lines if line[:1] not in ("@", "\t", "")]
    assert [one.split()[1] for one in subjects] == [
        "ceterms:Certificate",
        "ceterms:CostProfile",
        "ceterms:DurationProfile",
    ]
    assert "\tcg:exactDurationDays 14.0 ." in lines


def test_a_key_that_stands_twice_in_one_object_is_told() -> None:
    whole = json.dumps(graph(1, name={"en": "Kept"}, estimatedCost=[{"ceterms:price": 1}]))
    twice = whole.replace('"ceterms:name"', '"ceterms:name": {"en": "Lost"}, "ceterms:name"')
    found = of(twice.replace('"ceterms:price"', '"ceterms:price": 2, "ceterms:price"').encode())
    assert "Lost" not in found.turtle
    assert '"Kept"@en' in found.turtle
    reason = "stands more than once in one object; only its last value counts"
    told = [f"repeated-key: ceterms:{key}: {reason}" for key in ("price", "name")]
    assert [line for line in found.warnings if line.startswith("repeated-key")] == told
    assert of(whole.encode()).warnings == []


def test_every_oddity_is_told_in_the_names_that_are_printed() -> None:
    cost = {"@type": "ceterms:CostProfile", "ceterms:price": "about $9", "price": 9, "note": 1}
    found = of(json.dumps([graph(1, estimatedCost=[cost]), {"x": 1}]).encode())
    priced, rejected, *unknown = found.warnings
    assert priced.startswith('repair ill-typed-value: not a valid xsd:decimal: "about $9"')
    (node,) = {word for word in priced.split() if word.startswith("node:")}
    assert f"\n{node} a ceterms:CostProfile" in found.turtle
    assert "reject no-statements" in rejected
    assert found.rejects == 1
    assert any(line.startswith("unknown-key: price:") for line in unknown)


def test_terms_that_ctdl_does_not_have_are_told() -> None:
    document = graph(1, name={"en": "Welding"}, ownedby="x")
    document["@graph"][0]["@type"] = "ceterms:Certifcate"
    told = [one for one in of(json.dumps(document).encode()).warnings if "unpublished" in one]
    assert sorted(one.split(":", 1)[1].strip() for one in told) == [
        "ceterms:Certifcate: CTDL has no such term; kept",
        "ceterms:ownedby: CTDL has no such term; kept",
    ]


def test_prefixes_of_ctdl_are_its_context() -> None:
    """As a JSON-LD processor reads it, the name is an empty node."""
    prefixes = {"ceterms": "https://purl.org/ctdl/terms/", "my": "https://example.org/"}
    document = {"@context": prefixes, "@id": "my:1", "@type": "ceterms:Certificate",
                "ceterms:name": {"en": "Welding"}, "my:note": "x"}  # fmt: skip
    found = of(json.dumps(document).encode())
    assert 'ceterms:name "Welding"@en' in found.turtle
    assert found.warnings == []
