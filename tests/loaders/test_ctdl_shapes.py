"""Every shape in which the Registry and its neighbours hand out documents, through a whole load."""

from __future__ import annotations

import base64
import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from graph.sink import Channel, Sink
from graph.vocabulary import CETERMS, CG, RDF_TYPE
from loaders.archive import Archive, Envelope
from loaders.ctdl import load
from loaders.source import Source
from tests.loaders.ctdl_documents import (
    CONTEXT,
    REGISTRY,
    Loaded,
    ctid,
    envelope,
    graph,
    load_documents,
    load_paths,
    resource,
)

UUID = "2ef04702-4456-480d-b77a-78eb59b5fa95"


def iri(number: int) -> str:
    return f"{REGISTRY}resources/{ctid(number)}"


def names(loaded: Loaded, number: int) -> list[str]:
    return loaded.values(iri(number), CETERMS.name)


def zipped(path: Path, members: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, json.dumps(content))
    return path


def test_an_answer_of_resources_keeps_blank_nodes_that_it_left_out(tmp_path: Path) -> None:
    answer = resource(1, ownedBy=[f"_:{UUID}", "_:b0"]) | {"@context": CONTEXT}
    answer["@included"] = [{"@id": "_:b0", "ceterms:name": {"en": "Included"}}]
    loaded = load_documents(tmp_path, a=answer)
    assert f"https://credreg.net/bnodes/{UUID}" in loaded.values(iri(1), CETERMS.ownedBy)
    path = f"<{iri(1)}> <{CETERMS.ownedBy}>/<{CETERMS.name}> ?n"
    assert loaded.ask(f"SELECT ?n {{ {path} }}") == [("Included",)]
    noted = f"SELECT ?r ?v {{ ?n <{CG.noteCode}> 'undefined-blank-node' ; <{CG.resource}> ?r ; "
    assert loaded.ask(f"{noted} <{CG.originalValue}> ?v }}") == [(iri(1), f"_:{UUID}")]
    assert loaded.report.unknown_keys == {}


def test_an_answer_of_a_search(tmp_path: Path) -> None:
    answer = {"data": [graph(1, name={"en": "A"}), resource(2, name={"en": "B"})], "valid": True,
              "status": "Okay", "extra": {"TotalResults": 2}}  # fmt: skip
    loaded = load_documents(tmp_path, a=answer, b={"data": [], "valid": True})
    assert (names(loaded, 1), names(loaded, 2)) == (["A"], ["B"])
    assert [(n.place, n.reason) for n in loaded.report.rejects] == [
        ("in/b.json", "a search that found nothing")
    ]


def test_answers_of_resources_in_a_list_keep_blank_nodes_that_they_left_out(tmp_path: Path) -> None:
    loaded = load_documents(tmp_path, a={"data": [resource(1, ownedBy=f"_:{UUID}"), resource(2)]})
    assert loaded.report.repairs == {"undefined-blank-node": 1}


def test_a_list_of_nodes_is_one_document_and_a_list_of_documents_is_not(tmp_path: Path) -> None:
    course = {"@id": "_:b0", "ceterms:name": {"en": "Course"}}
    mine = resource(1, hasPart="_:b0") | {"@context": CONTEXT}
    loaded = load_documents(tmp_path, a=[resource(2, hasPart="_:b0"), course], b=[mine])
    path = f"?x <{CETERMS.hasPart}>/<{CETERMS.name}> ?n"
    assert loaded.ask(f"SELECT ?x ?n {{ {path} }}") == [(iri(2), "Course")]
    assert loaded.report.repairs == {"undefined-blank-node": 1}


def test_a_document_that_its_publisher_hosts_keeps_its_own_name(tmp_path: Path) -> None:
    mine = "https://college.example/ctdl/welding"
    hosted = {
        "@context": CONTEXT,
        "@id": mine,
        "@type": "ceterms:Certificate",
        "ceterms:name": {"en": "Welding"},
        "ceterms:hasPart": {"@id": f"{mine}/1"},
    }
    loaded = load_documents(tmp_path, a=hosted)
    assert loaded.values(mine, CETERMS.name) == ["Welding"]
    assert loaded.values(mine, CETERMS.hasPart) == [f"{mine}/1"]


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_bulk_zip_new_and_old(tmp_path: Path, wrapped: bool) -> None:
    of = envelope(1, "2021-01-01", name={"en": "A"}) if wrapped else graph(1, name={"en": "A"})
    loaded = load_paths(tmp_path, zipped(tmp_path / "all.zip", {f"{ctid(1)}.json": of}))
    assert names(loaded, 1) == ["A"]


