"""The sample as a user meets it: what is there, what is wrong on purpose, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.sink import Channel, Sink
from graph.vocabulary import CETERMS, CG
from loaders import LoadReport, Source, load
from loaders.sample import FOLDER
from tests.loaders.asking import instances, objects
from tests.shared import SHARED, needs_shared

REPOSITORY = Path(__file__).parents[2]
REGISTRY = "https://credentialengineregistry.org/"
CTID = re.compile(r"ce-[0-9a-f-]{36}", re.I)
SUBJECTS = ("health", "computing", "trades", "education", "business", "paralegal-2018")
NOTED = {
    "bad-language-tag",
    "ill-typed-value",
    "iri-mended",
    "literal-for-iri",
    "person-name-dropped",
    "relative-iri",
    "superseded",
    "undefined-blank-node",
    "unreadable-document",
}
REAL_HOSTS = (
    "credentialengineregistry.org",
    "credentialfinder.org",
    "credreg.net",
    "purl.org",
    "onetonline.org",
    "onetcenter.org",
    "w3.org",
    "imsglobal.org",
    "census.gov",
    "nces.ed.gov",
    "bls.gov",
)


def flaws() -> list[tuple[str, str, str, str]]:
    """(file, CTID, code, what) of each line of FLAWS.md."""
    text = (FOLDER / "FLAWS.md").read_text("utf-8")
    rows = [re.split(r" *\| *", line)[1:-1] for line in text.splitlines() if line.startswith("| ")]
    return [(file, ctid, code, what) for file, ctid, code, what in rows[1:]]


def planted(code: str) -> set[str]:
    return {ctid for _, ctid, found, _ in flaws() if found == code}


def nodes(name: str = "**/*") -> Iterator[dict[str, Any]]:
    """Every top node of the documents, read as plain JSON; the superseded envelope is left out."""
    for path in sorted((FOLDER / "ctdl").glob(f"{name}.json")):
        if path.stem not in ("unfinished", "superseded"):
            data = json.loads(path.read_text("utf-8"))
            for item in data if isinstance(data, list) else [data]:
                body = item.get("decoded_resource", item) if isinstance(item, dict) else {}
                yield from body.get("@graph", [body] if body else [])


def offers() -> list[dict[str, Any]]:
    return [node for subject in SUBJECTS for node in nodes(subject)]


def strings(value: Any) -> Iterator[str]:
    """Every string value inside a JSON value; keys are left out."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def ctids_where(condition: Any) -> set[str]:
    return {str(node["ceterms:ctid"]) for node in nodes() if condition(node)}


def occupations(node: dict[str, Any]) -> list[dict[str, Any]]:
    return as_list(node.get("ceterms:occupationType", []))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[LoadReport, ox.Store]:
    path = tmp_path_factory.mktemp("sample") / "sample.nt"
    with Channel(path) as channel:
        report = load(Source("ctdl", "sample", (FOLDER / "ctdl",)), Sink(channel))
    store = ox.Store()
    store.bulk_load(path.read_bytes(), format=ox.RdfFormat.N_TRIPLES)
    return report, store


# --- what is there ----------------------------------------------------------------------------


def test_the_committed_sample_is_what_the_script_makes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.sample_ctdl", str(tmp_path)]
    subprocess.run(command, check=True, cwd=REPOSITORY)
    for part in ("ctdl", "ler"):
        made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.glob(f"{part}/**/*.json")}
        ours = {p.relative_to(FOLDER): p.read_bytes() for p in FOLDER.glob(f"{part}/**/*.json")}
        assert made == ours
    assert (tmp_path / "FLAWS.md").read_bytes() == (FOLDER / "FLAWS.md").read_bytes()


def test_counts_per_class() -> None:
    kinds = Counter(str(node["@type"]).partition(":")[2] for node in nodes() if "@type" in node)
    assert len(offers()) == 60
    assert len(list(nodes("organizations"))) == 12
    assert {kind: kinds[kind] for kind in ("CompetencyFramework", "Competency", "Pathway")} == {
        "CompetencyFramework": 3,
        "Competency": 36,
        "Pathway": 4,
    }
    components = {k: n for k, n in kinds.items() if k.endswith("Component")}
    assert (len(components), sum(components.values())) == (7, 30)
    assert kinds["TransferValueProfile"] == 3
    assert kinds["DataSetProfile"] == 3
    assert kinds["Collection"] == kinds["SupportService"] == kinds["Rubric"] == 1
    assert kinds["Certificate"] == kinds["License"] == 6
    assert len({str(node["@type"]) for node in offers()}) >= 20


