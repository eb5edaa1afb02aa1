"""The statements of a build as columns, against a store that holds the same text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph.statements import Statements, statements, text
from graph.triples import iri, line, literal
from graph.vocabulary import CETERMS, RDF, RDF_TYPE, XSD

A, B, C = (f"https://example.org/{letter}" for letter in "abc")
REGISTRY = "https://credentialengineregistry.org/resources/"
ODD = 'a "quoted" \\ text\twith\nlines, é, 😀 and \u2028'
LINES = [
    line(A, RDF_TYPE, iri(CETERMS.Course)),
    line(B, RDF_TYPE, iri(CETERMS.Course)),
    line(B, RDF_TYPE, iri(CETERMS.Job)),
    line(A, CETERMS.name, literal(ODD)),
    line(A, CETERMS.name, literal("Kurs", language="de")),
    line(A, CETERMS.price, literal("4.00", XSD.decimal)),
    line(A, CETERMS.price, literal("4", XSD.decimal)),
    line(A, CETERMS.price, literal("40", XSD.decimal)),
    line(A, CETERMS.weight, literal("1.50", XSD.float)),
    line(A, CETERMS.weight, literal("1.5", XSD.float)),
    line(B, CETERMS.isPartOf, iri(f"{REGISTRY}ce-1")),
    line(B, CETERMS.isPartOf, iri(f"{REGISTRY}ce-2")),
    line(f"{REGISTRY}ce-2", CETERMS.isPartOf, iri(B)),
]
READS = (CETERMS.name, CETERMS.isPartOf, CETERMS.Course)


@pytest.fixture(params=[1, 50, 1 << 20])
def made(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Statements:
    """Every statement twice, read in blocks of one line, of a few, and all at once; in one share
    and in many."""
    monkeypatch.setattr(text, "BLOCK", request.param)
    monkeypatch.setattr(statements, "SHARE", request.param * 20)
    found = Statements(tmp_path, READS)
    found.append(LINES)
    assert len(found.shares()) == 1 + sum(map(len, LINES)) // (request.param * 20)
    found.append(LINES)
    return found


@pytest.fixture
def store() -> ox.Store:
    """The same text, read by the engine."""
    store = ox.Store()
    store.load("".join(LINES).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def test_each_statement_counts_once(made: Statements, store: ox.Store) -> None:
    rows = pl.concat([share.rows() for share in made.shares()])
    assert rows.height == len(store) == 11
    names = made.names()
    properties = Counter(names[number] for number in rows["property"])
    assert properties == Counter(quad.predicate.value for quad in store)
    kinds = Counter(
        names[n] for n in rows.filter(pl.col("property") != names.index(RDF_TYPE))["kind"]
    )
    assert kinds == {"IRI": 3, XSD.string: 1, RDF.langString: 1, XSD.decimal: 2, XSD.float: 1}


def test_a_subject_is_in_one_share(made: Statements) -> None:
    subjects = [set(share.rows()["subject"]) for share in made.shares()]
    assert sum(map(len, subjects)) == len(set().union(*subjects)) == 3


def test_values_are_as_the_engine_reads_them(made: Statements, store: ox.Store) -> None:
    quads = store.quads_for_pattern(None, ox.NamedNode(CETERMS.name), None)
    expected = {q.object.value for q in quads if isinstance(q.object, ox.Literal)}
    assert set(made.values(CETERMS.name)["value"]) == expected == {ODD, "Kurs"}


def test_statements_come_in_the_order_in_which_they_were_made(made: Statements) -> None:
    parts = made.values(CETERMS.isPartOf)
    assert parts.rows() == [
        (B, f"{REGISTRY}ce-1", True),
        (B, f"{REGISTRY}ce-2", True),
        (f"{REGISTRY}ce-2", B, True),
    ]
    assert (
        made.values(CETERMS.isPartOf, pl.Series([f"{REGISTRY}ce-2", C])).rows() == parts.rows()[2:]
    )
    assert made.instances(CETERMS.Course)["subject"].to_list() == [A, B]


def test_what_no_step_declared_is_refused(made: Statements) -> None:
    with pytest.raises(KeyError, match="price"):
        made.of(CETERMS.price)


def test_references_to_the_registry_are_here_or_not(made: Statements) -> None:
    found = pl.concat([share.references() for share in made.shares()]).sort("row")
    assert found.select("row", "target", "is_here").rows() == [
        (10, f"{REGISTRY}ce-1", False),
        (11, f"{REGISTRY}ce-2", True),
    ]


def test_the_text_can_be_had_with_each_statement_once(made: Statements, store: ox.Store) -> None:
    whole = b"".join(made.unique_text())
    taken = ox.Store()
    taken.load(whole, format=ox.RdfFormat.N_TRIPLES)
    assert set(taken) == set(store)
    assert whole.count(b"\n") == len(store)


def test_a_file_becomes_a_part_between_what_is_written_before_and_after(tmp_path: Path) -> None:
    found = Statements(tmp_path, READS)
    named = [line(A, CETERMS.name, literal(str(number))) for number in range(6)]
    found.append(named[:1])
    for number, written in enumerate((named[1:2], named[2:4])):
        file = tmp_path / f"{number}.nt"
        file.write_text("".join(written), encoding="utf-8")
        found.adopt(file)
        assert not file.exists()
    found.append(named[4:5])
    assert found.of(CETERMS.name)["object"].to_list() == [f'"{n}"' for n in range(5)]
    parts = found.finished()
    assert [part.read_text("utf-8") for part in parts] == [
        named[0], named[1], "".join(named[2:4]), named[4]
    ]  # fmt: skip
    assert found.finished() == []
    found.append(named[5:])
    assert found.of(CETERMS.name)["object"].to_list() == [f'"{n}"' for n in range(6)]
    assert b"".join(found.unique_text()).decode() == "".join(named)
    assert [part.read_text("utf-8") for part in found.finished()] == named[5:]


def test_what_is_no_statement_is_left_to_the_engine(tmp_path: Path) -> None:
    found = Statements(tmp_path, READS)
    found.append(["\n", LINES[0], "x\n", "<http://a> <http://b>\n"])
    assert sum(share.rows().height for share in found.shares()) == 1


def test_samples_hold_few_values_and_some_links(tmp_path: Path) -> None:
    found = Statements(tmp_path)
    for few, property_ in ((60, "few"), (61, "many")):
        found.append(
            f"<http://s/{n}> <http://{property_}> <http://o/{n % few}> .\n" for n in range(700)
        )
    samples = found.samples()
    assert samples.values("http://few") == {f"http://o/{n}" for n in range(60)}
    assert samples.values("http://many") == set()
    links = samples.links()
    assert dict(links["property"].value_counts().rows()) == {"http://few": 500, "http://many": 500}
    rows = pl.concat([share.rows() for share in found.shares()])
    assert links["subject"].is_in(rows["subject"].implode()).all()
    assert len(samples.examples("http://few", "IRI")) == 3


def test_samples_hold_what_alignment_objects_point_at(tmp_path: Path) -> None:
    found = Statements(tmp_path)
    for few, property_ in ((60, "few"), (61, "many")):
        for n in range(200):
            node = f"<http://{property_}/{n}>"
            found.append([f"<http://s> <http://{property_}> {node} .\n"])
            found.append([f"{node} <{CETERMS.targetNode}> <http://o/{n % few}> .\n"])
    found.append(["<http://s> <http://none> <http://o/1> .\n"])
    samples = found.samples()
    assert samples.targets("http://few") == {f"http://o/{n}" for n in range(60)}
    assert samples.targets("http://many") == set()
    assert samples.targets("http://none") is None


def test_many_stretches_of_text_are_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "SHARE", 1 << 20)  # so that little text has several shares
    found = Statements(tmp_path, READS)
    lines = [f'<http://s/{n}> <{CETERMS.name}> "thing {n}" .\n' for n in range(40_000)]
    found.append(lines)
    assert len(found.shares()) > 2
    for start in range(0, len(lines), 2_000):
        found.append(lines[start : start + 3])  # said before
        found.append([f'<http://more/{start}> <{CETERMS.name}> "more" .\n'])
        assert found.of(CETERMS.name).height == len(lines) + start // 2_000 + 1
    names = found.values(CETERMS.name)["value"].to_list()
    assert names[: len(lines)] == [f"thing {n}" for n in range(len(lines))]
    files = [file for file in tmp_path.rglob("kept-*") if file.stat().st_size]
    assert len(files) <= 9 * len(found.shares())