def changeset(path: Path) -> Path:
    said = {"updated_at": "2026-08-01T10:00:00Z", "owned_by": [ctid(90), ctid(91), "nobody"]}
    return zipped(
        path,
        {
            f"upserts/graphs/{ctid(1)}.json": graph(1, name={"en": "Changed"}),
            f"upserts/metadata/{ctid(1)}.json": said | {"envelope_ceterms_ctid": ctid(1)},
            f"upserts/resources/{ctid(1)}.json": resource(1, name={"en": "A part"}),
            f"upserts/graphs/{ctid(4)}.json": graph(4, name={"en": "Without metadata"}),
            f"deletes/graphs/{ctid(2)}.json": {"identifier": ctid(2), "deleted_at": "2026-08-01"},
            f"deletes/metadata/{ctid(2)}.json": said,
            f"deletes/graphs/{ctid(3)}.json": graph(3, name={"en": "Gone"}),
        },
    )


def test_a_changeset_is_newer_than_what_it_changes(tmp_path: Path) -> None:
    old = [envelope(number, "2026-07-01", name={"en": "Old"}) for number in (1, 2, 3, 4, 5)]
    changed = changeset(tmp_path / "2026-08-02T00-00-00.123456Z.zip")
    (tmp_path / "old.json").write_text(json.dumps(old))
    loaded = load_paths(tmp_path, changed, tmp_path / "old.json")
    found = [names(loaded, number) for number in (1, 2, 3, 4, 5)]
    assert found == [["Changed"], [], [], ["Without metadata"], ["Old"]]
    assert loaded.values(iri(1), CG.envelopeOwner) == [iri(90), iri(91)]
    assert loaded.values(iri(4), CG.envelopeUpdated) == ["2026-08-02T00:00:00.123456Z"]
    assert loaded.report.left_out_codes == {
        "in-graph-document": 3, "superseded": 4, "deleted": 2,
    }  # fmt: skip


def test_a_changeset_is_older_than_what_came_later(tmp_path: Path) -> None:
    later = [envelope(number, "2026-09-01", name={"en": "Later"}) for number in (1, 2, 3, 4)]
    changed = changeset(tmp_path / "2026-08-02T00-00-00Z.zip")
    (tmp_path / "later.json").write_text(json.dumps(later))
    loaded = load_paths(tmp_path, changed, tmp_path / "later.json")
    assert [names(loaded, number) for number in (1, 2, 3, 4)] == [["Later"]] * 4


def test_the_dumps_of_transactions(tmp_path: Path) -> None:
    def line(status: str, date: str, number: int, name: str) -> bytes:
        made = envelope(number, "2019-01-01", name={"en": name})
        told = {"status": status, "date": date, "envelope": made}
        return base64.b64encode(json.dumps(told).encode())

    lines = [
        line("created", "2019-01-01T00:00:00.000Z", 1, "Created"),
        line("updated", "2019-01-02T00:00:00.000Z", 1, "Updated"),
        b"eyJ no base 64",
        line("created", "2019-01-01T00:00:00.000Z", 2, "Gone"),
        line("deleted", "2019-01-03T00:00:00.000Z", 2, "Gone"),
    ]
    path = tmp_path / "dump-2019-01-03.txt.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines) + b"\n"))
    loaded = load_paths(tmp_path, path)
    assert (names(loaded, 1), names(loaded, 2)) == (["Updated"], [])
    assert [note.place for note in loaded.report.rejects] == [f"{path.name}: line 3"]
    assert loaded.report.left_out_codes == {"superseded": 2, "deleted": 1}


@pytest.mark.parametrize("ending", ["json.gz", "jsonl.gz", "jsonl", "json"])
def test_packed_files_and_byte_order_marks(tmp_path: Path, ending: str) -> None:
    text = b"\xef\xbb\xbf" + json.dumps(graph(1, name={"en": "A"})).encode() + b"\n"
    path = tmp_path / f"a.{ending}"
    path.write_bytes(gzip.compress(text) if ending.endswith("gz") else text)
    assert names(load_paths(tmp_path, path), 1) == ["A"]


@pytest.mark.parametrize("count", [1000, 20_000])
def test_a_packed_file_that_was_cut_keeps_what_came_before(tmp_path: Path, count: int) -> None:
    lines = b"".join(json.dumps(graph(n)).encode() + b"\n" for n in range(count))
    whole = gzip.compress(lines)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/cut.jsonl.gz").write_bytes(whole[: len(whole) * 9 // 10])
    (tmp_path / "in/no.json.gz").write_bytes(b"no gzip")
    loaded = load_paths(tmp_path, tmp_path / "in")
    assert loaded.report.tables["documents"].loaded > count * 0.8
    assert [note.place for note in loaded.report.rejects if ": line" not in (note.place or "")] == [
        "in/cut.jsonl.gz",
        "in/no.json.gz",
    ]
    assert "can't be unpacked" in loaded.report.rejects[0].reason


def test_an_archive_of_fetched_envelopes(tmp_path: Path) -> None:
    path = tmp_path / "ce-registry.sqlite"
    with Archive(path) as archive:
        for number in (1, 2, 3):
            body = json.dumps(envelope(number, "2021-01-01", name={"en": "A"})).encode()
            archive.put(Envelope(ctid(number), body, "2021-01-01T00:00:00+00:00"), "2026-01-01")
        archive.put(Envelope(ctid(4), b"{"), "2026-01-01")
        archive.mark_deleted(ctid(2), "2022-01-01T00:00:00+00:00", "2026-01-01")
        archive.commit()
    loaded = load_paths(tmp_path, path)
    assert [names(loaded, number) for number in (1, 2, 3)] == [["A"], [], ["A"]]
    assert loaded.report.left_out_codes == {"deleted": 1}
    (reject,) = loaded.report.rejects
    assert (reject.place or "").startswith(f"{path.name}#{ctid(4)}: line 1")
    assert loaded.values(iri(3), CG.document) == [f"{path.name}#{ctid(3)}"]