def test_every_document_is_loaded_or_told(loaded: tuple[LoadReport, ox.Store]) -> None:
    report, store = loaded
    documents = report.table("documents")
    assert documents.reconciles
    assert (documents.loaded, documents.rejected, documents.left_out) == (103, 2, 1)
    for node in nodes():
        if "ceterms:ctid" in node:
            name = f"{REGISTRY}resources/{node['ceterms:ctid']}"
            assert len(list(objects(store, name, CG.recordType))) == 1


def test_ctids_are_version_4_and_lower_case() -> None:
    for node in nodes():
        if ctid := node.get("ceterms:ctid"):
            assert ctid == ctid.lower()
            assert uuid.UUID(ctid[3:]).version == 4


def test_pathways_have_alternatives_two_of_three_and_a_constraint() -> None:
    conditions = [
        inner
        for node in nodes("pathways/*")
        for outer in as_list(node.get("ceterms:hasCondition", []))
        for inner in [outer, *as_list(outer.get("ceterms:hasCondition", []))]
    ]
    numbers = {(c.get("ceterms:requiredNumber"), len(c["ceterms:targetComponent"])): c
               for c in conditions}  # fmt: skip
    assert (2, 3) in numbers
    assert any("ceterms:hasCondition" in c for c in conditions)
    assert any(c.get("ceterms:logicalOperator") == "logic:Or" for c in conditions)
    assert any("ceterms:hasConstraint" in c for c in conditions)
    assert any("asn:hasProgressionLevel" in node for node in nodes("pathways/*"))


def test_the_parts_of_a_pathway_say_so_from_both_sides() -> None:
    for path in sorted((FOLDER / "ctdl" / "pathways").glob("*.json")):
        pathway, *others = nodes(f"pathways/{path.stem}")
        parts = {n["@id"] for n in others if n["@type"].endswith("Component")}
        assert set(pathway["ceterms:hasPart"]) == parts
        assert set(pathway["ceterms:hasDestinationComponent"]) <= parts
        after = {(n["@id"], m) for n in others for m in n.get("ceterms:precedes", [])}
        before = {(m, n["@id"]) for n in others for m in n.get("ceterms:precededBy", [])}
        assert after == before


# --- what is wrong on purpose -----------------------------------------------------------------


def test_the_loader_tells_each_planted_flaw_and_no_other(
    loaded: tuple[LoadReport, ox.Store],
) -> None:
    report, store = loaded
    told: Counter[tuple[str, str]] = Counter()
    notes = instances(store, CG.LoadNote)
    for note in notes:
        (code,), (place,) = (objects(store, note, about) for about in (CG.noteCode, CG.place))
        told[re.split("[#:]", place.removeprefix("ctdl/"))[0], code] += 1
    assert told == Counter((file, code) for file, _, code, _ in flaws() if code in NOTED)
    assert dict(report.unknown_keys) == {"hasPoint": len(planted("unknown-key"))}


def test_the_newer_envelope_wins(loaded: tuple[LoadReport, ox.Store]) -> None:
    _, store = loaded
    (ctid,) = planted("superseded")
    names = objects(store, f"{REGISTRY}resources/{ctid}", CETERMS.name)
    assert list(names) == ["Structural Welding Certificate"]


def test_no_contact_persons_name_is_in_the_graph(loaded: tuple[LoadReport, ox.Store]) -> None:
    _, store = loaded
    contact = "Rosalind Ketteridge-Vane"
    assert contact in set(strings(list(nodes("organizations"))))
    assert not any(contact in str(quad.object) for quad in store)


def test_only_the_planted_links_lead_nowhere() -> None:
    known = {node["ceterms:ctid"] for node in nodes() if "ceterms:ctid" in node}
    links = {
        (text.startswith("https://sandbox."), found.group().lower())
        for node in nodes()
        for text in strings(node)
        if (found := CTID.search(text))
    }
    lost = {ctid for sandbox, ctid in links if not sandbox} - known
    (said,) = zip(*(CTID.findall(f[3]) for f in flaws() if f[2] == "dangling-link"), strict=True)
    assert lost == set(said)
    assert sum(sandbox for sandbox, _ in links) == len(planted("sandbox-host")) == 1


def test_only_the_planted_blank_node_is_described_nowhere() -> None:
    described = {node["@id"] for node in nodes() if node.get("@id", "").startswith("_:")}
    named = {text for node in nodes() for text in strings(node) if text.startswith("_:")}
    (missing,) = named - described
    assert ctids_where(lambda n: missing in n.get("ceterms:ownedBy", [])) == planted(
        "undefined-blank-node"
    )


def test_spellings_of_links_are_the_planted_ones() -> None:
    odd = re.compile(rf"http://credentialengineregistry|{REGISTRY}graph/|/CE-")
    assert ctids_where(lambda n: any(map(odd.search, strings(n)))) == planted("original-iri")


def test_missing_owners_and_occupations_are_the_planted_ones() -> None:
    owned = ("ceterms:ownedBy", "ceterms:offeredBy")
    ownerless = {n["ceterms:ctid"] for n in offers() if not any(key in n for key in owned)}
    aimless = {n["ceterms:ctid"] for n in offers() if not occupations(n)}
    assert ownerless == planted("missing-owner")
    assert aimless == planted("missing-occupation")


def test_odd_occupations_are_the_planted_ones() -> None:
    codes = tomllib.loads((REPOSITORY / "scripts/sample_ctdl/codes.toml").read_text("utf-8"))
    current, node, code = codes["occupations"], "ceterms:targetNode", "ceterms:codedNotation"
    title = "ceterms:targetNodeName"

    def having(condition: Any) -> set[str]:
        return ctids_where(lambda n: any(condition(o) for o in occupations(n)))

    def full(o: dict[str, Any]) -> str:
        return str(o.get(code, "")) + (".00" if len(o.get(code, "")) == 7 else "")

    foreign = planted("foreign-code")
    assert having(lambda o: node not in o and code in o) - foreign == planted("code-without-target")
    assert having(lambda o: node not in o and code not in o) == planted("name-only")
    assert having(lambda o: code in o and full(o) not in current) == (
        planted("retired-code") - {""} | planted("unknown-code") | foreign
    )
    assert having(
        lambda o: full(o) in current and o[title]["en-US"] != current[full(o)]
    ) == planted("code-and-title")


def test_no_host_is_real_but_those_of_vocabularies_and_codes() -> None:
    for path in FOLDER.glob("[cl]*/**/*.json"):
        for host in re.findall(r"https?://([^/\s\"]+)", path.read_text("utf-8")):
            assert host.endswith((".example", *REAL_HOSTS)), (path.name, host)


@needs_shared
def test_every_property_and_class_is_published() -> None:
    names: set[str] = set()
    for vocabulary in ("ctdl", "ctdlasn"):
        folder = SHARED / "ctdl" / "schemas" / vocabulary
        schema = json.loads((folder / "schema.json").read_text("utf-8-sig"))["@graph"]
        context = json.loads((folder / "context.json").read_text("utf-8-sig"))["@context"]
        names |= {node["@id"] for node in schema} | set(context)
    qdata = SHARED / "ctdl" / "schemas" / "qdata" / "schema-2023-10.json"
    names |= {node["@id"] for node in json.loads(qdata.read_text("utf-8-sig"))["@graph"]}
    # The newer classes of QData are in no file at hand.
    names |= {f"qdata:{n}" for n in ("Metric", "Dimension", "Observation")}
    names.add("en:us")  # one of the planted language tags

    def used(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (key for key in value if ":" in key)
            yield from as_list(value.get("@type", []))
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                yield from used(item)

    assert {name for node in nodes() for name in used(node)} <= names


# --- badges -----------------------------------------------------------------------------------


def badges() -> list[dict[str, Any]]:
    return [json.loads(p.read_text("utf-8")) for p in sorted((FOLDER / "ler").glob("*.json"))]


def test_badges_and_whose_are_publishable() -> None:
    settings = tomllib.loads((FOLDER / "credgraph.toml").read_text("utf-8"))
    by_issuer = Counter(badge["issuer"]["id"] for badge in badges())
    private = {i: n for i, n in by_issuer.items() if i not in settings["publishable_issuers"]}
    assert (len(badges()), len(by_issuer), list(private.values())) == (25, 4, [3])
    achievements = Counter(badge["credentialSubject"]["achievement"]["id"] for badge in badges())
    assert sorted(achievements.values()) == [1] * 23 + [2]
    assert settings["regions"] == ["AG Allegheny"]


def test_badges_align_to_records_of_the_sample() -> None:
    known = {node["ceterms:ctid"] for node in nodes() if "ceterms:ctid" in node}
    kinds: Counter[str] = Counter()
    for badge in badges():
        alignments = badge["credentialSubject"]["achievement"].get("alignment", [])
        kinds["unaligned"] += not alignments
        for alignment in alignments:
            if alignment["targetCode"].startswith("ce-"):
                assert alignment["targetCode"] in known
                kinds["by code alone"] += alignment["targetCode"] not in alignment["targetUrl"]
            kinds[alignment.get("targetType", alignment["targetFramework"])] += 1
    assert kinds["unaligned"] == 7
    assert kinds["by code alone"] == 2
    assert min(kinds["ceterms:Credential"], kinds["ceasn:Competency"], kinds["O*NET-SOC"]) >= 6


def test_every_badge_names_a_holder_who_is_nowhere_else() -> None:
    records = "".join(p.read_text("utf-8") for p in FOLDER.glob("ctdl/**/*.json"))
    for badge in badges():
        (identity,) = badge["credentialSubject"]["identifier"]
        assert badge["credentialSubject"]["id"].startswith("did:example:")
        assert identity["identityHash"] not in records
        assert "proof" not in badge