def test_a_file_that_only_looks_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/no.sqlite").write_bytes(b"no database")
    loaded = load_documents(tmp_path, a=graph(1))
    assert [note.place for note in loaded.report.rejects] == ["in/no.sqlite"]
    assert loaded.values(iri(1), RDF_TYPE)


def provisional(number: int, updated: str) -> dict[str, Any]:
    found = envelope(number, updated, name={"en": "Provisional"})
    found["decoded_resource"]["adms:status"] = "graphPublicationStatus:Provisional"
    return found


def test_provisional_records_stay_out_and_hide_only_what_is_older(tmp_path: Path) -> None:
    live = envelope(1, "2021-01-01", name={"en": "Live"})
    loaded = load_documents(tmp_path, a=live, b=provisional(1, "2020-01-01"))
    assert names(loaded, 1) == ["Live"]
    assert [(n.code, n.place) for n in loaded.report.left_out] == [("provisional", "in/b.json")]
    (tmp_path / "later").mkdir()
    withdrawn = load_documents(tmp_path / "later", a=live, b=provisional(1, "2022-01-01"))
    assert names(withdrawn, 1) == []
    assert [n.code for n in withdrawn.report.left_out] == ["superseded", "provisional"]


def test_provisional_records_that_are_asked_for_are_marked(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([provisional(1, "2022-01-01"), graph(2)]))
    source = Source("ctdl", "ctdl", (tmp_path / "a.json",), provisional=True)
    with Channel(tmp_path / "out.nt") as channel:
        report = load(source, Sink(channel))
    marks = [
        line.split()[0]
        for line in (tmp_path / "out.nt").read_text().splitlines()
        if f"<{CG.ProvisionalRecord}>" in line
    ]
    assert marks == [f"<{iri(1)}>"]
    assert report.tables["resources"].loaded == 2


def test_deleted_records_that_are_asked_for_are_marked(tmp_path: Path) -> None:
    """The newest version counts: of the second record it is alive, of the third nothing is left."""
    gone = [envelope(n, "2026-01-01", name={"en": "Gone"}) | {"deleted_at": "2026-01-01"}
            for n in (1, 2, 3)]  # fmt: skip
    gone[2] = {"envelope_ceterms_ctid": ctid(3), "deleted_at": "2026-01-01", "envelope_id": "3"}
    back, older = envelope(2, "2026-02-01", name={"en": "Back"}), envelope(3, "2021-01-01")
    (tmp_path / "a.json").write_text(json.dumps([*gone, back, older]))
    loaded = load_paths(tmp_path, tmp_path / "a.json", deleted=True)
    assert [names(loaded, number) for number in (1, 2, 3)] == [["Gone"], ["Back"], []]
    assert loaded.ask(f"SELECT ?r {{ ?r a <{CG.DeletedRecord}> }}") == [(iri(1),)]
    assert loaded.report.left_out_codes == {"superseded": 2, "deleted": 1}


def test_what_the_registry_says_of_a_record(tmp_path: Path) -> None:
    said = envelope(1, "2022-02-02 02:02:02 UTC", name={"en": "A"})
    said["node_headers"]["created_at"] = "2019-01-01T00:00:00Z"
    said |= {"owned_by": ctid(8).upper(), "published_by": ctid(9), "created_at": "2020-01-01",
             "last_verified_on": "2026-01-31 00:00:00"}  # fmt: skip
    loaded = load_documents(tmp_path, a=[said])
    assert loaded.values(iri(1), CG.envelopeCreated) == ["2019-01-01T00:00:00Z"]
    assert loaded.values(iri(1), CG.envelopeVerified) == ["2026-01-31"]
    assert loaded.values(iri(1), CG.envelopeOwner) == [iri(8)]
    assert loaded.values(iri(1), CG.envelopePublisher) == [iri(9)]
    assert loaded.values(iri(1), CG.document) == ["in/a.json#1"]


def test_unknown_keys_are_counted_by_publisher(tmp_path: Path) -> None:
    documents = []
    for number, publisher in ((1, 8), (2, 8), (3, 9)):
        one = envelope(number, "2021-01-01", name={"en": "A"}) | {"published_by": ctid(publisher)}
        one["decoded_resource"]["@graph"][0]["hasPoint"] = 1
        documents.append(one)
    account = load_documents(tmp_path, a=documents).report.as_dict()
    assert account["unknown_keys"] == {"hasPoint": 3}
    assert account["unknown_keys_by_publisher"] == [
        ["hasPoint", ctid(8), 2], ["hasPoint", ctid(9), 1],
    ]  # fmt: skip
